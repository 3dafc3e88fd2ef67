using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generator.Tests.Snapshots.Shim;

/// <summary>A generator that adds what a test tells it to.</summary>
internal sealed class StubGenerator(Action<SourceProductionContext> produce) : IIncrementalGenerator
{
    public static GeneratorDriver Run(Action<SourceProductionContext> produce)
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Stub");
        return CSharpGeneratorDriver.Create(new StubGenerator(produce)).RunGenerators(compilation);
    }

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterSourceOutput(context.CompilationProvider, (production, _) => produce(production));
    }
}
