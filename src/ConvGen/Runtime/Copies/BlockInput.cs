using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// The input of a block of output positions: where it lies, or a copy of it, padded and with channels last or in planes of their own.
/// </summary>
internal sealed unsafe class BlockInput(ConvLayer layer)
{
    /// <summary>Floats behind a copied block that a vector at its end may read.</summary>
    private const int Slack = 32;

    private readonly ConvDescriptor _descriptor = layer.Descriptor;
    private readonly KernelCode _code = layer.Descriptor.Code;
    private readonly PlanarInput? _planes = layer.Descriptor.Code is { ReadsPlanes: true, ReadsInPlace: false } ? PlanarInput.Create(layer.Descriptor) : null;
    private readonly GatheredInput? _gathered = layer.Descriptor is { Code.GatheredWindow: > 0, Layout: Layout.ChannelsLast } ? new GatheredInput(layer.Descriptor) : null;
    private readonly GatheredPlanes? _gatheredPlanes = layer.Descriptor is { Code.GatheredWindow: > 0, Layout: not Layout.ChannelsLast } ? new GatheredPlanes(layer.Descriptor) : null;
    private readonly int _channelsOfPart = layer.Descriptor.InChannels / layer.Descriptor.GroupParts;
    private ConvGeometry _geometry;
    private TensorStrides _inputStrides;
    private nint _firstWindow;
    private nint _copyRow;
    private nint _copyPlane;

    /// <summary>The floats of a copied block; 0 when the kernel reads the input where it lies.</summary>
    public int CopyFloats { get; private set; }

    /// <summary>Prepares for a call.</summary>
    /// <param name="geometry">The call's shapes.</param>
    /// <param name="shape">The same before any axes were made one.</param>
    /// <param name="largest">The largest block: the pitches of a copy are those of its rows and planes, however blocks are cut for threads.</param>
    public void Prepare(in ConvGeometry geometry, in ConvGeometry shape, Extent3 largest)
    {
        _geometry = geometry;
        _inputStrides = TensorStrides.Create(_descriptor.Layout, geometry.Input, _descriptor.InChannels);

        // Negative padding is what lies before the first window: kernels that read the input in place know of none, nor do copies of the positions met.
        _firstWindow = -((Math.Min(geometry.Padding[0], 0) * _inputStrides.Plane)
            + (Math.Min(geometry.Padding[1], 0) * _inputStrides.Row)
            + (Math.Min(geometry.Padding[2], 0) * _inputStrides.Pixel));

        if (_planes is not null)
        {
            _planes.Prepare(geometry, shape.Output[2], largest);
            CopyFloats = MachineCosts.Lines(_planes.CopyFloats) * MachineCosts.CacheLine;
            return;
        }

        if (_gathered is not null)
        {
            _gathered.Prepare(shape);
            CopyFloats = checked(largest[2] * _code.GatheredWindow);
            return;
        }

        if (_gatheredPlanes is not null)
        {
            _gatheredPlanes.Prepare(shape, largest[2]);
            CopyFloats = MachineCosts.Lines(_gatheredPlanes.CopyFloats) * MachineCosts.CacheLine;
            return;
        }

        _copyRow = (nint)(_code.KeepsRows ? geometry.Input[2] : _descriptor.Span(largest[2], 2)) * _descriptor.PixelFloats;
        _copyPlane = (nint)_descriptor.Span(largest[1], 1) * _copyRow;
        CopyFloats = _code.ReadsInPlace ? 0 : checked((int)((_descriptor.Span(largest[0], 0) * _copyPlane) + Slack)) / MachineCosts.CacheLine * MachineCosts.CacheLine;
    }

    /// <summary>Gives a block its input.</summary>
    /// <param name="block">The block, whose output positions are set.</param>
    /// <param name="image">The input of all images.</param>
    /// <param name="index">The image of the batch.</param>
    /// <param name="part">The part of the groups.</param>
    /// <param name="filters">The block's filters, with the channels of the part that they meet.</param>
    /// <param name="width">The block's first output column.</param>
    /// <param name="copy">Takes <see cref="CopyFloats"/> floats.</param>
    /// <param name="isCopied">Whether the copy is there since the thread's last item.</param>
    public void Set(ref BlockArguments block, float* image, int index, int part, in FilterShare filters, int width, float* copy, bool isCopied)
    {
        int first = (part * _channelsOfPart) + filters.FirstChannel;
        float* input = image + ((nint)index * _geometry.InputFloats) + (first * _inputStrides.Channel);

        if (_code.ReadsInPlace)
        {
            ReadInPlace(ref block, input, width);
        }
        else if (_code.GatheredWindow > 0)
        {
            Gather(ref block, input, width, copy, isCopied);
        }
        else if (_planes is not null)
        {
            _planes.Set(ref block, input + _firstWindow, width, copy, isCopied);
        }
        else
        {
            Copy(ref block, input, layer.ChannelMap is null ? filters.Channels : _descriptor.PixelFloats, width, copy, isCopied);
        }
    }

    private void ReadInPlace(ref BlockArguments block, float* input, int width)
    {
        block.InputChannel = _inputStrides.Channel;
        block.InputPlane = _inputStrides.Plane;
        block.InputRow = _inputStrides.Row;
        block.InputDepth = _geometry.Input[0];
        block.InputHeight = _geometry.Input[1];
        block.PaddingDepth = _geometry.Padding[0];
        block.PaddingHeight = _geometry.Padding[1];
        block.InputWidth = _geometry.Input[2];
        block.FirstColumn = (width * _descriptor.Stride[2]) - _geometry.Padding[2];
        block.PaddingWidth = _geometry.Padding[2];
        block.Input = input + _firstWindow + ((nint)width * _descriptor.Stride[2] * _inputStrides.Pixel);
    }

    private void Gather(ref BlockArguments block, float* input, int width, float* copy, bool isCopied)
    {
        if (!isCopied)
        {
            _gathered?.Copy(input, width, block.Width, copy);
            _gatheredPlanes?.Copy(input + _firstWindow, width, block.Width, copy);
        }

        block.Input = copy;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Copy(ref BlockArguments block, float* input, int channels, int width, float* copy, bool isCopied)
    {
        int depth = (block.DepthStart * _descriptor.Stride[0]) - _geometry.Padding[0];
        int depthEnd = depth + (int)_descriptor.Span(block.DepthEnd - block.DepthStart, 0);
        int height = (block.HeightStart * _descriptor.Stride[1]) - _geometry.Padding[1];
        int heightEnd = height + (int)_descriptor.Span(block.HeightEnd - block.HeightStart, 1);
        int first = (width * _descriptor.Stride[2]) - _geometry.Padding[2];
        int columns = (int)_descriptor.Span(block.Width, 2);
        bool clips = _descriptor.PaddingMode == PaddingMode.Zeros && !_code.PadsRows;

        if (clips)
        {
            // The kernel leaves out the taps that meet padding, so that only what holds data is copied.
            (depth, depthEnd) = (Math.Max(depth, 0), Math.Min(depthEnd, _geometry.Input[0]));
            (height, heightEnd) = (Math.Max(height, 0), Math.Min(heightEnd, _geometry.Input[1]));
        }

        // Channels that lie in planes of their own are copied a few at a time, each as one long stream.
        int most = _inputStrides.Channel == 1 || layer.ChannelMap is not null ? channels : MachineCosts.CacheLine;

        for (int channel = 0; channel < channels && !isCopied; channel += most)
        {
            int together = Math.Min(most, channels - channel);
            float* planes = input + (channel * _inputStrides.Channel);

            if (_code.KeepsRows)
            {
                CopyRows(planes, copy + channel, together, (depth, depthEnd), (height, heightEnd));
            }
            else
            {
                CopyChannels(planes, copy + channel, together, (depth, depthEnd), (height, heightEnd), first, columns);
            }
        }

        block.InputPlane = _copyPlane;
        block.InputRow = _copyRow;
        block.Input = copy - (depth * _copyPlane) - (height * _copyRow);

        if (_code.KeepsRows)
        {
            // The rows are copied from their first column on, which the first window may lie behind.
            block.Input -= (nint)Math.Min(_geometry.Padding[2], 0) * _descriptor.PixelFloats;
        }

        if (clips)
        {
            block.PaddingDepth = _geometry.Padding[0];
            block.PaddingHeight = _geometry.Padding[1];
            block.InputDepth = _geometry.Input[0];
            block.InputHeight = _geometry.Input[1];

            // What lies before the first window is no padding to the kernel, as where it reads the input in place.
            block.Input -= (Math.Min(_geometry.Padding[0], 0) * _copyPlane) + (Math.Min(_geometry.Padding[1], 0) * _copyRow);
        }
        else
        {
            // The copy holds its padding: positions count from the start of the padded input and every tap meets data.
            block.Input -= (_geometry.Padding[0] * _copyPlane) + (_geometry.Padding[1] * _copyRow);
            block.InputDepth = (int)_descriptor.Span(_geometry.Output[0], 0);
            block.InputHeight = (int)_descriptor.Span(_geometry.Output[1], 1);
        }
    }

    /// <summary>Copies whole rows of planes, which follow each other without a gap on both sides.</summary>
    private void CopyRows(float* input, float* copy, int channels, (int Start, int End) depth, (int Start, int End) height)
    {
        for (int plane = depth.Start; plane < depth.End; plane++)
        {
            Transposition.Copy(
                input + (plane * _inputStrides.Plane) + (height.Start * _inputStrides.Row),
                _inputStrides.Channel,
                copy + ((plane - depth.Start) * _copyPlane),
                _descriptor.PixelFloats,
                channels,
                (nint)(height.End - height.Start) * _geometry.Input[2]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyChannels(
        float* input, float* copy, int channels, (int Start, int End) depth, (int Start, int End) height, int first, int columns)
    {
        int pixelFloats = _descriptor.PixelFloats;

        for (int plane = depth.Start; plane < depth.End; plane++)
        {
            int sourcePlane = InputCopy.Source(_descriptor.PaddingMode, plane, _geometry.Input[0]);

            for (int row = height.Start; row < height.End; row++)
            {
                int sourceRow = InputCopy.Source(_descriptor.PaddingMode, row, _geometry.Input[1]);
                bool isZero = sourcePlane < 0 || sourceRow < 0;
                InputCopy.Row(
                    _descriptor.PaddingMode,
                    layer.ChannelMap,
                    pixelFloats,
                    channels,
                    isZero ? input : input + (sourcePlane * _inputStrides.Plane) + (sourceRow * _inputStrides.Row),
                    _inputStrides.Pixel,
                    _inputStrides.Channel,
                    isZero ? 0 : _geometry.Input[2],
                    copy + ((plane - depth.Start) * _copyPlane) + ((row - height.Start) * _copyRow),
                    first,
                    columns);
            }
        }
    }
}
