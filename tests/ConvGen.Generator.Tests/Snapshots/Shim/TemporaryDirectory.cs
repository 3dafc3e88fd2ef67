using System;
using System.IO;
using System.Linq;
using System.Text;

namespace ConvGen.Generator.Tests.Snapshots.Shim;

/// <summary>A directory of its own for a test that writes snapshots.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("convgen-snapshots-").FullName;

    public string[] Files => [.. Directory.GetFiles(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];

    /// <summary>Writes a file as Verify does: UTF-8 with a byte order mark.</summary>
    public void Write(string name, string text)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
    }

    public byte[] Bytes(string name)
    {
        return File.ReadAllBytes(System.IO.Path.Combine(Path, name));
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
