using System;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Peers;

/// <summary>Another library that computes convolutions, loaded into this process.</summary>
internal interface IPeer
{
    /// <summary>The name asked for by <c>--peers</c>.</summary>
    string Name { get; }

    /// <summary>The library's version and how it is used, for the report.</summary>
    string Description { get; }

    /// <summary>Prepares a layer.</summary>
    /// <exception cref="PeerException">The library cannot compute the layer; the message is its own.</exception>
    IContestant Prepare(LayerData data);
}

/// <summary>A peer cannot be loaded or refuses a layer.</summary>
internal sealed class PeerException(string message) : Exception(message);
