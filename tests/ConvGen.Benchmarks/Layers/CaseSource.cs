using System.Globalization;
using System.Linq;
using ConvGen.Benchmarks.Cases;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Layers;

/// <summary>Says a layer of a list as the attribute that is compiled: input extent given, with bias.</summary>
internal static class CaseSource
{
    public static LayerSource Create(ConvCase layer, Algorithm algorithm, Layout layout)
    {
        return new LayerSource(Extents.Format(layer.Kernel), layer.InChannels, layer.Filters)
        {
            Input = Extents.Format(layer.Input),
            Stride = Extents.Format(layer.Stride),
            Dilation = Extents.Format(layer.Dilation),
            Padding = string.Join('x', layer.PadBegin.Zip(layer.PadEnd, FormatPair)),
            Groups = layer.Groups,
            Algorithm = algorithm,
            Layout = layout,
        };
    }

    private static string FormatPair(int begin, int end)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{begin}:{end}");
    }
}
