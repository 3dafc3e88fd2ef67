using System.Collections.Generic;

namespace VerifyTests;

/// <summary>What a successful verification compared.</summary>
/// <param name="Files">The files that were equal or were accepted.</param>
public sealed record VerifyResult(IReadOnlyList<FilePair> Files);

/// <summary>The paths of one snapshot: what the test gave and what it should give.</summary>
public readonly record struct FilePair(string ReceivedPath, string VerifiedPath);
