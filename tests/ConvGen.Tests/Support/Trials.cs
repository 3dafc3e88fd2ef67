using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Testing;

namespace ConvGen.Tests.Support;

/// <summary>
/// The random layers of this run. CONVGEN_RANDOM_SEED and CONVGEN_RANDOM_COUNT draw other layers or more; a test's name
/// holds its seed.
/// </summary>
public static class Trials
{
    private static readonly Lazy<CompiledLayers> LazyLayers = new(() => CompiledLayers.Compile(All.Select(static trial => trial.Source)));

    /// <summary>Gets the seeds.</summary>
    public static IEnumerable<int> Seeds => Enumerable.Range(Number("CONVGEN_RANDOM_SEED", 1), Number("CONVGEN_RANDOM_COUNT", 240));

    /// <summary>Gets the random trials, and those of kernels that read planes where they lie, transpose them or leave padding out.</summary>
    public static IEnumerable<LayerTrial> All => Seeds.Select(static seed => TrialGenerator.Draw(seed)).Concat(PlaneTrials.All).Concat(TransposedTrials.All).Concat(PaddedTrials.All);

    /// <summary>Gets the layers of all trials, compiled in parts.</summary>
    public static CompiledLayers Layers => LazyLayers.Value;

    private static int Number(string variable, int otherwise)
    {
        return int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
    }
}
