using System;
using System.Collections.Generic;
using System.IO;

namespace ConvGen.Benchmarks.Peers;

/// <summary>Loads the peers that were asked for and are there.</summary>
internal static class PeerLoader
{
    /// <summary>Loads peers by name; one that is missing is named on <paramref name="log"/> and left out.</summary>
    public static IReadOnlyList<IPeer> Load(IReadOnlyList<string> names, int threads, TextWriter log)
    {
        List<IPeer> peers = [];

        foreach (string name in names)
        {
            try
            {
                peers.Add(name switch
                {
                    "copy" => new CopyPeer(),
                    "onednn" => new OneDnnPeer(threads),
                    _ => new OnnxRuntimePeer(threads),
                });
            }
            catch (PeerException exception)
            {
                log.WriteLine($"Skipped {name}: {exception.Message}");
            }
        }

        return peers;
    }
}
