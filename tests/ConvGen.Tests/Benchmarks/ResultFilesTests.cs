using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ConvGen.Benchmarks.Cases;
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
        PeakGflops = 120,
        MaxErrorOverRms = 1e-7,
        Peers = new Dictionary<string, double> { ["onednn"] = 1 },
    };

    private static readonly LayerResult Failed = new() { Name = "b", Isa = "avx512", Threads = 2, Failure = "why" };

    private static readonly Dictionary<string, double> NoPeers = [];

    private static readonly Dictionary<string, double> Record = new() { ["onednn-3.8"] = 0.00123 };

    private static readonly ConvCase Layer = new()
    {
        Name = "layer",
        Groups = 1,
        InChannels = 1,
        Filters = 1,
        Input = [4],
        Kernel = [3],
        Stride = [1],
        Dilation = [1],
        PadBegin = [1],
        PadEnd = [1],
    };

    [Fact]
    public void WritesJson()
    {
        using MemoryStream stream = new();
        JsonResults.Write(stream, [Good, Failed]);

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

    /// <summary>What a process leaves to the one that started it, which knows the layers and what is recorded of them.</summary>
    [Fact]
    public void ReadsWhatItWrote()
    {
        LayerResult[] written = [Good with { Note = "onnxruntime refused" }, Failed];
        LayerResult[] unmeasured = [.. written.Select(static result => new LayerResult { Name = result.Name, Isa = result.Isa, Threads = result.Threads, Recorded = Record })];
        using MemoryStream stream = new();
        JsonResults.Write(stream, written);
        stream.Position = 0;

        LayerResult[] read = JsonResults.Read(stream, unmeasured);

        Assert.Equal(written[0].Peers, read[0].Peers);
        Assert.Equal(written.Select(static result => result with { Peers = NoPeers, Recorded = Record }), read.Select(static result => result with { Peers = NoPeers }));
        Assert.Throws<JsonException>(() => JsonResults.Read(new MemoryStream(stream.ToArray()), [Good]));
    }

    /// <summary>The library that is faster is the one to beat; the layer run otherwise is no peer.</summary>
    [Fact]
    public void TheBetterPeerIsTheFasterLibrary()
    {
        LayerResult result = Good with { Peers = new Dictionary<string, double> { ["onnxruntime"] = 0.6, ["onednn"] = 0.4, ["direct"] = 0.1 } };

        Assert.Equal(0.8, BarFigure.BetterPeer.Of(result), 12);
        Assert.Equal(2, BarFigure.BetterPeer.Of(Good), 12);
        Assert.True(double.IsNaN(BarFigure.BetterPeer.Of(Failed)));
    }

    /// <summary>Layers that are behind in each process come before those that one was unlucky with; others are not named.</summary>
    [Fact]
    public void ProcessesAreSetSideBySide()
    {
        LayerResult[] layers = [.. new[] { "ahead", "unlucky", "behind" }.Select(static name => Good with { Name = name, Case = Layer })];
        using StringWriter text = new();

        new ConsoleProcesses(text, LayerBars.BesidePeers).Write([Times(layers, 1, 1, 0.3), Times(layers, 1, 0.4, 0.35)]);

        string[] lines = text.ToString().Split('\n', System.StringSplitOptions.RemoveEmptyEntries | System.StringSplitOptions.TrimEntries);
        Assert.Equal("every layer beside the better peer, bar 0.95: layers below it in each of 2 processes 1, in any 2", lines[0]);
        Assert.Equal(["behind", "0.60", "0.70"], lines[1].Split(' ', System.StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["unlucky", "2.00", "0.80"], lines[2].Split(' ', System.StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(3, lines.Length);
    }

    /// <summary>Every peer and variant that can be asked for has a bar, and a colour of its own.</summary>
    [Fact]
    public void TheChartDrawsAllThatCanBeCompared()
    {
        string[] names = ["onnxruntime", "onednn", "copy", "direct", "channels-first", "arrays", "threads-2"];
        LayerResult result = Good with { Peers = names.ToDictionary(static name => name, static _ => 1.0) };
        RunFacts facts = new("machine", "avx512", 1, [.. names.Select(static name => (name, string.Empty))]);

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

    /// <summary>The layers with these milliseconds of a peer.</summary>
    private static LayerResult[] Times(LayerResult[] layers, params double[] milliseconds)
    {
        return [.. layers.Zip(milliseconds, static (layer, time) => layer with { Peers = new Dictionary<string, double> { ["onednn"] = time } })];
    }
}
