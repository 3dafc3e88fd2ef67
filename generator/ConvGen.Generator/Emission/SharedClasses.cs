using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The static classes that kernels call and that depend on no layer: layers that call the same one share it. A name says
/// all that a text depends on, so that equal names are equal texts.
/// </summary>
internal sealed class SharedClasses
{
    /// <summary>Where they lie. The namespaces of the layers' kernels are in it.</summary>
    public const string Namespace = "ConvGen.Generated";

    private readonly Dictionary<string, string> _texts = [];

    /// <summary>The files of all classes that were added.</summary>
    public IEnumerable<EmittedFile> Files => _texts.Select(static text => new EmittedFile($"{Namespace}.{text.Key}", ".g.cs", text.Value));

    /// <summary>Adds a class unless it is there.</summary>
    /// <param name="name">The name of the class.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="members">Writes its members.</param>
    public void Add(string name, string summary, Action<SourceWriter> members)
    {
        if (_texts.ContainsKey(name))
        {
            return;
        }

        SourceWriter writer = KernelFile.Start(Namespace);
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(SurfaceEmitter.GeneratedCode);
        writer.Line("[SkipLocalsInit]");
        writer.Open($"internal static unsafe class {name}");
        members(writer);
        writer.Close();
        _texts.Add(name, writer.ToString());
    }
}
