namespace ConvGen;

/// <summary>How the weights given to a layer's constructor lie in memory, outermost dimension first.</summary>
public enum WeightLayout
{
    /// <summary>Filter, channel of the group, [depth,] height, width: OIHW, OIDHW. PyTorch and ONNX.</summary>
    OutInSpatial,

    /// <summary>[Depth,] height, width, channel of the group, filter: HWIO, DHWIO. Keras and TensorFlow.</summary>
    SpatialInOut,
}
