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

    private readonly Dictionary<string, SharedClass> _classes = [];

    /// <summary>All classes that were added.</summary>
    public IEnumerable<SharedClass> All => _classes.Values;

    /// <summary>Adds a class unless it is there.</summary>
    /// <param name="name">The name of the class, which says all that its text depends on.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="members">Writes its members, for one of all the layers that add the class.</param>
    public void Add(string name, string summary, ISharedMembers members)
    {
        if (!_classes.ContainsKey(name))
        {
            _classes.Add(name, new SharedClass(Kind(name), name, summary, members));
        }
    }

    /// <summary>Adds a class whose text depends on more than its name can say; equal texts are one class.</summary>
    /// <param name="start">The first part of its name, before a hash of its text.</param>
    /// <param name="end">The last part of its name.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="members">Writes its members.</param>
    /// <param name="parameters">Its type parameters and what they have to be; empty where it has none.</param>
    /// <returns>Its name.</returns>
    public string AddHashed(string start, string end, string summary, Action<SourceWriter> members, string parameters = "")
    {
        string text = Text(start, summary, members, parameters);
        string name = $"{start}_{Hash(text):x8}_{end}";
        Add(name, text.Replace(Declaration(start, parameters), Declaration(name, parameters)));
        return name;
    }

    /// <summary>Adds a type that stands for a number of floats where it is an argument of a generic class: the JIT then knows the number.</summary>
    /// <returns>Its name, such as <c>Floats96</c>.</returns>
    public string AddFloats(int count)
    {
        string name = $"Floats{count}";

        if (!_classes.ContainsKey(name))
        {
            SourceWriter writer = new();
            writer.Line($"/// <summary>{count} floats, a number that the JIT knows where this type is an argument.</summary>");
            writer.Line(SurfaceEmitter.GeneratedCode);
            writer.Open($"internal readonly struct {name} : IFloats");
            writer.Line($"public static int Count => {count};");
            writer.Close();
            _classes.Add(name, new SharedClass("Floats", name, writer.ToString()));
        }

        return name;
    }

    private void Add(string name, string text)
    {
        SharedClass shared = new(Kind(name), name, text);

        if (!_classes.TryGetValue(name, out SharedClass known))
        {
            _classes.Add(name, shared);
        }
        else if (!known.Equals(shared))
        {
            throw new InvalidOperationException($"Two texts of the shared class {name} have the same hash.");
        }
    }

    /// <summary>Writes a class.</summary>
    public static string Text(string name, string summary, Action<SourceWriter> members, string parameters = "")
    {
        SourceWriter writer = new();
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(SurfaceEmitter.GeneratedCode);
        writer.Line("[SkipLocalsInit]");
        writer.Open(Declaration(name, parameters).TrimEnd());
        members(writer);
        writer.Close();
        return writer.ToString();
    }

    /// <summary>What classes that stand in one file have in common: what they do and the size of their tile, such as <c>DirectTiles14x2</c>.</summary>
    private static string Kind(string name)
    {
        return name.Split('_')[0];
    }

    private static string Declaration(string name, string parameters)
    {
        return $"internal static unsafe class {name}{parameters}\n";
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
