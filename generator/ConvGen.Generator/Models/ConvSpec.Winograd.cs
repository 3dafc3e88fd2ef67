using System.Linq;

namespace ConvGen.Generator.Models;

/// <content>Where minimal filtering applies.</content>
internal sealed partial record ConvSpec
{
    private const int LargestWinogradKernel = 7;

    /// <summary>The transforms' narrowest vector: its lanes are channels, which no vector may read past.</summary>
    private const int WinogradChannels = 4;

    /// <summary>
    /// The outputs of a tile of minimal filtering along depth, height and width; empty for the planner's choice. No
    /// attribute says it: it is there for the test that measures the error of every tile.
    /// </summary>
    public EquatableArray<int> WinogradOutputs { get; init; }

    /// <summary>Says why minimal filtering does not apply, as the end of a sentence; null if it does.</summary>
    public string? WhyNotWinograd
    {
        get
        {
            if (Stride.Zip(Kernel, static (stride, extent) => stride > 1 && extent > 1 && extent <= stride).Any(static tooLong => tooLong))
            {
                return $"it needs a kernel longer than its stride and the stride is {ExtentText.Extent(Stride)}";
            }

            if (Enumerable.Range(0, Rank).Any(axis => Dilation[axis] > 1 && Stride[axis] > 1 && Kernel[axis] > 1))
            {
                return $"it needs stride 1 along a dilated axis and the stride is {ExtentText.Extent(Stride)}, the dilation {ExtentText.Extent(Dilation)}";
            }

            if (ChannelsPerGroup % WinogradChannels != 0)
            {
                string ofGroup = Groups == 1 ? string.Empty : " in a group";
                return $"it needs input channels in multiples of {WinogradChannels}{ofGroup} and there are {ExtentText.Count(ChannelsPerGroup)}";
            }

            return Kernel.All(static extent => extent <= LargestWinogradKernel) && Kernel.Any(static extent => extent > 1)
                ? null
                : $"it needs kernel extents of at most {LargestWinogradKernel}, one of them above 1, and the kernel is {ExtentText.Extent(Kernel)}";
        }
    }
}
