using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using VerifyTests;
using VerifyXunit;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots.Shim;

/// <summary>What Verify is given by the running test: names and places.</summary>
public sealed class VerifierTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
    }

    [Fact]
    public async Task NameIsTypeMethodAndHint()
    {
        await Passes("VerifierTests.NameIsTypeMethodAndHint#A.g.verified.cs", static task => task);
    }

    [Theory]
    [InlineData("3x3", 1, false)]
    [InlineData("1:2", null, true)]
    public async Task ParametersStandInTheName(string kernel, int? groups, bool bias)
    {
        string kernelInName = kernel.Replace(':', '-');
        string name = $"VerifierTests.ParametersStandInTheName_kernel={kernelInName}_groups={groups?.ToString() ?? "null"}_bias={bias}";
        await Passes($"{name}#A.g.verified.cs", task => task.UseParameters(kernel, groups, bias));
    }

    [Fact]
    public async Task TypeAndMethodCanBeNamed()
    {
        await Passes("Other.Name#A.g.verified.cs", static task => task.UseTypeName("Other").UseMethodName("Name"));
    }

    [Fact]
    public async Task SamePrefixTwiceIsRefused()
    {
        await Passes("VerifierTests.SamePrefixTwiceIsRefused#A.g.verified.cs", static task => task);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Passes("VerifierTests.SamePrefixTwiceIsRefused#A.g.verified.cs", static task => task));
    }

    [Fact]
    public async Task SettingsCannotChangeOnceStarted()
    {
        SettingsTask task = Verifier.Verify(StubGenerator.Run(static _ => { })).UseDirectory(_directory.Path);
        await task;

        Assert.Throws<InvalidOperationException>(() => task.CurrentSettings);
    }

    [Fact]
    public async Task MoreParametersThanTheMethodHasAreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Verifier.Verify(StubGenerator.Run(static _ => { })).UseDirectory(_directory.Path).UseParameters(1));
    }

    public sealed class Nested : IDisposable
    {
        private readonly VerifierTests _outer = new();

        public void Dispose()
        {
            _outer.Dispose();
        }

        [Fact]
        public async Task NameHasTheOuterType()
        {
            await _outer.Passes("VerifierTests.Nested.NameHasTheOuterType#A.g.verified.cs", static task => task);
        }
    }

    // A passing verification proves the name: under any other one the file would be reported as new.
    private async Task Passes(string verifiedName, Func<SettingsTask, SettingsTask> configure)
    {
        GeneratorDriver driver = StubGenerator.Run(static context => context.AddSource("A.g.cs", "class A;"));
        _directory.Write(verifiedName, "//HintName: A.g.cs\nclass A;");

        VerifyResult result = await configure(Verifier.Verify(driver).UseDirectory(_directory.Path));

        Assert.Single(result.Files);
        Assert.Equal([verifiedName], _directory.Files);
    }
}
