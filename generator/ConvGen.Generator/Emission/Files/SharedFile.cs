using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Emission;

/// <summary>
/// A source file with classes of one kind that layers share. Each in a file of its own would be many: at every edit of a project the
/// compiler compares the names of all generated files with each other.
/// </summary>
/// <param name="Name">Its name, without namespace and suffix.</param>
/// <param name="Classes">Its classes.</param>
internal sealed record SharedFile(string Name, EquatableArray<SharedClass> Classes)
{
    /// <summary>The name of the file for the compiler.</summary>
    public string HintName => $"{SharedClasses.Namespace}.{Name}.g.cs";

    /// <summary>The files of classes, each of which may be given several times; files and their classes by their names.</summary>
    public static IEnumerable<SharedFile> Of(IEnumerable<SharedClass> classes)
    {
        return classes
            .Distinct()
            .OrderBy(static shared => shared.Name, StringComparer.Ordinal)
            .GroupBy(static shared => shared.File)
            .OrderBy(static file => file.Key, StringComparer.Ordinal)
            .Select(static file => new SharedFile(file.Key, new EquatableArray<SharedClass>(file)));
    }

    /// <summary>Writes the file.</summary>
    public string Text()
    {
        string start = KernelFile.Start(SharedClasses.Namespace).ToString();
        return start + string.Join("\n", Classes.Select(static shared => shared.Text));
    }
}
