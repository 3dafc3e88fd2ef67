using System;
using System.IO;

namespace ConvGen.Tests.Support;

/// <summary>Finds the folders that tests read.</summary>
public static class ProjectRoot
{
    /// <summary>Gets the folder of the solution; null where the tests run away from it.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Gets the folder of the field's cases: CONVGEN_CASES, else ../shared/cases beside the project.</summary>
    public static string? Cases =>
        Environment.GetEnvironmentVariable("CONVGEN_CASES") is { Length: > 0 } folder
            ? folder
            : Path is null ? null : System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, "..", "shared", "cases"));

    private static string? Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "ConvGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
