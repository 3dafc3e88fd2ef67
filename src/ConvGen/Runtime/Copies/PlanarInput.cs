using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>The input of a block as copied planes of single channels with their padding, for a kernel whose lanes are columns.</summary>
internal sealed unsafe class PlanarInput(ConvDescriptor descriptor)
{
    private ConvGeometry _geometry;
    private TensorStrides _strides;
    private nint _row;
    private nint _plane;
    private StridedRows _rows;

    /// <summary>The floats of a copied block.</summary>
    public int CopyFloats { get; private set; }

    /// <summary>Prepares for a call.</summary>
    /// <param name="geometry">The call's shapes.</param>
    /// <param name="outputWidth">The columns of the output before any axes were made one.</param>
    /// <param name="largest">The largest block.</param>
    public void Prepare(in ConvGeometry geometry, int outputWidth, Extent3 largest)
    {
        _geometry = geometry;
        _strides = TensorStrides.Create(descriptor.Layout, geometry.Input, descriptor.InChannels);
        _rows = new StridedRows(descriptor.Stride[1] * _strides.Row, descriptor.Stride[2], outputWidth);

        if (descriptor.Code.FlattensPlanes)
        {
            PrepareTiles(largest);
            return;
        }

        _row = (nint)PlaneCopy.PhasePitch(descriptor.Span(largest[2], 2), descriptor.Stride[2]) * descriptor.Stride[2];
        _plane = (nint)descriptor.Span(largest[1], 1) * _row;

        // A row whose columns are split by phases is padded as a whole first, behind the planes.
        CopyFloats = checked((int)((descriptor.PixelFloats * descriptor.Span(largest[0], 0) * _plane) + PlaneCopy.Slack + _row + PlaneCopy.Slack));
    }

    /// <summary>Gives a block its input, whose image, group and first position met <paramref name="input"/> tells, and <paramref name="width"/> the first column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set(ref BlockArguments block, float* input, int width, float* copy, bool isCopied)
    {
        if (descriptor.Code.FlattensPlanes)
        {
            SetTiles(ref block, input, width, copy, isCopied);
            return;
        }

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

    /// <summary>Planes that are one row each: the columns of a tile lie together, channel by channel, since it reads them as one stream.</summary>
    private void PrepareTiles(Extent3 largest)
    {
        int columns = descriptor.Code.WidthStep;
        _row = (nint)descriptor.PixelFloats * columns;
        _plane = (largest[2] + columns - 1) / columns * _row;
        CopyFloats = checked((int)(largest[0] * _plane) + (descriptor.LeavesOutPositions ? largest[2] + StridedRows.Slack : 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetTiles(ref BlockArguments block, float* input, int first, float* copy, bool isCopied)
    {
        int columns = descriptor.Code.WidthStep;
        int channels = isCopied ? 0 : descriptor.PixelFloats;
        bool leavesOut = descriptor.LeavesOutPositions;
        float* row = copy + CopyFloats - (leavesOut ? block.Width + StridedRows.Slack : 0);
        block.InputChannel = columns;
        block.InputRow = _row;
        block.InputPlane = _plane;
        block.Input = copy - (block.DepthStart * _plane);

        if (descriptor.Code.FetchesNextBlock)
        {
            // Behind a plane lies the next one of the same channel.
            block.NextInput = input + (block.DepthStart * descriptor.Stride[0] * _strides.Plane);
            block.NextPosition = first + block.Width;
            block.NextInputChannel = _strides.Channel;
        }
        else
        {
            // Kernels that can fetch it are given what they have.
            block.NextInput = copy;
        }

        // A vector's mask for what is left behind the whole ones.
        bool isWide = Avx512F.IsSupported && Processor.PrefersAvx512 && columns % MachineCosts.CacheLine == 0;
        int width = block.Width;
        Vector512<float> tail = isWide ? LaneMask.Of16(0, width % MachineCosts.CacheLine) : default;

        for (int plane = block.DepthStart; plane < block.DepthEnd; plane++)
        {
            float* source = input + (plane * descriptor.Stride[0] * _strides.Plane) + (leavesOut ? 0 : first);
            float* destination = block.Input + (plane * _plane);

            for (int channel = 0; channel < channels; channel++, source += _strides.Channel, destination += columns)
            {
                float* positions = source;

                if (leavesOut)
                {
                    _rows.Gather(source, 0, 1, first, width, row, 0);
                    positions = row;
                }

                if (isWide)
                {
                    CutIntoWideTiles(positions, width, destination, columns, tail);
                }
                else
                {
                    CutIntoTiles(positions, width, destination, columns);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CutIntoWideTiles(float* source, int count, float* destination, int columns, Vector512<float> tail)
    {
        nint gap = _row - columns;

        for (; count >= columns; count -= columns, destination += gap)
        {
            for (float* end = source + columns; source < end; source += MachineCosts.CacheLine, destination += MachineCosts.CacheLine)
            {
                Vector512.Load(source).Store(destination);
            }
        }

        for (; count >= MachineCosts.CacheLine; count -= MachineCosts.CacheLine, source += MachineCosts.CacheLine, destination += MachineCosts.CacheLine)
        {
            Vector512.Load(source).Store(destination);
        }

        if (count > 0)
        {
            // The last vector is read as a whole.
            LaneMask.Load(source, tail).Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CutIntoTiles(float* source, int count, float* destination, int columns)
    {
        int column = 0;

        for (; column + columns <= count; column += columns, destination += _row)
        {
            PlaneCopy.Copy(source + column, destination, columns);
        }

        if (column < count)
        {
            // The vectors of the last tile are read as a whole.
            new System.Span<float>(destination, columns).Clear();
            PlaneCopy.Copy(source + column, destination, count - column);
        }
    }
}
