using System;
using System.IO;
using ConvGen.Testing;
using ConvGen.Tests.Support;

namespace ConvGen.Tests.Isa;

/// <summary>A copy of these tests beside their own folder in which software stands in for AVX-512.</summary>
internal static class StandInFolder
{
    /// <summary>Makes the copy anew and gives its test assembly, which <c>dotnet vstest</c> runs.</summary>
    /// <exception cref="InvalidOperationException">The tests run away from the library's sources.</exception>
    public static string Make()
    {
        string root = ProjectRoot.Path ?? throw new InvalidOperationException("The library's sources are not here.");
        string folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "stand-in"));
        StandInLibrary.CopyTests(Path.Combine(root, "src", "ConvGen"), AppContext.BaseDirectory, folder);
        return Path.Combine(folder, Path.GetFileName(typeof(StandInFolder).Assembly.Location));
    }
}
