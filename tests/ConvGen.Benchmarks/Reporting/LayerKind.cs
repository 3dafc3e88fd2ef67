using System.Linq;
using ConvGen.Benchmarks.Cases;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Sorts layers into kinds that are bound by the same things, for means that say more than one over all.</summary>
internal static class LayerKind
{
    /// <summary>With fewer channels a pixel no longer fills a cache line, with fewer filters no vector.</summary>
    private const int Few = 8;

    /// <summary>The name of a layer's kind, such as <c>2D 3x3</c> or <c>3D depthwise strided</c>.</summary>
    public static string Of(ConvCase layer)
    {
        string kernel = string.Join('x', layer.Kernel);
        string kind = layer switch
        {
            { Groups: > 1 } when layer.Groups == layer.InChannels => "depthwise",
            { Groups: > 1 } => "grouped",
            { InChannels: < Few } => "few channels",
            { Filters: < Few } => "few filters",
            _ when layer.Kernel.All(extent => extent == 1) => kernel,
            _ when layer.Kernel.All(extent => extent is 1 or 3) => kernel,
            _ => "other kernels",
        };
        string strided = layer.Stride.Any(step => step > 1) ? " strided" : "";
        string dilated = layer.Dilation.Any(step => step > 1) ? " dilated" : "";
        return $"{layer.Rank}D {kind}{strided}{dilated}";
    }
}
