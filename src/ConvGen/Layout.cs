namespace ConvGen;

/// <summary>How a tensor lies in memory, outermost dimension first.</summary>
public enum Layout
{
    /// <summary>Batch, [depth,] height, width, channels: NHWC, NDHWC. Images as decoders give them; Keras's default.</summary>
    ChannelsLast,

    /// <summary>Batch, channels, [depth,] height, width: NCHW, NCDHW. PyTorch and ONNX.</summary>
    ChannelsFirst,

    /// <summary>Batch, frames, channels, height, width: NTCHW. Stacked video frames; 3D only, the depth is the time.</summary>
    FramesFirst,
}
