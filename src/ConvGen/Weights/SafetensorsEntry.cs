namespace ConvGen;

/// <summary>A tensor and the bytes it has in the data that follow the header.</summary>
/// <param name="Tensor">What the header says about it.</param>
/// <param name="Begin">The offset of its first byte.</param>
/// <param name="End">The offset after its last byte.</param>
internal sealed record SafetensorsEntry(SafetensorsTensor Tensor, long Begin, long End);
