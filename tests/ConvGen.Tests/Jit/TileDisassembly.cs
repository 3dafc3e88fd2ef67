using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using ConvGen.Runtime;
using ConvGen.Tests.Isa;
using ConvGen.Tests.Support;

namespace ConvGen.Tests.Jit;

/// <summary>Has a child process compile the tiles and transforms of an assembly and reads what RyuJIT made of them.</summary>
internal static class TileDisassembly
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Disassembles every tile of <paramref name="path"/>, an instruction set, as a machine without wider ones compiles it.</summary>
    /// <exception cref="InvalidOperationException">The child failed; the message holds what it said.</exception>
    public static IReadOnlyList<MethodListing> Run(Assembly assembly, string path)
    {
        return Run(assembly, path, $"*Tile*_{path}");
    }

    /// <summary>Disassembles every transform of minimal filtering of <paramref name="path"/>, an instruction set.</summary>
    /// <exception cref="InvalidOperationException">The child failed; the message holds what it said.</exception>
    public static IReadOnlyList<MethodListing> RunTransforms(Assembly assembly, string path)
    {
        return Run(assembly, path, $"*_{path}:Transform");
    }

    private static IReadOnlyList<MethodListing> Run(Assembly assembly, string path, string methods)
    {
        string file = Path.GetTempFileName();

        try
        {
            Dictionary<string, string> environment = new()
            {
                ["DOTNET_JitDisasm"] = methods,
                ["DOTNET_JitStdOutFile"] = file,

                // With AVX-512 the narrower tiles would have 32 registers too.
                ["DOTNET_EnableAVX512"] = path == InstructionSet.Avx512 ? "1" : "0",
            };
            (int exitCode, string output) = ChildProcess.Run(
                [typeof(TileDisassembly).Assembly.Location, "prepare", assembly.Location], environment, Timeout);

            return exitCode == 0
                ? MethodListing.Parse(File.ReadAllText(file))
                : throw new InvalidOperationException($"The child ended with exit code {exitCode}: {output}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What the child does: it compiles the tiles and transforms that its processor can run and runs none.</summary>
    public static void Prepare(string path)
    {
        // The kernels of a layer, and those that layers share.
        string own = $"{InstructionSet.Current}Kernels";
        string shared = $"_{InstructionSet.Current}";
        Type[] all = new AssemblyLoadContext(name: null).LoadFromAssemblyPath(path).GetTypes();
        Type[] pixels = [.. all.Where(static type => type.IsValueType && type.IsAssignableTo(typeof(IFloats)))];
        IEnumerable<MethodInfo> methods = all
            .Where(kernels => kernels.Name == own || kernels.Name.Split('`')[0].EndsWith(shared, StringComparison.Ordinal))
            .SelectMany(kernels => kernels.IsGenericTypeDefinition ? pixels.Select(pixel => kernels.MakeGenericType(pixel)) : [kernels])
            .SelectMany(static kernels => kernels.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(static method => method.Name.Contains("Tile", StringComparison.Ordinal) || method.Name == "Transform");

        foreach (MethodInfo method in methods)
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. method.DeclaringType!.GetGenericArguments().Select(static type => type.TypeHandle)]);
        }
    }
}
