using System;
using ConvGen.Benchmarks.Cli;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

public sealed class CommandOptionsTests
{
    [Fact]
    public void GeneratorReadsEveryOption()
    {
        GeneratorOptions options = GeneratorOptions.Parse(["--kernels", "2,30", "--runs", "4", "--builds", "5"]);

        Assert.Equal([2, 30], options.Kernels);
        Assert.Equal(4, options.Runs);
        Assert.Equal(5, options.Builds);
        Assert.Equal([1, 10, 100], GeneratorOptions.Parse([]).Kernels);
        Assert.Equal(0, GeneratorOptions.Parse([]).Builds);
    }

    [Fact]
    public void StartupReadsEveryOption()
    {
        StartupOptions options = StartupOptions.Parse(["--runs", "2", "--threads", "3"]);

        Assert.Equal(2, options.Runs);
        Assert.Equal(3, options.Threads);
        Assert.Equal(Environment.ProcessorCount, StartupOptions.Parse([]).Threads);
    }

    [Theory]
    [InlineData("--frobnicate", "1")]
    [InlineData("--kernels", "1,,2")]
    [InlineData("--kernels", "0")]
    [InlineData("--runs", "few")]
    [InlineData("--runs")]
    public void GeneratorNamesWhatItCannotUse(params string[] words)
    {
        UsageException exception = Assert.Throws<UsageException>(() => GeneratorOptions.Parse(words));

        Assert.Contains(words[0], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kernels", "1")]
    [InlineData("--threads", "0")]
    [InlineData("--runs", "-1")]
    public void StartupNamesWhatItCannotUse(string option, string value)
    {
        UsageException exception = Assert.Throws<UsageException>(() => StartupOptions.Parse([option, value]));

        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }
}
