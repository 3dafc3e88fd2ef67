using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace ConvGen.Benchmarks.Peers;

/// <summary>Finds the native libraries: where fetch-peers.sh puts them, or in the system.</summary>
internal static class PeerLibrary
{
    private const string Variable = "CONVGEN_PEERS";

    /// <summary>Loads a library from the folder of the peers, or else from the system.</summary>
    /// <exception cref="PeerException">It is in neither.</exception>
    public static nint Load(string fileName)
    {
        foreach (string candidate in Candidates(fileName).Append(fileName))
        {
            if (NativeLibrary.TryLoad(candidate, out nint library))
            {
                return library;
            }
        }

        throw new PeerException($"{fileName} was not found; tests/ConvGen.Benchmarks/fetch-peers.sh fetches it.");
    }

    /// <summary>Loads what a library of the folder depends on, if it is there: the loader then finds it by name.</summary>
    public static void Preload(string fileName)
    {
        _ = NativeLibrary.TryLoad(fileName, out _)
            || Candidates(fileName).Any(candidate => NativeLibrary.TryLoad(candidate, out _));
    }

    private static IEnumerable<string> Candidates(string fileName)
    {
        string? folder = Environment.GetEnvironmentVariable(Variable) ?? FolderOfRepository();
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";

        if (folder is null || !Directory.Exists(folder))
        {
            return [];
        }

        // The npm package carries a library for each architecture; Debian's packages were unpacked for this one.
        return Directory
            .EnumerateFiles(folder, fileName, SearchOption.AllDirectories)
            .Where(path => !path.Contains("onnxruntime-node") || path.Contains($"/{architecture}/"));
    }

    private static string? FolderOfRepository()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "ConvGen.sln")))
            {
                return Path.Combine(at.FullName, "artifacts", "peers");
            }
        }

        return null;
    }
}
