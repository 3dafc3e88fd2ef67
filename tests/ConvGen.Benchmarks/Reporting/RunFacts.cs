using System.Collections.Generic;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>What holds for a whole run.</summary>
/// <param name="Machine">The processor's name.</param>
/// <param name="Isa">The instruction set in force.</param>
/// <param name="Threads">The threads each layer may use.</param>
/// <param name="Peers">The peers that took part: name and description.</param>
/// <param name="Processes">The processes that measured, of which the best counts.</param>
internal sealed record RunFacts(
    string Machine, string Isa, int Threads, IReadOnlyList<(string Name, string Description)> Peers, int Processes = 1);
