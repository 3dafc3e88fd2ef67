using System;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Peers;

/// <summary>What a layer is timed beside in this process: another library, a copy of memory, or the layer run in another way.</summary>
internal interface IPeer
{
    /// <summary>The name asked for by <c>--peers</c> or <c>--variants</c>.</summary>
    string Name { get; }

    /// <summary>What it is, a library with its version, for the report.</summary>
    string Description { get; }

    /// <summary>Prepares a layer.</summary>
    /// <exception cref="PeerException">A library cannot compute the layer; the message is its own.</exception>
    IContestant Prepare(LayerData data);
}

/// <summary>A peer cannot be loaded or refuses a layer.</summary>
internal sealed class PeerException(string message) : Exception(message);
