using System.Collections.Generic;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>The offsets and bounds of a plan as source text: a number where it is known while compiling, a name otherwise.</summary>
internal sealed class KernelGeometry
{
    private readonly ConvSpec _spec;
    private readonly KernelPlan _plan;

    public KernelGeometry(ConvSpec spec, KernelPlan plan)
    {
        _spec = spec;
        _plan = plan;
        Shape = new Shape3(spec);
        bool zeros = spec.PaddingMode == PaddingMode.Zeros;
        ClipsDepth = zeros && Shape.Pads(0);
        ClipsHeight = zeros && Shape.Pads(1);
        ClipsWidth = zeros && Shape.Pads(2) && (plan.Input.IsInPlace || plan.Input.KeepsRows);
        NamesPixel = SharedSliding.Applies(spec, plan);
    }

    public Shape3 Shape { get; }

    /// <summary>Whether taps in depth may meet zero padding, which is not there and left out.</summary>
    public bool ClipsDepth { get; }

    /// <summary>Whether taps in height may meet zero padding.</summary>
    public bool ClipsHeight { get; }

    /// <summary>Whether taps in width may meet zero padding: a copy holds it, the input itself does not.</summary>
    public bool ClipsWidth { get; }

    public bool HasDepthTaps => Shape.Kernel[0] > 1 || ClipsDepth;

    public bool HasHeightTaps => Shape.Kernel[1] > 1 || ClipsHeight;

    /// <summary>Whether the floats of a pixel are a number for the JIT alone, <c>pixel</c> in the text, which layers of other numbers of channels share.</summary>
    public bool NamesPixel { get; }

    public string RowPitch => _plan.Input.RowPitch > 0 ? Floats(_plan.Input.RowPitch) : "row";

    public string PlanePitch => _plan.Input.PlanePitch > 0 ? Floats(_plan.Input.PlanePitch) : "plane";

    public bool PassesRow => HasHeightTaps && _plan.Input.RowPitch == 0;

    public bool PassesPlane => HasDepthTaps && _plan.Input.PlanePitch == 0;

    /// <summary>Whether the taps of a kernel row and their channels lie one after the other, so that one loop runs over both.</summary>
    public bool MergesRowTaps => _plan.Family == KernelFamily.Direct && _plan.Input.PixelFloats == _spec.ChannelsPerGroup && Shape.Dilation[2] == 1;

    /// <summary>The steps of one row of the kernel: its taps times the channels of a group.</summary>
    public int RowSteps => Shape.Kernel[2] * _spec.ChannelsPerGroup;

    /// <summary>The floats of packed weights that one row of the kernel reads.</summary>
    public int RowWeights(VectorBlock block)
    {
        return _plan.Channels is { } channels ? channels.Count * channels.Taps * block.Width : RowSteps * block.Width;
    }

    /// <summary>The floats of a block's packed weights.</summary>
    public int Weights(VectorBlock block)
    {
        return Shape.Kernel[0] * Shape.Kernel[1] * RowWeights(block);
    }

    /// <summary>The floats between the values of two channels of a group.</summary>
    public int ChannelStep => _plan.Family == KernelFamily.Lanewise ? _spec.Filters : 1;

    /// <summary>The floats between the values of two taps of a kernel row.</summary>
    public int TapStep => Shape.Dilation[2] * _plan.Input.PixelFloats;

    /// <summary>The floats between the inputs of two neighbouring output pixels.</summary>
    public int PixelStep => _plan.Input.PixelStep(Shape);

    /// <summary>A number of floats, told in pixels where the text does not know what a pixel has.</summary>
    public string Floats(int count)
    {
        return !NamesPixel ? Number(count) : count == 0 ? "0" : Times("pixel", count / _spec.Filters);
    }

    /// <summary>The address so many pixels and floats behind another, for a text that does not know what a pixel has.</summary>
    public string PixelAddress(string start, int pixels, int floats)
    {
        return AddressText.At(
            start,
            pixels == 0 ? string.Empty : Floats(pixels * _spec.Filters),
            floats == 0 ? string.Empty : Number(floats));
    }

    /// <summary>The parameters of a tile.</summary>
    public string TileParameters => Parameters("float* x, float* w, float* bias, float* y");

    /// <summary>The parameters of a tile whose first are given.</summary>
    public string Parameters(string first)
    {
        return Join(first, typed: true);
    }

    /// <summary>The arguments of a tile whose first four are given.</summary>
    public string TileArguments(string pointers)
    {
        return Join(pointers, typed: false);
    }

    /// <summary>A product, computed when both factors are numbers.</summary>
    public static string Times(string value, int factor)
    {
        return factor == 1 ? value
            : int.TryParse(value, out int number) ? Number(number * factor)
            : $"{value} * {Number(factor)}";
    }

    /// <summary>A sum, computed when both terms are numbers.</summary>
    public static string Sum(string value, int term)
    {
        return term == 0 ? value
            : int.TryParse(value, out int number) ? Number(number + term)
            : $"({value}) + {Number(term)}";
    }

    public static string Number(int value)
    {
        return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private string Join(string pointers, bool typed)
    {
        List<string> all = [pointers];
        Add(ClipsDepth, "int depthTaps", all, typed);
        Add(ClipsHeight, "int heightTaps", all, typed);
        Add(PassesPlane, "nint plane", all, typed);
        Add(PassesRow, "nint row", all, typed);
        return string.Join(", ", all);
    }

    private static void Add(bool passes, string parameter, List<string> all, bool typed)
    {
        if (passes)
        {
            all.Add(typed ? parameter : parameter.Substring(parameter.IndexOf(' ') + 1));
        }
    }
}
