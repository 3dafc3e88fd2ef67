using System;
using System.IO;

namespace ConvGen.Package.Tests;

/// <summary>The readme's first example, read from the readme.</summary>
internal static class Readme
{
    /// <summary>The program and the line it is said to print.</summary>
    public static (string Program, string Prints) FirstKernel()
    {
        string text = File.ReadAllText(Path.Combine(PackedPackage.Root, "README.md")).ReplaceLineEndings("\n");
        string section = Between(text, "\n## The first kernel in a minute\n", "\n## ");
        string program = Between(section, "\n```csharp\n", "\n```\n");
        string prints = Between(section[(section.IndexOf(program, StringComparison.Ordinal) + program.Length)..], "prints `", "`");

        return (program, prints);
    }

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal);
        int to = from < 0 ? -1 : text.IndexOf(end, from + start.Length, StringComparison.Ordinal);

        return to < 0
            ? throw new InvalidDataException($"README.md has no text between '{start.Trim()}' and '{end.Trim()}'.")
            : text[(from + start.Length)..to];
    }
}
