using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The static classes that kernels call and that depend on no layer: layers that call the same one share it. A name says
/// all that a text depends on, or ends with a hash of it, so that equal names are equal texts.
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
        if (!_texts.ContainsKey(name))
        {
            _texts.Add(name, Text(name, summary, members));
        }
    }

    /// <summary>Adds a class whose text depends on more than its name can say; equal texts are one class.</summary>
    /// <param name="start">The first part of its name, before a hash of its text.</param>
    /// <param name="end">The last part of its name.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="members">Writes its members.</param>
    /// <returns>Its name.</returns>
    public string AddHashed(string start, string end, string summary, Action<SourceWriter> members)
    {
        string text = Text(start, summary, members);
        string name = $"{start}_{Hash(text):x8}_{end}";
        Add(name, text.Replace(Declaration(start), Declaration(name)));
        return name;
    }

    private void Add(string name, string text)
    {
        if (!_texts.TryGetValue(name, out string known))
        {
            _texts.Add(name, text);
        }
        else if (known != text)
        {
            throw new InvalidOperationException($"Two texts of the shared class {name} have the same hash.");
        }
    }

    private static string Text(string name, string summary, Action<SourceWriter> members)
    {
        SourceWriter writer = KernelFile.Start(Namespace);
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(SurfaceEmitter.GeneratedCode);
        writer.Line("[SkipLocalsInit]");
        writer.Open(Declaration(name).TrimEnd());
        members(writer);
        writer.Close();
        return writer.ToString();
    }

    private static string Declaration(string name)
    {
        return $"internal static unsafe class {name}\n";
    }

    /// <summary>The hash of Fowler, Noll and Vo, which is the same in every process.</summary>
    private static uint Hash(string text)
    {
        uint hash = 2166136261;

        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash;
    }
}
