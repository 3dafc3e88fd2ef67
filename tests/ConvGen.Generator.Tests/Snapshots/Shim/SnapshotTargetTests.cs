using System;
using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using VerifyTests;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots.Shim;

public sealed class SnapshotTargetTests
{
    [Fact]
    public void SourceIsNamedByItsHintAndKeptAsItIs()
    {
        GeneratorDriver driver = StubGenerator.Run(static context =>
        {
            context.AddSource("Space.Outer+Inner.g.cs", SourceText.From("class A;\r\n\r\n", Encoding.UTF8));
            context.AddSource("Layer`1.g.cs", "class B;");
        });

        IReadOnlyList<SnapshotTarget> targets = SnapshotTarget.From(driver, new VerifySettings());

        Assert.Equal(
            [
                new SnapshotTarget("cs", "//HintName: Layer`1.g.cs\nclass B;", "Layer`1.g"),
                new SnapshotTarget("cs", "//HintName: Space.Outer+Inner.g.cs\nclass A;\n\n", "Space.Outer+Inner.g"),
            ],
            targets);
        Assert.Equal(targets, SnapshotTarget.From(driver.GetRunResult(), new VerifySettings()));
    }

    [Fact]
    public void DiagnosticsComeFirstAndHaveNoName()
    {
        var descriptor = new DiagnosticDescriptor("X1", "Title", "Message", "Category", DiagnosticSeverity.Info, true);
        GeneratorDriver driver = StubGenerator.Run(context =>
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, Location.None));
            context.AddSource("A.g.cs", "");
        });

        IReadOnlyList<SnapshotTarget> targets = SnapshotTarget.From(driver, new VerifySettings());

        Assert.Equal(2, targets.Count);
        Assert.Equal(("txt", null), (targets[0].Extension, targets[0].Name));
        Assert.Equal(SnapshotTarget.From(new { driver.GetRunResult().Diagnostics }, new VerifySettings()), [targets[0]]);
    }

    [Fact]
    public void FilesCanBeLeftOut()
    {
        GeneratorDriver driver = StubGenerator.Run(static context =>
        {
            context.AddSource("A.g.cs", "");
            context.AddSource("B.g.cs", "");
            context.AddSource("C.g.cs", "");
        });
        var settings = new VerifySettings();
        settings.IgnoreGeneratedResult(static source => source.HintName == "A.g.cs");
        settings.IgnoreGeneratedResult(static source => source.HintName == "C.g.cs");

        SnapshotTarget target = Assert.Single(SnapshotTarget.From(driver, new VerifySettings(settings)));

        Assert.Equal("B.g", target.Name);
    }

    [Fact]
    public void GeneratorThatThrewFailsTheTest()
    {
        GeneratorDriver driver = StubGenerator.Run(static _ => throw new NotSupportedException("in the generator"));

        Assert.Throws<NotSupportedException>(() => SnapshotTarget.From(driver, new VerifySettings()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(42)]
    public void OtherTargetsAreRefused(object? target)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => SnapshotTarget.From(target, new VerifySettings()));

        Assert.Equal("target", failure.ParamName);
    }
}
