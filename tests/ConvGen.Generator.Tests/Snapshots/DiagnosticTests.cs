using System.Threading.Tasks;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots;

/// <summary>What a user sees of a mistake: where it is underlined and what is said.</summary>
public sealed class DiagnosticTests
{
    [Fact]
    public Task NotPartial()
    {
        return Snapshot.VerifyDiagnosticsAsync(
            """
            namespace Demo;

            [ConvGen.Conv("3x3", 3, 16)]
            public class Stem;
            """);
    }

    [Fact]
    public Task MalformedExtents()
    {
        return Snapshot.VerifyDiagnosticsAsync(
            """
            namespace Demo;

            [ConvGen.Conv("3by3", 0, 16, Stride = "-1")]
            public partial class Stem;
            """);
    }

    [Fact]
    public Task RanksDiffer()
    {
        return Snapshot.VerifyDiagnosticsAsync(
            """
            namespace Demo;

            [ConvGen.Conv("3x3x3", 3, 16, Input = "224x224")]
            public partial class Stem;
            """);
    }
}
