namespace ConvGen.Runtime;

/// <summary>The input of a block as copied planes of single channels, for a kernel whose lanes are columns.</summary>
internal abstract unsafe class PlanarInput
{
    /// <summary>The floats of a copied block.</summary>
    public int CopyFloats { get; protected set; }

    /// <summary>The copy that a layer's kernel reads.</summary>
    public static PlanarInput Create(ConvDescriptor descriptor)
    {
        return descriptor.Code.FlattensPlanes ? new FlatPlanes(descriptor) : new PaddedPlanes(descriptor);
    }

    /// <summary>Prepares for a call.</summary>
    /// <param name="geometry">The call's shapes.</param>
    /// <param name="outputWidth">The columns of the output before any axes were made one.</param>
    /// <param name="largest">The largest block.</param>
    public abstract void Prepare(in ConvGeometry geometry, int outputWidth, Extent3 largest);

    /// <summary>Gives a block its input, whose image, group and first position met <paramref name="input"/> tells, and <paramref name="width"/> the first column.</summary>
    public abstract void Set(ref BlockArguments block, float* input, int width, float* copy, bool isCopied);
}
