using System.IO;
using ConvGen.Benchmarks.Cli;
using ConvGen.Benchmarks.Layers;
using ConvGen.Benchmarks.Measuring;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

public sealed class CompareOptionsTests
{
    [Fact]
    public void ReadsEveryOption()
    {
        string file = Path.GetTempFileName();
        CompareOptions options = CompareOptions.Parse(
        [
            "--cases", file, "--rounds", "2", "--processes", "4", "--threads", "3", "--isa", "avx2", "--algorithm", "direct", "--seconds", "1.5",
            "--peers", "onnxruntime,onednn,copy", "--variants", "channels-first,arrays,threads-4", "--recorded", file, "--json", file + ".json", "--report", "somewhere",
        ]);
        File.Delete(file);

        Assert.Equal(file, options.CasesFile);
        Assert.Equal((2, 4, 3), (options.Rounds, options.Processes, options.Threads));
        Assert.Equal(InstructionSet.Avx2, options.Isa);
        Assert.Equal(Algorithm.Direct, options.Algorithm);
        Assert.Equal(1.5, options.Seconds);
        Assert.Equal(["onnxruntime", "onednn", "copy"], options.Peers);
        Assert.Equal([new LayerVariant("channels-first", Algorithm.Direct, Layout.ChannelsFirst, 3), new LayerVariant("arrays", Algorithm.Direct, Layout.ChannelsLast, 3) { BehindLine = 4 }, new LayerVariant("threads-4", Algorithm.Direct, Layout.ChannelsLast, 4)], options.Variants);
        Assert.Equal([file], options.RecordedFiles);
        Assert.Equal(file + ".json", options.JsonFile);
        Assert.Equal("somewhere", options.ReportDirectory);
    }

    [Theory]
    [InlineData("--frobnicate", "1", "'--frobnicate'")]
    [InlineData("--threads", "0", "not '0'")]
    [InlineData("--processes", "0", "not '0'")]
    [InlineData("--threads", "two", "not 'two'")]
    [InlineData("--isa", "avx3", "not 'avx3'")]
    [InlineData("--algorithm", "fft", "not 'fft'")]
    [InlineData("--seconds", "-1", "not '-1'")]
    [InlineData("--peers", "onednn,cudnn", "not 'cudnn'")]
    [InlineData("--variants", "indirect", "not 'indirect'")]
    [InlineData("--variants", "threads-0", "not '0'")]
    [InlineData("--recorded", "no/such/file.tsv", "'no/such/file.tsv'")]
    [InlineData("--cases", "no/such/file.tsv", "'no/such/file.tsv'")]
    [InlineData("--json", "no/such/directory/out.json", "'no/such/directory/out.json'")]
    public void NamesWhatItCannotUse(string option, string value, string expected)
    {
        UsageException exception = Assert.Throws<UsageException>(() => CompareOptions.Parse([option, value]));

        Assert.Contains(expected, exception.Message);
        Assert.Contains(option, exception.Message);
    }

    [Fact]
    public void NamesAnOptionWithoutItsValue()
    {
        UsageException exception = Assert.Throws<UsageException>(() => CompareOptions.Parse(["--threads", "1", "--json"]));

        Assert.Contains("--json", exception.Message);
    }
}
