using System;
using System.Linq;
using System.Text;
using VerifyTests;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots.Shim;

public sealed class SnapshotComparisonTests : IDisposable
{
    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
    }

    [Fact]
    public void NewFileFailsAndIsReceivedWithBomAndNothingAdded()
    {
        Assert.Throws<VerifyException>(() => Run(Source("A.g", "//HintName: A.g.cs\nclass A;\n")));

        Assert.Equal(["T.M#A.g.received.cs"], _directory.Files);
        Assert.Equal(
            [.. Bom, .. Encoding.UTF8.GetBytes("//HintName: A.g.cs\nclass A;\n")],
            _directory.Bytes("T.M#A.g.received.cs"));
    }

    [Fact]
    public void EmptyVerifiedFileCountsAsNew()
    {
        System.IO.File.WriteAllBytes(System.IO.Path.Combine(_directory.Path, "T.M#A.verified.cs"), []);

        VerifyException failure = Assert.Throws<VerifyException>(() => Run(Source("A", "a")));

        Assert.Contains("New:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EqualFilesPassAndLeaveNothingReceived()
    {
        _directory.Write("T.M#A.verified.cs", "a");
        _directory.Write("T.M.verified.txt", "{}");

        VerifyResult result = Run(new SnapshotTarget("txt", "{}", null), Source("A", "a"));

        Assert.Equal(2, result.Files.Count);
        Assert.Equal(["T.M#A.verified.cs", "T.M.verified.txt"], _directory.Files);
    }

    [Theory]
    [InlineData("a\n")]
    [InlineData("A")]
    [InlineData("a ")]
    [InlineData("\u00E4")]
    public void AnyOtherTextIsNotEqual(string verified)
    {
        _directory.Write("T.M#A.verified.cs", verified);

        VerifyException failure = Assert.Throws<VerifyException>(() => Run(Source("A", "a")));

        Assert.Contains("NotEqual:", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["T.M#A.received.cs", "T.M#A.verified.cs"], _directory.Files);
    }

    [Fact]
    public void VerifiedFileThatIsNoLongerProducedFails()
    {
        _directory.Write("T.M#A.verified.cs", "a");
        _directory.Write("T.M#Gone.verified.cs", "gone");

        VerifyException failure = Assert.Throws<VerifyException>(() => Run(Source("A", "a")));

        Assert.Equal(
            $"Directory: {_directory.Path}\n"
                + "Delete:\n"
                + "  - T.M#Gone.verified.cs\n"
                + "Equal:\n"
                + "  - Received: T.M#A.received.cs\n"
                + "    Verified: T.M#A.verified.cs\n",
            failure.Message);
        Assert.Contains("T.M#Gone.verified.cs", _directory.Files);
    }

    [Fact]
    public void OldReceivedFilesAreDeletedFirstButNotThoseOfOthers()
    {
        _directory.Write("T.M#A.verified.cs", "a");
        _directory.Write("T.M#A.received.cs", "old");
        _directory.Write("T.M#B.received.cs", "old");
        _directory.Write("T.M.received.txt", "old");
        _directory.Write("T.M2#A.received.cs", "of another test");
        _directory.Write("T.M_x=1.verified.txt", "of another test");

        Run(Source("A", "a"));

        Assert.Equal(["T.M#A.verified.cs", "T.M2#A.received.cs", "T.M_x=1.verified.txt"], _directory.Files);
    }

    [Fact]
    public void FailureTextListsTheFilesThenTheirContent()
    {
        _directory.Write("T.M#Changed.verified.cs", "before");
        _directory.Write("T.M#Same.verified.cs", "same");
        _directory.Write("T.M#Gone.verified.cs", "gone");

        VerifyException failure = Assert.Throws<VerifyException>(
            () => Run(Source("Changed", "after"), Source("New", "new"), Source("Same", "same")));

        Assert.Equal(
            $"""
            Directory: {_directory.Path}
            New:
              - Received: T.M#New.received.cs
                Verified: T.M#New.verified.cs
            NotEqual:
              - Received: T.M#Changed.received.cs
                Verified: T.M#Changed.verified.cs
            Delete:
              - T.M#Gone.verified.cs
            Equal:
              - Received: T.M#Same.received.cs
                Verified: T.M#Same.verified.cs

            FileContent:

            New:

            Received: T.M#New.received.cs
            new

            NotEqual:

            Received: T.M#Changed.received.cs
            after
            Verified: T.M#Changed.verified.cs
            before


            """,
            failure.Message);
    }

    [Fact]
    public void AcceptingReplacesWritesAndDeletes()
    {
        _directory.Write("T.M#Changed.verified.cs", "before");
        _directory.Write("T.M#Gone.verified.cs", "gone");
        SnapshotTarget[] targets = [Source("Changed", "after"), Source("New", "new")];

        new SnapshotComparison(_directory.Path, "T.M", acceptsChanges: true).Run(targets);

        Assert.Equal(["T.M#Changed.verified.cs", "T.M#New.verified.cs"], _directory.Files);
        Assert.Equal([.. Bom, .. "after"u8], _directory.Bytes("T.M#Changed.verified.cs"));
        Assert.Equal(2, Run(targets).Files.Count);
    }

    private VerifyResult Run(params SnapshotTarget[] targets)
    {
        return new SnapshotComparison(_directory.Path, "T.M", acceptsChanges: false).Run(targets);
    }

    private static SnapshotTarget Source(string name, string text)
    {
        return new SnapshotTarget("cs", text, name);
    }
}
