using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ConvGen.Generator;
using ConvGen.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Benchmarks.Building;

/// <summary>A project in memory with so many annotated classes, a file each, and one file that has none.</summary>
internal sealed class KernelProject
{
    /// <summary>Layers as networks have them, taken in turn.</summary>
    private static readonly LayerSource[] Layers =
    [
        new("3x3", 64, 64) { Input = "56x56", Padding = "same", Activation = Activation.Relu },
        new("7x7", 3, 64) { Input = "224x224", Stride = "2", Padding = "3" },
        new("1x1", 256, 64) { Input = "56x56" },
        new("3x3", 128, 128) { Stride = "2", Padding = "same" },
        new("3x3", 96, 96) { Groups = 96, Padding = "same", Activation = Activation.HardSwish },
        new("3x3x3", 16, 32) { Input = "16x56x56", Padding = "same" },
        new("9", 32, 48) { Padding = "same", Activation = Activation.Gelu },
        new("5x5", 24, 40) { Padding = "same", Layout = Layout.ChannelsFirst },
        new("1x1", 512, 1000),
        new("3x3", 32, 32) { Groups = 4, Dilation = "2", Padding = "same" },
    ];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private readonly SyntaxTree _unrelated;
    private int _edits;

    /// <param name="classes">The annotated classes.</param>
    /// <param name="kinds">The different layers among them: classes of equal layers share kernels.</param>
    public KernelProject(int classes, int kinds)
    {
        Compilation = InMemoryCompiler.CreateCompilation([])
            .AddSyntaxTrees(Sources(classes, kinds).Select(static source => Parse(source.Text, source.Name)));
        _unrelated = Parse(Unrelated(0), "Other.cs");
        Compilation = Compilation.AddSyntaxTrees(_unrelated);
    }

    public CSharpCompilation Compilation { get; }

    /// <summary>The files with the annotated classes.</summary>
    /// <inheritdoc cref="KernelProject(int, int)" path="/param"/>
    public static IEnumerable<(string Name, string Text)> Sources(int classes, int kinds)
    {
        return Enumerable.Range(0, classes).Select(i => (
            string.Create(CultureInfo.InvariantCulture, $"Layer{i}.cs"),
            string.Create(CultureInfo.InvariantCulture, $"using ConvGen;\n\nnamespace Demo;\n\n{Layer(i % kinds).ToAttribute()}\npublic partial class Layer{i};\n")));
    }

    /// <summary>Makes a driver that has run nothing yet.</summary>
    public static GeneratorDriver CreateDriver()
    {
        return CSharpGeneratorDriver.Create([new ConvGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
    }

    /// <summary>The compilation after one more keystroke in the file without annotated classes.</summary>
    public CSharpCompilation EditElsewhere()
    {
        return Compilation.ReplaceSyntaxTree(_unrelated, Parse(Unrelated(++_edits), _unrelated.FilePath));
    }

    /// <summary>Compiles to an assembly and throws it away.</summary>
    /// <exception cref="CompilationFailedException">There are errors.</exception>
    public static void Emit(Compilation compilation)
    {
        using MemoryStream image = new();

        if (compilation.Emit(image).Diagnostics.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new CompilationFailedException(error.ToString());
        }
    }

    /// <summary>One of the layers above, from the second round on with more filters.</summary>
    private static LayerSource Layer(int kind)
    {
        LayerSource layer = Layers[kind % Layers.Length];
        int round = kind / Layers.Length;
        return layer.Groups == layer.InChannels && layer.Groups > 1
            ? layer with { InChannels = layer.InChannels + (16 * round), Filters = layer.Filters + (16 * round), Groups = layer.Groups + (16 * round) }
            : layer with { Filters = layer.Filters + (16 * round) };
    }

    private static string Unrelated(int edits)
    {
        return $"namespace Demo;\n\npublic class Other\n{{\n    public int Value => 1; // {new string('x', edits)}\n}}\n";
    }

    private static SyntaxTree Parse(string text, string path)
    {
        return CSharpSyntaxTree.ParseText(text, ParseOptions, path);
    }
}
