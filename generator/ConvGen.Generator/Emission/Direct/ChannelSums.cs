using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The sums of a tile whose lanes are input channels: a vector of partial sums of each pixel and filter, or several that vectors of channels
/// take in turn, until their lanes are added up.
/// </summary>
internal sealed class ChannelSums(ConvSpec spec, KernelPlan plan, int pixels, int chains, SourceWriter writer)
{
    /// <summary>What the names of the sums of whole kernels begin with where rows are summed on their own.</summary>
    private const string AllRows = "all";

    private readonly ChannelVectors _channels = plan.Channels!;
    private readonly VectorDialect _dialect = new(plan.Isa, plan.Channels!.Lanes);

    /// <summary>The name of a sum that the vectors of a turn add to.</summary>
    public static string Name(int chain, int pixel, int filter)
    {
        return $"{Chain(chain)}{pixel}_{filter}";
    }

    /// <summary>Declares the sums of a tile.</summary>
    public void Declare()
    {
        if (plan.SumsRows)
        {
            Declare(AllRows);
        }
        else
        {
            DeclareChains();
        }
    }

    /// <summary>Writes what comes before a row of the kernel.</summary>
    public void BeginRow()
    {
        if (plan.SumsRows)
        {
            writer.Line("// A row is summed on its own: the error of a sum grows with its length.");
            DeclareChains();
        }
    }

    /// <summary>Writes what comes behind a row of the kernel.</summary>
    public void EndRow()
    {
        if (plan.SumsRows)
        {
            AddChains();
            Add(AllRows, Chain(0));
        }
    }

    /// <summary>Adds up lanes, as many vectors at a time as make a vector of sums: the filters of a pixel lie side by side, and so do the pixels.</summary>
    public void EmitStores()
    {
        if (!plan.SumsRows)
        {
            AddChains();
        }

        string[] sums = [.. Names(plan.SumsRows ? AllRows : Chain(0))];
        writer.Line("// The lanes of each vector make one sum; the packed biases repeat, so that they can be read from any filter on.");

        for (int first = 0; first < sums.Length;)
        {
            int left = sums.Length - first;
            int count = left >= 8 && _channels.Lanes >= 8 ? 8 : left >= 4 ? 4 : 1;
            VectorDialect dialect = new(plan.Isa, count);
            string sum = count == 1
                ? _dialect.Sum(sums[first])
                : $"LaneSums.Of({string.Join(", ", sums.Skip(first).Take(count))})";
            string value = $"{sum} + {dialect.Load(AddressText.Plus("bias", first % spec.Filters))}";
            string stored = ActivationText.Inline(spec, value);
            writer.Line(dialect.Store(stored == value ? $"({value})" : stored, "y", first, count));
            first += count;
        }

        if (!ActivationText.IsInline(spec.Activation))
        {
            writer.Line();
            writer.Line("// The tile is still in the L1 cache, the registers are free for the activation's own polynomial.");
            writer.Line(ActivationText.Pass(spec, plan, "y", KernelGeometry.Number(pixels), spec.Filters));
        }
    }

    /// <summary>What the names of sums begin with that vectors of channels take in turn.</summary>
    private static string Chain(int chain)
    {
        return chain == 0 ? "acc" : $"turn{chain}_";
    }

    private void DeclareChains()
    {
        for (int chain = 0; chain < chains; chain++)
        {
            Declare(Chain(chain));
        }
    }

    private void Declare(string prefix)
    {
        foreach (string sum in Names(prefix))
        {
            writer.Line($"{_dialect.Type} {sum} = {_dialect.Type}.Zero;");
        }
    }

    /// <summary>Adds the sums that vectors took in turn to the first ones.</summary>
    private void AddChains()
    {
        for (int chain = 1; chain < chains; chain++)
        {
            Add(Chain(0), Chain(chain));
        }
    }

    private void Add(string to, string from)
    {
        foreach ((string sum, string more) in Names(to).Zip(Names(from), static (sum, more) => (sum, more)))
        {
            writer.Line($"{sum} += {more};");
        }
    }

    /// <summary>The vectors of partial sums, the filters of a pixel one after the other.</summary>
    private IEnumerable<string> Names(string prefix)
    {
        return Enumerable.Range(0, pixels * spec.Filters).Select(i => $"{prefix}{i / spec.Filters}_{i % spec.Filters}");
    }
}
