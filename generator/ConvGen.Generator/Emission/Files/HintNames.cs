using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The names of the generated files. The compiler wants them to differ in more than case, for they may become files
/// on disk; C# lets classes differ in case alone.
/// </summary>
internal static class HintNames
{
    /// <summary>Those of the classes' metadata names that differ from another one only in case; mostly none.</summary>
    public static EquatableArray<string> Alike(ImmutableArray<string> metadataNames)
    {
        return new EquatableArray<string>(metadataNames
            .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .Where(static group => group.Count() > 1)
            .SelectMany(static group => group)
            .OrderBy(static name => name, StringComparer.Ordinal));
    }

    /// <summary>
    /// The name of a file: <c>Demo.Layer.g.cs</c>. Where classes are alike, the first of them in ordinal order is
    /// named so and the others are numbered: <c>Demo.layer-2.g.cs</c>.
    /// </summary>
    public static string Of(EmittedFile file, EquatableArray<string> alike)
    {
        int before = alike.Count(name =>
            string.Equals(name, file.MetadataName, StringComparison.OrdinalIgnoreCase)
            && string.CompareOrdinal(name, file.MetadataName) < 0);
        string number = before == 0 ? string.Empty : "-" + (before + 1).ToString(CultureInfo.InvariantCulture);

        return file.MetadataName + number + file.Suffix;
    }
}
