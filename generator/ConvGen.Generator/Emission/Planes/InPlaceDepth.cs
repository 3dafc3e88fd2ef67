using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits where the planes lie that an output plane of a volume is summed from.</summary>
internal static class InPlaceDepth
{
    /// <summary>Writes the input's plane of the first tap, its weights and the output's plane.</summary>
    public static void Emit(ConvSpec spec, Shape3 shape, int filters, SourceWriter writer)
    {
        string position = shape.Stride[0] == 1 ? "depth" : $"(depth * {shape.Stride[0]})";
        string w = "weights";

        if (InPlaceTileEmitter.CountsPlanes(shape))
        {
            int dilation = shape.Dilation[0];
            writer.Line($"int position = {position} - {shape.PaddingBegin[0]};");
            writer.Line($"int depthFirst = Taps.First(position, {dilation});");
            writer.Line($"int depthTaps = Taps.Count(depthFirst, position, {dilation}, {shape.Input![0]}, {shape.Kernel[0]});");
            position = $"(position + {(dilation == 1 ? "depthFirst" : $"(depthFirst * {dilation})")})";
            w = $"&weights[depthFirst * {shape.Kernel[1] * shape.Kernel[2] * spec.ChannelsPerGroup * filters}]";
        }

        writer.Line($"float* xPlane = &input[{position} * block->InputPlane];");
        writer.Line("float* yPlane = &output[depth * block->OutputPlane];");
        writer.Line($"float* w = {w};").Line();
    }
}
