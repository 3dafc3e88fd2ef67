using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using ConvGen.Generator;

namespace ConvGen.Testing;

/// <summary>
/// Keeps compiled assemblies on disk for the life of a test run, so that child processes on other instruction sets
/// run the very same code without compiling it again.
/// </summary>
public static class CompilationCache
{
    private const string Variable = "CONVGEN_COMPILED_DIR";

    /// <summary>Gets the folder; a child process is given it by the environment variable CONVGEN_COMPILED_DIR.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable(Variable) ?? MakeFolder();

    /// <summary>Loads the assembly compiled from <paramref name="sources"/>, compiling it if nobody has yet.</summary>
    /// <exception cref="CompilationFailedException">The text does not compile.</exception>
    public static Assembly Load(params IReadOnlyList<string> sources)
    {
        string path = Path.Combine(Folder, Key(sources) + ".dll");

        if (!File.Exists(path))
        {
            // Written aside and moved, so that no process reads half a file.
            string aside = path + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(aside, InMemoryCompiler.Compile(sources).Image);
            File.Move(aside, path, overwrite: true);
        }

        // A context that is not collectible: collectible code is compiled differently.
        AssemblyLoadContext context = new(name: null);
        return StandInLibrary.IsLoaded
            ? context.LoadFromStream(new MemoryStream(StandInImage.Redirect(File.ReadAllBytes(path))))
            : context.LoadFromAssemblyPath(path);
    }

    private static string Key(IReadOnlyList<string> sources)
    {
        Guid generator = typeof(ConvGenerator).Module.ModuleVersionId;
        Guid tests = typeof(CompilationCache).Module.ModuleVersionId;
        string text = string.Join('\0', [$"{generator}{StandInLibrary.OriginalVersion}{tests}", .. sources]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string MakeFolder()
    {
        string folder = Directory.CreateTempSubdirectory("convgen-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
