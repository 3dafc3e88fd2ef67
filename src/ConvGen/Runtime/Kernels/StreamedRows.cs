using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Runtime;

/// <summary>Writes rows of an output that does not stay in the caches past them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class StreamedRows
{
    private const int LineBytes = MachineCosts.CacheLine * sizeof(float);

    /// <summary>Copies floats: whole cache lines past the caches, what is left at both ends as usual.</summary>
    /// <param name="source">The floats, which lie near.</param>
    /// <param name="destination">Takes them.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(float* source, float* destination, int count)
    {
        int before = (int)(-(nint)destination & (LineBytes - 1)) / sizeof(float);

        if (count < before + MachineCosts.CacheLine || ((nint)destination & (sizeof(float) - 1)) != 0)
        {
            PlaneCopy.Copy(source, destination, count);
            return;
        }

        PlaneCopy.Copy(source, destination, before);
        int next = before;

        for (; next + MachineCosts.CacheLine <= count; next += MachineCosts.CacheLine)
        {
            if (Processor.PrefersAvx512)
            {
                Vector512.Load(source + next).StoreAlignedNonTemporal(destination + next);
            }
            else
            {
                Vector256.Load(source + next).StoreAlignedNonTemporal(destination + next);
                Vector256.Load(source + next + 8).StoreAlignedNonTemporal(destination + next + 8);
            }
        }

        PlaneCopy.Copy(source + next, destination + next, count - next);
    }
}
