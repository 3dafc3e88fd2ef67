namespace ConvGen.Runtime;

/// <summary>
/// The bounds of the loops over a filter's taps and channels and the floats between their inputs. Where a row of the
/// kernel is one loop, of a channel each or with the channels of its taps one after the other, it counts as one column.
/// </summary>
internal readonly unsafe struct ScalarWindow
{
    public ScalarWindow(ConvDescriptor layer, BlockArguments* block)
    {
        Planes = layer.Kernel[0];
        Rows = layer.Kernel[1];
        Columns = layer.Kernel[2];
        Channels = ChannelsOfGroup = layer.ChannelsPerGroup;
        PlaneStep = layer.Dilation[0] * block->InputPlane;
        RowStep = layer.Dilation[1] * block->InputRow;
        ColumnStep = (nint)layer.Dilation[2] * layer.PixelFloats;
        ChannelStep = 1;
        Weights = (nint)Planes * Rows * Columns * Channels;

        if (Channels == 1 || ColumnStep == Channels)
        {
            ChannelStep = Channels == 1 ? ColumnStep : 1;
            Channels *= Columns;
            Columns = 1;
        }
    }

    public int Planes { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int Channels { get; }

    public int ChannelsOfGroup { get; }

    public nint PlaneStep { get; }

    public nint RowStep { get; }

    public nint ColumnStep { get; }

    public nint ChannelStep { get; }

    public nint Weights { get; }
}
