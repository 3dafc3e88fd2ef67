using System;
using System.Globalization;
using System.Linq;

namespace ConvGen.Testing;

/// <summary>Draws layers over everything that [Conv] can say.</summary>
public static class TrialGenerator
{
    // Trials larger than this would make the reference the slow part.
    private const long MostProducts = 1_500_000;

    private static readonly int[] FilterCounts = [1, 2, 3, 5, 8, 12, 16, 17, 20, 24, 32, 40, 48, 64, 70, 96];

    private static readonly int[] ChannelCounts = [1, 2, 3, 4, 5, 8, 16, 17, 33, 64];

    private static readonly string[] Paddings = ["valid", "same", "same-lower", "even", "pairs"];

    /// <summary>Draws the trial of a seed; the same one every time.</summary>
    public static LayerTrial Draw(int seed)
    {
        Random random = new(seed);

        while (true)
        {
            LayerTrial trial = Candidate(seed, random);

            if (seed % 6 == 0)
            {
                trial = trial with { Source = ForWinograd(random, trial.Source) };
            }

            ConvolutionGeometry geometry = new(trial.Source, trial.Extent);
            long products = (long)trial.Batch * trial.Source.WeightCount * Math.Max(1, Extents.Product(geometry.Output));

            if (!geometry.IsEmpty && geometry.Allows(trial.Source.PaddingMode) && products <= MostProducts)
            {
                return trial;
            }
        }
    }

    /// <summary>Draws another input extent for a trial whose layer takes any.</summary>
    public static LayerTrial WithOtherExtent(LayerTrial trial)
    {
        Random random = new(trial.Seed + 77);

        for (int attempt = 0; attempt < 20; attempt++)
        {
            LayerTrial other = trial with { Extent = Extent(random, trial.Source.Rank), Batch = random.Next(1, 3) };
            ConvolutionGeometry geometry = new(other.Source, other.Extent);
            long products = (long)other.Batch * other.Source.WeightCount * Math.Max(1, Extents.Product(geometry.Output));

            if (!geometry.IsEmpty && geometry.Allows(other.Source.PaddingMode) && products <= MostProducts)
            {
                return other;
            }
        }

        return trial;
    }

    private static LayerTrial Candidate(int seed, Random random)
    {
        int rank = random.Next(1, 4);
        (int channels, int filters, int groups) = Channels(random);
        int[] extent = Extent(random, rank);
        Activation activation = Chance(random, 50) ? Activation.None : Pick(random, Enum.GetValues<Activation>());
        bool hasAlpha = activation is Activation.LeakyRelu or Activation.Elu && Chance(random, 50);
        Layout[] layouts = rank == 3 ? Enum.GetValues<Layout>() : [Layout.ChannelsLast, Layout.ChannelsFirst];
        string padding = Padding(random, rank);

        LayerSource source = new(Extents.Format(Kernel(random, rank)), channels, filters)
        {
            Input = Chance(random, 60) ? Extents.Format(extent) : null,
            Stride = Steps(random, rank, 35),
            Dilation = Steps(random, rank, 20),
            Padding = padding,
            PaddingMode = padding == "valid" || Chance(random, 55) ? PaddingMode.Zeros : Pick(random, Enum.GetValues<PaddingMode>()),
            Groups = groups,
            Bias = Chance(random, 70),
            Activation = activation,
            Alpha = hasAlpha ? 0.25f : null,
            Layout = Pick(random, layouts),
            WeightLayout = Pick(random, Enum.GetValues<WeightLayout>()),
            Algorithm = Chance(random, 30) ? Algorithm.Direct : Algorithm.Auto,
        };

        return new LayerTrial(seed, source, extent, Batch: Chance(random, 60) ? 1 : random.Next(2, 4), Degree: random.Next(1, 3));
    }

    // Minimal filtering applies to few of the layers drawn above.
    private static LayerSource ForWinograd(Random random, LayerSource source)
    {
        int[] kernel = [.. Enumerable.Range(0, source.Rank).Select(_ => Pick(random, [1, 2, 3, 3, 3, 4, 5]))];
        kernel[^1] = Math.Max(kernel[^1], 2);

        return source with
        {
            Kernel = Extents.Format(kernel),
            Stride = "1",
            Dilation = "1",
            Groups = 1,
            InChannels = Pick(random, [1, 3, 4, 6, 8, 12, 13, 16, 17, 20, 23, 28, 32, 35, 47, 64]),
            Filters = Pick(random, FilterCounts),
            Algorithm = Algorithm.Winograd,
        };
    }

    private static (int Channels, int Filters, int Groups) Channels(Random random)
    {
        int kind = random.Next(10);

        if (kind < 2)
        {
            // Depthwise, with a multiplier now and then.
            int channels = Pick(random, [1, 2, 3, 4, 5, 8, 13, 16, 17, 31, 33, 40, 64]);
            return (channels, channels * (Chance(random, 60) ? 1 : random.Next(2, 4)), channels);
        }

        if (kind < 4)
        {
            if (Chance(random, 60))
            {
                // Groups whose filters fill a vector together, or alone.
                int many = Pick(random, [2, 3, 4, 6, 8]);
                return (many * Pick(random, [1, 2, 4, 8, 16]), many * Pick(random, [2, 4, 8, 16, 32]), many);
            }

            int groups = Pick(random, [2, 3, 4]);
            return (groups * Pick(random, [1, 2, 3, 5, 8]), groups * Pick(random, [1, 2, 3, 5, 8, 17]), groups);
        }

        if (kind < 6)
        {
            // Many channels for few filters.
            return (random.Next(4, 71), random.Next(1, 6), 1);
        }

        return (Pick(random, ChannelCounts), Pick(random, FilterCounts), 1);
    }

    private static int[] Kernel(Random random, int rank)
    {
        int[] sizes = rank switch { 1 => [1, 2, 3, 4, 5, 7, 9], 2 => [1, 2, 3, 3, 4, 5, 7], _ => [1, 2, 3, 3, 4] };
        int same = Pick(random, sizes);
        return [.. Enumerable.Range(0, rank).Select(_ => Chance(random, 60) ? same : Pick(random, sizes))];
    }

    private static int[] Extent(Random random, int rank)
    {
        int most = rank switch { 1 => 80, 2 => 24, _ => 10 };
        int[] extent = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, most))];

        if (rank > 1 && Chance(random, 25))
        {
            // Long rows with few of them.
            extent[^1] = random.Next(20, 70);
            extent[^2] = random.Next(1, 8);
        }

        return extent;
    }

    private static string Padding(Random random, int rank)
    {
        return Pick(random, Paddings) switch
        {
            "even" => Extents.Format([.. Enumerable.Range(0, rank).Select(_ => random.Next(0, 4))]),
            "pairs" => string.Join('x', Enumerable.Range(0, rank).Select(_ =>
                string.Create(CultureInfo.InvariantCulture, $"{random.Next(0, 4)}:{random.Next(0, 4)}"))),
            string named => named,
        };
    }

    private static string Steps(Random random, int rank, int percent)
    {
        return Chance(random, percent) ? Extents.Format([.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))]) : "1";
    }

    private static bool Chance(Random random, int percent)
    {
        return random.Next(100) < percent;
    }

    private static T Pick<T>(Random random, T[] values)
    {
        return values[random.Next(values.Length)];
    }
}
