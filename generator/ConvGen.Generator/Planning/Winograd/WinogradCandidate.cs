using System.Collections.Generic;

namespace ConvGen.Generator.Planning;

/// <summary>A way to apply minimal filtering to a layer.</summary>
/// <param name="Plan">The tiles.</param>
/// <param name="Runs">The blocks of filters and their register tiles.</param>
/// <param name="Block">The output positions of a block.</param>
/// <param name="Predicted">The peak's multiple at which direct summation would have to run to be as fast.</param>
internal sealed record WinogradCandidate(WinogradPlan Plan, BlockRun[] Runs, BlockShape Block, double Predicted)
{
    /// <summary>The first of the fastest.</summary>
    public static WinogradCandidate Fastest(IReadOnlyList<WinogradCandidate> candidates)
    {
        WinogradCandidate best = candidates[0];

        foreach (WinogradCandidate candidate in candidates)
        {
            best = candidate.Predicted > best.Predicted ? candidate : best;
        }

        return best;
    }
}
