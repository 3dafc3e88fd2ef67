using System.Collections.Generic;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>The offsets and bounds of a plan as source text: a number where it is known while compiling, a name otherwise.</summary>
internal sealed class KernelGeometry
{
    private readonly ConvPlan _plan;

    public KernelGeometry(ConvPlan plan)
    {
        _plan = plan;
        Shape = new Shape3(plan.Spec);
        bool zeros = plan.Spec.PaddingMode == PaddingMode.Zeros;
        ClipsDepth = zeros && Shape.Pads(0);
        ClipsHeight = zeros && Shape.Pads(1);
    }

    public Shape3 Shape { get; }

    /// <summary>Whether taps in depth may meet zero padding, which is not there and left out.</summary>
    public bool ClipsDepth { get; }

    /// <summary>Whether taps in height may meet zero padding.</summary>
    public bool ClipsHeight { get; }

    public bool HasDepthTaps => Shape.Kernel[0] > 1 || ClipsDepth;

    public bool HasHeightTaps => Shape.Kernel[1] > 1 || ClipsHeight;

    public string RowPitch => _plan.RowPitch > 0 ? Number(_plan.RowPitch) : "row";

    public string PlanePitch => _plan.PlanePitch > 0 ? Number(_plan.PlanePitch) : "plane";

    public bool PassesRow => HasHeightTaps && _plan.RowPitch == 0;

    public bool PassesPlane => HasDepthTaps && _plan.PlanePitch == 0;

    /// <summary>The steps of one row of the kernel: its taps times the channels of a group.</summary>
    public int RowSteps => Shape.Kernel[2] * _plan.Spec.ChannelsPerGroup;

    /// <summary>The floats between the values of two channels of a group.</summary>
    public int ChannelStep => _plan.Family == KernelFamily.Lanewise ? _plan.Spec.Filters : 1;

    /// <summary>The floats between the values of two taps of a kernel row.</summary>
    public int TapStep => Shape.Dilation[2] * _plan.PixelFloats;

    /// <summary>The floats between the inputs of two neighbouring output pixels.</summary>
    public int PixelStep => Shape.Stride[2] * _plan.PixelFloats;

    /// <summary>The parameters of a tile.</summary>
    public string TileParameters => Join("float* x, float* w, float* bias, float* y", typed: true);

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
