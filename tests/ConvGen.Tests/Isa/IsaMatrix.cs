using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using System.Xml.Linq;
using ConvGen.Runtime;
using ConvGen.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ConvGen.Tests.Isa;

/// <summary>
/// Runs every numeric test again in processes whose runtime denies the wider instruction sets, and where AVX-512 is missing in some where
/// software stands in for it. CONVGEN_TRX_DIR names a folder that keeps the children's results. They run last and load what this process
/// has compiled by then.
/// </summary>
[Trait("Category", "IsaMatrix")]
[Collection(AloneCollection.Name)]
public sealed class IsaMatrix(ITestOutputHelper report)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(25);

    private static readonly Lazy<string> StandIn = new(StandInFolder.Make);

    private static string Own => typeof(IsaMatrix).Assembly.Location;

    /// <summary>Gets the paths, and why one cannot be taken here.</summary>
    public static IEnumerable<object[]> Paths =>
        ((string[])[InstructionSet.Avx2, InstructionSet.Vector128Only, InstructionSet.Scalar]).Select(path =>
            InstructionSet.IsNarrower(path)
                ? new object[] { path }
                : [path, $"This process is on {InstructionSet.Current}, so {path} is covered already or not on this machine."]);

    /// <summary>Gets the two kinds of processors that AVX-512 has, this one left out.</summary>
    public static IEnumerable<object[]> Caches =>
        ((string[])["0", "1"]).Select(slow =>
            InstructionSet.Current != InstructionSet.Avx512
                ? [slow, $"This process is on {InstructionSet.Current}."]
                : slow == (Processor.HasSlowCache ? "1" : "0") ? [slow, "This processor is of that kind, so they are covered already."]
                : new object[] { slow });

    /// <summary>Gets the same for a machine without AVX-512, where software stands in for it.</summary>
    public static IEnumerable<object[]> StandIns =>
        ((string[])["1", "0"]).Select(slow =>
            InstructionSet.Current != InstructionSet.Avx2 || Avx512F.IsSupported
                ? [slow, $"Only AVX2 stands in for AVX-512, where that is missing; this process is on {InstructionSet.Current}."]
                : ProjectRoot.Path is null ? [slow, "The library's sources, which are compiled with the stand-in, are not here."]
                : new object[] { slow });

    [ReasonedTheory]
    [MemberData(nameof(Paths))]
    public void Every_numeric_test_passes_on(string path)
    {
        Dictionary<string, string> environment = new()
        {
            [Switch(path)] = "0",
            ["CONVGEN_EXPECT_ISA"] = path,
        };

        RunAgain(path, Own, "Isa=Every", environment, least: 100);
    }

    [ReasonedTheory]
    [MemberData(nameof(Caches))]
    public void Layers_with_two_kernels_pass_with_slow_cache(string slow)
    {
        RunAgain($"slow cache {slow}", Own, "Caches=Every", new() { ["CONVGEN_SLOW_CACHE"] = slow }, least: 8);
    }

    [ReasonedTheory]
    [MemberData(nameof(StandIns))]
    public void Kernels_of_AVX_512_pass_in_software(string slow)
    {
        Dictionary<string, string> environment = new()
        {
            ["CONVGEN_EXPECT_ISA"] = InstructionSet.Avx512,
            ["CONVGEN_SLOW_CACHE"] = slow,
            ["DOTNET_PreferredVectorBitWidth"] = "",
        };

        // Most layers have one kernel for both kinds of caches: all tests run for one kind, for the other those whose layers have two.
        bool runsAll = slow == "1";
        RunAgain(
            $"stand-in with slow cache {slow}",
            StandIn.Value,
            runsAll ? "Isa=Every" : "Caches=Every",
            environment,
            least: runsAll ? 100 : 8);
    }

    private void RunAgain(string path, string tests, string filter, Dictionary<string, string> environment, int least)
    {
        string folder = Environment.GetEnvironmentVariable("CONVGEN_TRX_DIR") is { Length: > 0 } kept
            ? Directory.CreateDirectory(kept).FullName
            : Directory.CreateTempSubdirectory("convgen-trx-").FullName;
        string file = $"isa-{path.ToLowerInvariant().Replace(' ', '-')}.trx";

        (int exitCode, string output) = ChildProcess.Run(
            [
                "vstest",
                tests,
                $"--TestCaseFilter:{filter}",
                $"--logger:trx;LogFileName={file}",
                $"--ResultsDirectory:{folder}",
            ],
            environment,
            Timeout);

        string results = Path.Combine(folder, file);
        Assert.True(File.Exists(results), $"The child on {path} wrote no results, exit code {exitCode}:\n{Tail(output)}");
        (int passed, int skipped, List<string> failed) = Read(results);
        report.WriteLine($"{path}: {passed} passed, {failed.Count} failed, {skipped} skipped");

        Assert.True(failed.Count == 0, $"{failed.Count} tests failed on {path}:\n{string.Join('\n', failed)}");
        Assert.True(passed > least, $"Only {passed} tests ran on {path}:\n{Tail(output)}");
        Assert.Equal(0, exitCode);
    }

    // .NET 10's switches; each takes what is wider with it.
    private static string Switch(string path)
    {
        return path switch
        {
            InstructionSet.Avx2 => "DOTNET_EnableAVX512",
            InstructionSet.Vector128Only => "DOTNET_EnableAVX2",
            _ => "DOTNET_EnableHWIntrinsic",
        };
    }

    private static (int Passed, int Skipped, List<string> Failed) Read(string path)
    {
        XElement[] results = [.. XDocument.Load(path).Descendants(Trx + "UnitTestResult")];
        XElement[] failed = [.. results.Where(result => Outcome(result) is not ("Passed" or "NotExecuted"))];

        return (
            results.Count(result => Outcome(result) == "Passed"),
            results.Count(result => Outcome(result) == "NotExecuted"),
            [.. failed.Select(result => $"{(string?)result.Attribute("testName")}: {Message(result)}")]);
    }

    private static string? Outcome(XElement result)
    {
        return (string?)result.Attribute("outcome");
    }

    private static string Message(XElement result)
    {
        string text = result.Descendants(Trx + "Message").FirstOrDefault()?.Value ?? "";
        return text[..Math.Min(text.Length, 400)];
    }

    private static string Tail(string text)
    {
        return text[Math.Max(0, text.Length - 3000)..];
    }
}
