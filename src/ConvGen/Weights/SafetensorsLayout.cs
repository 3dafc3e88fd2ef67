using System.Collections.Generic;

namespace ConvGen;

/// <summary>Checks that tensors fill the data of their file without overlap or hole, each with the size of its shape.</summary>
internal static class SafetensorsLayout
{
    /// <summary>Checks all tensors of a header.</summary>
    /// <param name="entries">The tensors in any order.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <returns>The number of bytes that must follow the header.</returns>
    /// <exception cref="WeightFileException">A tensor has another size than its bytes, or bytes are shared or unused.</exception>
    public static long Check(IReadOnlyList<SafetensorsEntry> entries, string file)
    {
        List<SafetensorsEntry> ordered = [.. entries];
        ordered.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));

        long end = 0;
        foreach (SafetensorsEntry entry in ordered)
        {
            CheckSize(entry, file);
            if (entry.Begin != end)
            {
                string problem = entry.Begin < end
                    ? $"overlaps the tensor before it, which ends at {end}"
                    : $"leaves a hole: the data before it ends at {end}";
                throw new WeightFileException(
                    file, entry.Tensor.Name, $"data_offsets [{entry.Begin}, {entry.End}] {problem}.");
            }

            end = entry.End;
        }

        return end;
    }

    private static void CheckSize(SafetensorsEntry entry, string file)
    {
        SafetensorsTensor tensor = entry.Tensor;
        int bits = SafetensorsTypes.BitsPerElement(tensor.DType);
        if (bits == 0)
        {
            throw new WeightFileException(
                file, tensor.Name, $"dtype {WeightText.Quote(tensor.DType)} is not one that the format has.");
        }

        if (entry.End < entry.Begin)
        {
            throw new WeightFileException(
                file, tensor.Name, $"data_offsets [{entry.Begin}, {entry.End}] end before they begin.");
        }

        long taken = entry.End - entry.Begin;
        if (!WeightShape.TryCount(tensor.Shape.AsSpan(), out long count)
            || (System.Int128)count * bits != (System.Int128)taken * 8)
        {
            throw new WeightFileException(
                file,
                tensor.Name,
                $"{tensor.DType} of shape {WeightText.Shape(tensor.Shape.AsSpan())} does not take the {taken} bytes "
                    + $"that data_offsets [{entry.Begin}, {entry.End}] give it.");
        }
    }
}
