using System;
using System.IO;

namespace ConvGen;

/// <summary>A file of weights is damaged, of a kind that is not supported, or holds another tensor than asked for.</summary>
public sealed class WeightFileException : IOException
{
    /// <summary>Initializes the exception for a whole file.</summary>
    /// <param name="file">The path of the file, or the name that its stream was given.</param>
    /// <param name="reason">What is wrong, as a sentence.</param>
    /// <param name="innerException">The error that showed it, if any.</param>
    public WeightFileException(string file, string reason, Exception? innerException = null)
        : this(file, null, reason, innerException)
    {
    }

    /// <summary>Initializes the exception for one tensor of a file.</summary>
    /// <param name="file">The path of the file, or the name that its stream was given.</param>
    /// <param name="tensor">The name of the tensor; null where the reason concerns the whole file.</param>
    /// <param name="reason">What is wrong, as a sentence.</param>
    /// <param name="innerException">The error that showed it, if any.</param>
    public WeightFileException(string file, string? tensor, string reason, Exception? innerException = null)
        : base(Compose(file, tensor, reason), innerException)
    {
        File = file;
        Tensor = tensor;
        Reason = reason;
    }

    /// <summary>Gets the path of the file, or the name that its stream was given.</summary>
    public string File { get; }

    /// <summary>Gets the name of the tensor, or null where the reason concerns the whole file.</summary>
    public string? Tensor { get; }

    /// <summary>Gets what is wrong, as a sentence.</summary>
    public string Reason { get; }

    private static string Compose(string file, string? tensor, string reason) =>
        tensor is null ? $"{file}: {reason}" : $"{file}: tensor {WeightText.Quote(tensor)}: {reason}";
}
