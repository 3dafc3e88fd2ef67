using System.Linq;

namespace ConvGen.Generator.Models;

/// <content>Where minimal filtering applies.</content>
internal sealed partial record ConvSpec
{
    private const int LargestWinogradKernel = 7;

    /// <summary>
    /// The outputs of a tile of minimal filtering along depth, height and width; empty for the planner's choice. No
    /// attribute says it: it is there for the test that measures the error of every tile.
    /// </summary>
    public EquatableArray<int> WinogradOutputs { get; init; }

    /// <summary>The outputs of the last tile along depth, height and width, 0 for one like the others; empty for the planner's choice. Also there for that test.</summary>
    public EquatableArray<int> WinogradTails { get; init; }

    /// <summary>Says why minimal filtering does not apply, as the end of a sentence; null if it does.</summary>
    public string? WhyNotWinograd
    {
        get
        {
            // A kernel as deep as its input is filtered as the 2D kernel it is lowered to.
            int[] axes = [.. Enumerable.Range(0, Rank).Skip(IsAsDeepAsInput ? 1 : 0)];

            if (axes.Any(axis => Stride[axis] > 1 && Kernel[axis] > 1 && Kernel[axis] <= Stride[axis]))
            {
                return $"it needs a kernel longer than its stride and the stride is {ExtentText.Extent(Stride)}";
            }

            if (axes.Any(axis => Dilation[axis] > 1 && Stride[axis] > 1 && Kernel[axis] > 1))
            {
                return $"it needs stride 1 along a dilated axis and the stride is {ExtentText.Extent(Stride)}, the dilation {ExtentText.Extent(Dilation)}";
            }

            if (axes.All(axis => Kernel[axis] <= LargestWinogradKernel) && axes.Any(axis => Kernel[axis] > 1))
            {
                return null;
            }

            string lowered = IsAsDeepAsInput ? $", as deep as its input and so lowered to {ExtentText.Extent(Kernel.Skip(1))}" : string.Empty;
            return $"it needs kernel extents of at most {LargestWinogradKernel}, one of them above 1, and the kernel is {ExtentText.Extent(Kernel)}{lowered}";
        }
    }
}
