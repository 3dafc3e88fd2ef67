using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Minimal filtering in as many dimensions as the kernel has: tiles of outputs are transformed, multiplied point by
/// point and transformed back.
/// </summary>
/// <param name="Outputs">The outputs of a tile along depth, height and width.</param>
/// <param name="Taps">The kernel's extents along depth, height and width.</param>
/// <param name="Strides">The strides along depth, height and width.</param>
/// <param name="Dilations">The dilations along depth, height and width: a tile takes every so many positions, its neighbours those between.</param>
/// <param name="Channels">The input channels, those of all planes.</param>
/// <param name="Planes">The planes that are summed as channels: the kernel's depth where it is as deep as the input, else 1.</param>
/// <param name="Covered">The channels of a plane that the vectors of the transforms cover: those past its own are whatever lies behind them in memory, and never multiplied.</param>
/// <param name="Parts">The parts of the channels that are summed on their own and then added: shorter sums have smaller errors.</param>
/// <param name="Tiles">The most tiles whose transforms are held at a time.</param>
/// <param name="Width">The widest block of filters, in floats.</param>
internal sealed record WinogradPlan(EquatableArray<int> Outputs, EquatableArray<int> Taps, EquatableArray<int> Strides, EquatableArray<int> Dilations, int Channels, int Planes, int Covered, int Parts, int Tiles, int Width)
{
    /// <summary>
    /// The blocks of filters that meet a point before the next point. With one, the points of all tiles come again for each block of
    /// filters; with several they come once for all of these, whose products have to be held then.
    /// </summary>
    public int BlocksOfPoint { get; init; } = 1;

    /// <summary>
    /// The outputs along depth, height and width of a smaller tile that ends the output where whole ones do not divide it; 0 where the last
    /// tile is as the others, of which a part is stored. At most two are not 0.
    /// </summary>
    public EquatableArray<int> Tails { get; init; } = new(0, 0, 0);

    /// <summary>
    /// How the points that smaller tiles leave out are multiplied: those left out along the inner, the outer and both of
    /// <see cref="TailAxes"/>, or along the only one. The others are met by all tiles.
    /// </summary>
    public EquatableArray<WinogradPoints> LeftOut { get; init; }

    /// <summary>The axes along which the last tile is smaller, outermost first.</summary>
    public IEnumerable<int> TailAxes => Enumerable.Range(0, 3).Where(axis => Tails[axis] > 0);

    /// <summary>The kinds of tiles, the whole one first, the smallest last.</summary>
    public IEnumerable<WinogradTile> Kinds
    {
        get
        {
            int[] axes = [.. TailAxes];
            return Enumerable.Range(0, 1 << axes.Length).Select(kind => new WinogradTile(this, axes.Where((_, i) => IsTail(kind, i))));

            // The inner axis is the lowest bit.
            bool IsTail(int kind, int i)
            {
                return ((kind >> (axes.Length - 1 - i)) & 1) > 0;
            }
        }
    }

    /// <summary>The runs of points that the same tiles meet, one of which is multiplied at a time; 0 where all are at once.</summary>
    public int PointRuns
    {
        get
        {
            int inner = 2;

            while (inner >= 0 && Tails[inner] == 0)
            {
                inner--;
            }

            return inner >= 0 ? 2 * Inputs.Take(inner).Aggregate(1, static (product, inputs) => product * inputs) : 0;
        }
    }

    /// <summary>The points that are left out along the axes whose bits are set, the inner of <see cref="TailAxes"/> being the lowest, and along no other.</summary>
    public int PointsOfPart(int part)
    {
        int points = 1;
        int bit = 1;

        for (int axis = 2; axis >= 0; axis--)
        {
            if (Tails[axis] == 0)
            {
                points *= Inputs[axis];
                continue;
            }

            int met = Polyphase.Inputs(Tails[axis], Taps[axis], Strides[axis]);
            points *= (part & bit) > 0 ? Inputs[axis] - met : met;
            bit <<= 1;
        }

        return points;
    }

    /// <summary>The output positions along depth, height and width that a tile and those between its own span: a block is cut into such steps.</summary>
    public int[] Steps => [.. Outputs.Zip(Dilations, static (outputs, dilation) => outputs * dilation)];

    /// <summary>The tiles of a step.</summary>
    public int TilesOfStep => Dilations.Aggregate(1, static (product, dilation) => product * dilation);

    /// <summary>The inputs of a tile along depth, height and width: (outputs − 1) · stride + taps.</summary>
    public EquatableArray<int> Inputs { get; } = new([.. Enumerable.Range(0, 3).Select(axis => Polyphase.Inputs(Outputs[axis], Taps[axis], Strides[axis]))]);

    /// <summary>The transforms along depth, height and width.</summary>
    public IEnumerable<CookToom> Matrices => Outputs.Zip(Taps, static (m, r) => (m, r)).Zip(Strides, static (f, s) => Polyphase.Create(f.m, f.r, s));

    /// <summary>The multiplications of a tile for each channel and filter.</summary>
    public int Points => Inputs[0] * Inputs[1] * Inputs[2];

    /// <summary>The floats between the values of two tiles at one point of the transformed input.</summary>
    public int TilePitch => PitchOf(Channels + Past);

    /// <summary>The floats between two points of the transformed input.</summary>
    public int InputPointPitch => CostModel.OddLines(Tiles * TilePitch);

    /// <summary>The floats between two points of the products.</summary>
    public int OutputPointPitch => CostModel.OddLines(Tiles * Width);

    /// <summary>The channels of a plane, which are neighbours in memory.</summary>
    public int PlaneChannels => Channels / Planes;

    /// <summary>The floats behind a plane's channels that the transforms read and write too.</summary>
    public int Past => Covered - PlaneChannels;

    /// <summary>The channels of a part.</summary>
    public int PartChannels => Channels / Parts;

    /// <summary>Such as <c>F(4x4, 3x3)</c>: all that the transforms depend on.</summary>
    public string Form => FormOf(Outputs);

    /// <summary>The form, how it is applied to a dilated layer, and the smaller tiles.</summary>
    public string Name => Form
        + (TilesOfStep == 1 ? string.Empty : $" by phases of dilation {Extents(Dilations)}")
        + string.Concat(TailAxes.Select(axis => $", the last {LastOf(axis)}{new WinogradTile(this, [axis]).Form}"));

    /// <summary>The form with so many outputs.</summary>
    public string FormOf(EquatableArray<int> outputs)
    {
        return $"F({Extents(outputs)}, {Extents(Taps)})"
            + (Strides.All(static stride => stride == 1) ? string.Empty : $" by phases of stride {Extents(Strides)}");
    }

    /// <summary>The floats of the transformed weights of some blocks of filters.</summary>
    public double Weights(IEnumerable<BlockRun> runs)
    {
        return Points * (double)Channels * runs.Sum(static run => run.Count * run.Block.Width);
    }

    /// <summary>Whether several blocks of a run meet a point before the next.</summary>
    public bool TakesTogether(BlockRun run)
    {
        return Math.Min(BlocksOfPoint, run.Count) > 1;
    }

    /// <summary>The tiles of a number of outputs along an axis.</summary>
    public int TilesAlong(int axis, int outputs)
    {
        int tiles = 0;

        for (int phase = 0; phase < Math.Min(outputs, Dilations[axis]); phase++)
        {
            tiles += Ceiling(Ceiling(outputs - phase, Dilations[axis]), Outputs[axis]);
        }

        return tiles;
    }

    /// <summary>
    /// The floats between the channels of two tiles: whole cache lines, so that no store crosses one, and an odd number
    /// of them, so that the tiles multiplied together stay in the L1 cache.
    /// </summary>
    public static int PitchOf(int channels)
    {
        return CostModel.OddLines(channels);
    }

    private static int Ceiling(int dividend, int divisor)
    {
        return (dividend + divisor - 1) / divisor;
    }

    /// <summary>The tiles that are the last along an axis; those of one axis are no rows.</summary>
    private string LastOf(int axis)
    {
        return Taps.Count(static taps => taps > 1) == 1 ? string.Empty : axis switch
        {
            0 => "plane ",
            1 => "row ",
            _ => "column ",
        };
    }

    private string Extents(EquatableArray<int> extents)
    {
        return string.Join("x", extents.Where((_, axis) => Taps[axis] > 1));
    }
}
