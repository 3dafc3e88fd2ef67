using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using ConvGen.Testing.StandIn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace ConvGen.Testing;

/// <summary>
/// ConvGen compiled together with <see cref="Avx512F"/>, which takes the place of the runtime's type, so that a machine without AVX-512
/// runs the kernels for it. Tests that find this ConvGen.dll in their folder in place of the other one run on it.
/// </summary>
public static class StandInLibrary
{
    /// <summary>The runtime's namespace of <see cref="Avx512F"/>.</summary>
    internal const string Namespace = "System.Runtime.Intrinsics.X86";

    private static readonly CSharpParseOptions ParseOptions = new(
        LanguageVersion.Latest, DocumentationMode.None, preprocessorSymbols: ["STAND_IN"]);

    /// <summary>Gets a value indicating whether this process runs on it.</summary>
    public static bool IsLoaded { get; } = Loaded.GetType($"{Namespace}.{nameof(Avx512F)}") is not null;

    /// <summary>Gets the file of ConvGen without the stand-in, which layers are compiled against in any case.</summary>
    internal static string Original { get; } = IsLoaded ? Beside(Loaded.Location) : Loaded.Location;

    /// <summary>Gets the identity of what was compiled into that file.</summary>
    internal static Guid OriginalVersion { get; } = Version(Original);

    internal static string Name => Loaded.GetName().Name!;

    private static Assembly Loaded => typeof(ConvAttribute).Assembly;

    /// <summary>Copies a folder of tests and puts this library in the place of the other, which is kept beside it.</summary>
    /// <param name="sources">The folder of the library's sources.</param>
    /// <param name="from">The folder with the tests' assembly and all it needs.</param>
    /// <param name="to">The copy; what it had before is gone.</param>
    /// <exception cref="CompilationFailedException">The library does not compile with the stand-in, which lacks a member, perhaps.</exception>
    public static void CopyTests(string sources, string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string library = Path.Combine(to, Path.GetFileName(Loaded.Location));
        File.Move(library, Beside(library));
        using FileStream image = File.Create(library);
        EmitResult result = Compilation(sources).Emit(image);

        if (!result.Success)
        {
            IEnumerable<Diagnostic> errors = result.Diagnostics.Where(static found => found.Severity == DiagnosticSeverity.Error);
            throw new CompilationFailedException(string.Join('\n', errors.Take(30)));
        }
    }

    private static CSharpCompilation Compilation(string sources)
    {
        string built = Path.Combine(sources, "obj") + Path.DirectorySeparatorChar;
        IEnumerable<string> texts = Directory.GetFiles(sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(built, StringComparison.Ordinal))
            .Select(File.ReadAllText);

        return CSharpCompilation.Create(
            Name,
            texts.Append(Identity()).Append(Avx512()).Select(static text => CSharpSyntaxTree.ParseText(text, ParseOptions)),
            InMemoryCompiler.PlatformReferences,
            InMemoryCompiler.Options);
    }

    /// <summary>What the assembly says of itself: as the other, which the tests were compiled against.</summary>
    private static string Identity()
    {
        IEnumerable<string> friends = Loaded.GetCustomAttributes<InternalsVisibleToAttribute>()
            .Select(static friend => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend.AssemblyName}\")]\n");
        return $"{string.Concat(friends)}[assembly: System.Reflection.AssemblyVersion(\"{Loaded.GetName().Version}\")]\n";
    }

    private static string Avx512()
    {
        using StreamReader text = new(typeof(Avx512F).Assembly.GetManifestResourceStream("Avx512F.cs")!);
        return text.ReadToEnd();
    }

    private static Guid Version(string file)
    {
        using PEReader image = new(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static string Beside(string library)
    {
        return Path.ChangeExtension(library, ".original.dll");
    }
}
