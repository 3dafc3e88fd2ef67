using System;

namespace ConvGen.Generator.Planning;

/// <summary>
/// What a step of a tile costs, in cycles: the constants of the machines the plans are made for. A step multiplies
/// one input value of each pixel with each vector of filters. The plan must not depend on the machine that compiles,
/// so these stand here and are not measured. Here is the machine; what only tiles, planes, copies, minimal filtering or the
/// sets of the L1 cache are judged by stands in the files named after them.
/// </summary>
internal static partial class CostModel
{
    /// <summary>The width and height that stand for those that are not known while compiling.</summary>
    public const int TypicalExtent = 56;

    /// <summary>Fused multiply-adds a cycle.</summary>
    public const double FmaPerCycle = 2;

    /// <summary>Loads a cycle.</summary>
    public const double LoadsPerCycle = 2;

    /// <summary>Cycles until a fused multiply-add's result can be added to.</summary>
    public const double FmaLatency = 4;

    /// <summary>The floats that stay in the L1 cache (32 KB) beside what else a tile reads: weights beside its input, or copied rows beside its output.</summary>
    public const int FirstLevelFloats = 6 * 1024;

    /// <summary>The floats a cycle that the L2 cache gives.</summary>
    private const double StreamedFloats = 8;

    /// <summary>The floats of weights or of a tensor that stay in the L2 cache beside what else passes through it.</summary>
    private const double SecondLevelCapacity = 160 * 1024;

    /// <summary>The floats of a layer's tensors that stay in the last cache (16 MB of it) from one layer to the next.</summary>
    public const double LastLevelFloats = 4 * 1024 * 1024;

    /// <summary>The cycles of a call of a kernel beside which beginning it is nothing.</summary>
    public const double CallCycles = 10_000;

    /// <summary>What a second kind of block weighs between plans that cost about the same: its tiles have to be compiled with the user's project.</summary>
    public const double CompiledBlock = 0.01;

    /// <summary>What one more load weighs between plans that cost the same: loads compete with the caches' traffic.</summary>
    private const double LoadTieBreak = 0.01;

    /// <summary>Whether so many floats of a tensor or of weights, met time after time, come from beyond the L2 cache.</summary>
    public static bool IsBeyondSecondLevel(double floats)
    {
        return floats > SecondLevelCapacity;
    }

    /// <summary>
    /// What is far away takes the same time whatever the vectors. The constants here count cycles in which two of the
    /// widest vectors are multiplied; where those take two cycles each, as they do on the machine of the constants,
    /// narrower vectors see the way take twice as many.
    /// </summary>
    private static double FarCycles(Isa isa)
    {
        return isa.IsAvx512 ? 1 : 2;
    }

    private static double Step(int multiplyAdds, int loads, double latency = FmaLatency)
    {
        double bound = Math.Max(multiplyAdds / FmaPerCycle, loads / LoadsPerCycle);
        return Math.Max(bound, latency) + (LoadTieBreak * loads);
    }
}
