using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>How points that some tiles leave out are multiplied: with fewer tiles, another register tile may fill its registers better.</summary>
/// <param name="Runs">The blocks of filters of the plan, with the register tiles of these points.</param>
/// <param name="Tiles">The most tiles of a block that meet these points.</param>
internal sealed record WinogradPoints(EquatableArray<BlockRun> Runs, int Tiles);
