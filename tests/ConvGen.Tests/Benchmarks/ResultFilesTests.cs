using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ConvGen.Benchmarks.Reporting;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

public sealed class ResultFilesTests
{
    private static readonly LayerResult Good = new()
    {
        Name = "a",
        Algorithm = "direct",
        Tile = "14x2",
        Isa = "avx512",
        Threads = 2,
        Milliseconds = 0.5,
        Gflops = 60,
        MaxErrorOverRms = 1e-7,
        Peers = new Dictionary<string, double> { ["onednn"] = 1 },
    };

    private static readonly LayerResult Failed = new() { Name = "b", Isa = "avx512", Threads = 2, Failure = "why" };

    [Fact]
    public void WritesJson()
    {
        using MemoryStream stream = new();
        JsonResults.Write(stream, [Good, Failed], peakGflops: 120);

        using JsonDocument json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        JsonElement good = json.RootElement[0];
        JsonElement failed = json.RootElement[1];
        Assert.Equal("a", good.GetProperty("name").GetString());
        Assert.Equal("direct", good.GetProperty("algorithm").GetString());
        Assert.Equal("14x2", good.GetProperty("tile").GetString());
        Assert.Equal("avx512", good.GetProperty("isa").GetString());
        Assert.Equal(2, good.GetProperty("threads").GetInt32());
        Assert.Equal(0.5, good.GetProperty("ms").GetDouble());
        Assert.Equal(60, good.GetProperty("gflops").GetDouble());
        Assert.Equal(0.5, good.GetProperty("fractionOfPeak").GetDouble());
        Assert.Equal(1e-7, good.GetProperty("maxErrorOverRms").GetDouble());
        Assert.Equal(1, good.GetProperty("peers").GetProperty("onednn").GetDouble());
        Assert.False(good.TryGetProperty("failure", out _));
        Assert.Equal(JsonValueKind.Null, failed.GetProperty("ms").ValueKind);
        Assert.Equal("why", failed.GetProperty("failure").GetString());
    }

    /// <summary>Every peer and variant that can be asked for has a bar, and a colour of its own.</summary>
    [Fact]
    public void TheChartDrawsAllThatCanBeCompared()
    {
        string[] names = ["onnxruntime", "onednn", "copy", "direct", "channels-first", "threads-2"];
        LayerResult result = Good with { Peers = names.ToDictionary(static name => name, static _ => 1.0) };
        RunFacts facts = new("machine", "avx512", 1, 120, [.. names.Select(static name => (name, string.Empty))]);

        XElement svg = XElement.Parse(BarChart.Create(facts, [result]));
        string?[] colors = [.. svg.Elements().Where(static e => e.Name.LocalName == "rect").Select(static e => e.Attribute("fill")?.Value).Where(static c => c != "white")];

        Assert.Equal(2 * (names.Length + 1), colors.Length);
        Assert.Equal(names.Length + 1, colors.Distinct().Count());
    }

    [Fact]
    public void MeansAreGeometricAndLeaveOutWhatIsMissing()
    {
        Assert.Equal(2, Geometric.Mean([1, 4, double.NaN, double.PositiveInfinity]), 12);
        Assert.True(double.IsNaN(Geometric.Mean([])));
        Assert.Equal(2, Good.SpeedupOver("onednn"));
        Assert.True(double.IsNaN(Good.SpeedupOver("onnxruntime")));
    }
}
