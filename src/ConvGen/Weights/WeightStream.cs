using System;
using System.IO;

namespace ConvGen;

/// <summary>
/// Reads a stream of which nothing is known yet but what it claims. Memory is spent on bytes that are there, not on
/// bytes that a header promises.
/// </summary>
/// <param name="stream">A readable stream, seekable or not, read from its position on.</param>
/// <param name="file">The name of the stream in messages.</param>
internal sealed class WeightStream(Stream stream, string file)
{
    private const int FirstChunk = 1 << 16;

    /// <summary>Gets the name of the stream in messages.</summary>
    public string File { get; } = file;

    /// <summary>Opens a stream that a caller passed in.</summary>
    /// <exception cref="ArgumentNullException">One of the two is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be read.</exception>
    public static WeightStream Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanRead)
        {
            throw new ArgumentException("Expected a stream that can be read.", nameof(stream));
        }

        return new WeightStream(stream, name);
    }

    /// <summary>Reads exactly <paramref name="count"/> bytes.</summary>
    /// <param name="count">The number of bytes, not negative.</param>
    /// <param name="what">What they are, as the subject of a message.</param>
    /// <exception cref="WeightFileException">The stream ends before, or the bytes fit into no array.</exception>
    public byte[] Read(long count, string what)
    {
        long? rest = Rest();
        if (rest < count)
        {
            throw TooShort(count, what, rest.Value);
        }

        if (count > Array.MaxLength)
        {
            throw new WeightFileException(
                File, $"{what} takes {count} bytes; at most {Array.MaxLength} can be read.");
        }

        // Without a known length the buffer grows with what really arrives.
        byte[] bytes = new byte[rest is null ? Math.Min(count, FirstChunk) : count];
        int done = 0;
        while (true)
        {
            int read = stream.ReadAtLeast(bytes.AsSpan(done), bytes.Length - done, throwOnEndOfStream: false);
            done += read;
            if (done < bytes.Length)
            {
                throw TooShort(count, what, done);
            }

            if (done == count)
            {
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
        }
    }

    /// <summary>Reads the last <paramref name="count"/> bytes.</summary>
    /// <param name="count">The number of bytes, not negative.</param>
    /// <param name="what">What they are, as the subject of a message.</param>
    /// <exception cref="WeightFileException">The stream ends before or goes on after them.</exception>
    public byte[] ReadToEnd(long count, string what)
    {
        if (Rest() is long rest && rest > count)
        {
            throw new WeightFileException(
                File, $"{what} takes {count} bytes, but {rest} follow: {rest - count} belong to nothing.");
        }

        byte[] bytes = Read(count, what);
        if (stream.ReadByte() >= 0)
        {
            throw new WeightFileException(File, $"{what} takes {count} bytes, but more follow that belong to nothing.");
        }

        return bytes;
    }

    private long? Rest() => stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : null;

    private WeightFileException TooShort(long count, string what, long rest) =>
        new(File, $"{what} takes {count} bytes, but only {rest} follow: the file is cut off.");
}
