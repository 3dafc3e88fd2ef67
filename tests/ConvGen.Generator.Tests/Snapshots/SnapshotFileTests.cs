using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots;

/// <summary>The verified files themselves: as Verify writes them, whatever an editor or git did, and none left behind.</summary>
public sealed class SnapshotFileTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(SourceDirectory(), "*.verified.*").Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void BeginsWithBomAndHasNoCarriageReturn(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(SourceDirectory(), name));

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    // A renamed test leaves its old files behind, and no test would ever look at them again.
    [Theory]
    [MemberData(nameof(Names))]
    public void BelongsToATest(string name)
    {
        string[] typeAndMethod = name.Split('#')[0].Split('.');
        Type? type = typeof(SnapshotFileTests).Assembly.GetType($"{typeof(SnapshotFileTests).Namespace}.{typeAndMethod[0]}");

        Assert.NotNull(type?.GetMethod(typeAndMethod[1].Split('_')[0])?.GetCustomAttribute<FactAttribute>());
    }

    private static string SourceDirectory([CallerFilePath] string sourceFile = "")
    {
        return Path.GetDirectoryName(sourceFile)!;
    }
}
