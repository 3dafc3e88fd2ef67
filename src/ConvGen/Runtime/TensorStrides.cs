namespace ConvGen.Runtime;

/// <summary>The floats between two planes, rows, pixels and channels of one image of a tensor.</summary>
internal struct TensorStrides
{
    public nint Plane;

    public nint Row;

    public nint Pixel;

    public nint Channel;

    public static TensorStrides Create(Layout layout, Extent3 extent, int channels)
    {
        nint area = (nint)extent[1] * extent[2];

        return layout switch
        {
            Layout.ChannelsLast => new() { Plane = area * channels, Row = (nint)extent[2] * channels, Pixel = channels, Channel = 1 },
            Layout.ChannelsFirst => new() { Plane = area, Row = extent[2], Pixel = 1, Channel = extent[0] * area },
            _ => new() { Plane = channels * area, Row = extent[2], Pixel = 1, Channel = area },
        };
    }
}
