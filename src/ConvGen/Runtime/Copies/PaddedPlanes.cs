using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>Copied planes with their padding, the columns of a phase of the stride side by side.</summary>
internal sealed unsafe class PaddedPlanes(ConvDescriptor descriptor) : PlanarInput
{
    private ConvGeometry _geometry;
    private TensorStrides _strides;
    private nint _row;
    private nint _plane;

    /// <inheritdoc/>
    public override void Prepare(in ConvGeometry geometry, int outputWidth, Extent3 largest)
    {
        _geometry = geometry;
        _strides = TensorStrides.Create(descriptor.Layout, geometry.Input, descriptor.InChannels);
        _row = (nint)PlaneCopy.PhasePitch(descriptor.Span(largest[2], 2), descriptor.Stride[2]) * descriptor.Stride[2];
        _plane = (nint)descriptor.Span(largest[1], 1) * _row;

        // A row whose columns are split by phases is padded as a whole first, behind the planes.
        CopyFloats = checked((int)((descriptor.PixelFloats * descriptor.Span(largest[0], 0) * _plane) + PlaneCopy.Slack + _row + PlaneCopy.Slack));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Set(ref BlockArguments block, float* input, int width, float* copy, bool isCopied)
    {
        int stride = descriptor.Stride[2];
        int depth = (block.DepthStart * descriptor.Stride[0]) - _geometry.Padding[0];
        int planes = (int)descriptor.Span(block.DepthEnd - block.DepthStart, 0);
        (int, int) rows = ((block.HeightStart * descriptor.Stride[1]) - _geometry.Padding[1], (int)descriptor.Span(block.HeightEnd - block.HeightStart, 1));
        (int, int) columns = ((width * stride) - _geometry.Padding[2], (int)descriptor.Span(block.Width, 2));
        float* whole = copy + CopyFloats - _row - PlaneCopy.Slack;
        float* destination = copy;

        for (int channel = 0; channel < descriptor.PixelFloats && !isCopied; channel++)
        {
            for (int plane = depth; plane < depth + planes; plane++, destination += _plane)
            {
                int source = InputCopy.Source(descriptor.PaddingMode, plane, _geometry.Input[0]);
                float* first = source < 0 ? null : input + (channel * _strides.Channel) + (source * _strides.Plane);
                PlaneCopy.Plane(descriptor.PaddingMode, first, _strides.Row, _geometry.Input, rows, columns, destination, _row, stride, whole);
            }
        }

        // Positions count from the start of the padded input: every tap of the kernel meets data.
        block.InputRow = _row;
        block.InputPlane = _plane;
        block.InputChannel = planes * _plane;
        block.Input = copy - (block.DepthStart * descriptor.Stride[0] * _plane) - (block.HeightStart * descriptor.Stride[1] * _row);
    }
}
