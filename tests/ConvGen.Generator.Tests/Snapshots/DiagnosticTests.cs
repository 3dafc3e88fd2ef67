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

    [Fact]
    public Task ParametersDisagree()
    {
        return Snapshot.VerifyDiagnosticsAsync(
            """
            using ConvGen;

            namespace Demo;

            [Conv("4x4", 5, 56, Input = "9x9", Bias = false,
                Parameters = 896,
                Output = "5x5")]
            public partial class Layer;
            """);
    }

    [Fact]
    public Task GroupsDoNotDivide()
    {
        return Snapshot.VerifyDiagnosticsAsync(
            """
            namespace Demo;

            [ConvGen.Conv("3x3", 32, 48, Groups = 32)]
            public partial class Depthwise;
            """);
    }

    [Fact]
    public Task EmptyOutput()
    {
        return Snapshot.VerifyDiagnosticsAsync(
            """
            namespace Demo;

            [ConvGen.Conv("5x5", 3, 16, Input = "32x4")]
            public partial class Layer;
            """);
    }

    [Fact]
    public Task DeadDepthTaps()
    {
        return Snapshot.VerifyDiagnosticsAsync(
            """
            namespace Demo;

            [ConvGen.Conv("3x3x3", 3, 16, Input = "1x64x64", Padding = "same")]
            public partial class Layer;
            """);
    }
}
