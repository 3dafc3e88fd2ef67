using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// One <c>Forward</c> call: cuts the output into blocks, copies the input of a block where the kernel does not read
/// it in place, runs the kernel, and copies the block to the output where its layout is another.
/// </summary>
internal sealed unsafe class ForwardJob(ConvLayer layer) : ParallelJob
{
    /// <summary>Blocks for each thread: enough that the last one does not leave the others idle for long.</summary>
    private const int BlocksPerThread = 4;

    /// <summary>The steps that a block of a kernel which takes many at a time keeps when it is halved.</summary>
    private const int FewSteps = 8;

    /// <summary>The pixels that a block of a flat row keeps likewise.</summary>
    private const int FewPixels = 56;

    /// <summary>The floats of weights that each core keeps in its L2 cache; larger ones come to two cores slower than to one.</summary>
    private const int CachedWeights = 128 * 1024;

    /// <summary>Floats behind a copied block that a vector at its end may read.</summary>
    private const int Slack = 32;

    /// <summary>The floats of a cache line, to which the parts of the scratch memory are rounded up.</summary>
    private const int CacheLine = 16;

    private readonly ConvDescriptor _descriptor = layer.Descriptor;
    private readonly KernelCode _code = layer.Descriptor.Code;
    private readonly int _groupParts = layer.Descriptor.GroupParts;
    private AlignedMemory?[] _scratch = [];
    private ConvGeometry _geometry;
    private TensorStrides _inputStrides;
    private TensorStrides _outputStrides;
    private float* _input;
    private float* _output;
    private Extent3 _block;
    private Extent3 _blocks;
    private nint _copyRow;
    private nint _copyPlane;
    private int _copyFloats;
    private int _tileFloats;

    /// <summary>Computes the output. The tensors must be pinned and as long as the geometry says.</summary>
    public void Forward(in ConvGeometry geometry, float* input, float* output, int threads)
    {
        _geometry = _code.FlattensPixels ? geometry.Flattened() : geometry;
        _input = input;
        _output = output;
        _inputStrides = TensorStrides.Create(_descriptor.Layout, _geometry.Input, _descriptor.InChannels);
        _outputStrides = TensorStrides.Create(_descriptor.Layout, _geometry.Output, _descriptor.Filters);
        PlanBlocks(threads);
        int items = checked((int)Items);
        threads = Math.Min(threads, items);
        ReserveScratch(threads);
        RunAll(items, threads);
    }

    /// <inheritdoc/>
    protected override void Recycle()
    {
        layer.Jobs.Return(this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(int item, int worker)
    {
        (int part, int rest) = Math.DivRem(item, _blocks[0] * _blocks[1] * _blocks[2]);
        (int image, part) = Math.DivRem(part, _groupParts);
        (int depthBlock, rest) = Math.DivRem(rest, _blocks[1] * _blocks[2]);
        (int heightBlock, int widthBlock) = Math.DivRem(rest, _blocks[2]);
        int depth = depthBlock * _block[0];
        int height = heightBlock * _block[1];
        int width = widthBlock * _block[2];

        BlockArguments block = new()
        {
            Weights = layer.Weights.Pointer + ((nint)part * (layer.Weights.Length / _groupParts)),
            Bias = layer.Bias.Pointer + (part * (layer.Bias.Length / _groupParts)),
            DepthStart = depth,
            DepthEnd = Math.Min(depth + _block[0], _geometry.Output[0]),
            HeightStart = height,
            HeightEnd = Math.Min(height + _block[1], _geometry.Output[1]),
            Width = Math.Min(_block[2], _geometry.Output[2] - width),
        };
        float* scratch = _scratch[worker] is { } memory ? memory.Pointer : null;
        block.Scratch = scratch + _copyFloats + _tileFloats;
        float* input = _input + ((nint)image * _geometry.InputFloats) + (part * (_descriptor.InChannels / _groupParts) * _inputStrides.Channel);
        float* output = _output + ((nint)image * _geometry.OutputFloats) + (part * (_descriptor.Filters / _groupParts) * _outputStrides.Channel);

        if (_code.ReadsInPlace)
        {
            ReadInPlace(ref block, input, width);
        }
        else
        {
            CopyInput(ref block, input, width, scratch);
        }

        if (_descriptor.Layout == Layout.ChannelsLast)
        {
            block.OutputPlane = _outputStrides.Plane;
            block.OutputRow = _outputStrides.Row;
            block.Output = output + (width * _outputStrides.Pixel);
            _code.Run(&block);
        }
        else
        {
            float* tile = scratch + _copyFloats;
            block.OutputRow = (nint)block.Width * _descriptor.Filters;
            block.OutputPlane = (block.HeightEnd - height) * block.OutputRow;
            block.Output = tile - (depth * block.OutputPlane) - (height * block.OutputRow);
            _code.Run(&block);
            StoreChannelsFirst(block, tile, output + width);
        }
    }

    private void ReadInPlace(ref BlockArguments block, float* input, int width)
    {
        block.InputPlane = _inputStrides.Plane;
        block.InputRow = _inputStrides.Row;
        block.InputDepth = _geometry.Input[0];
        block.InputHeight = _geometry.Input[1];
        block.PaddingDepth = _geometry.Padding[0];
        block.PaddingHeight = _geometry.Padding[1];
        block.InputWidth = _geometry.Input[2];
        block.FirstColumn = (width * _descriptor.Stride[2]) - _geometry.Padding[2];
        block.PaddingWidth = _geometry.Padding[2];
        block.Input = input + ((nint)width * _descriptor.Stride[2] * _inputStrides.Pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyInput(ref BlockArguments block, float* input, int width, float* copy)
    {
        int depth = (block.DepthStart * _descriptor.Stride[0]) - _geometry.Padding[0];
        int depthEnd = depth + (int)Span(block.DepthEnd - block.DepthStart, 0);
        int height = (block.HeightStart * _descriptor.Stride[1]) - _geometry.Padding[1];
        int heightEnd = height + (int)Span(block.HeightEnd - block.HeightStart, 1);
        int first = (width * _descriptor.Stride[2]) - _geometry.Padding[2];
        int columns = (int)Span(block.Width, 2);
        bool clips = _descriptor.PaddingMode == PaddingMode.Zeros && !_code.PadsRows;

        if (clips)
        {
            // The kernel leaves out the taps that meet padding, so that only what holds data is copied.
            (depth, depthEnd) = (Math.Max(depth, 0), Math.Min(depthEnd, _geometry.Input[0]));
            (height, heightEnd) = (Math.Max(height, 0), Math.Min(heightEnd, _geometry.Input[1]));
        }

        // Channels that lie in planes of their own are copied a few at a time, each as one long stream.
        int pixelFloats = _descriptor.PixelFloats;
        int together = _inputStrides.Channel == 1 || layer.ChannelMap is not null ? pixelFloats : CacheLine;

        for (int channel = 0; channel < pixelFloats; channel += together)
        {
            int channels = Math.Min(together, pixelFloats - channel);
            float* planes = input + (channel * _inputStrides.Channel);
            CopyChannels(planes, copy + channel, channels, (depth, depthEnd), (height, heightEnd), first, columns);
        }

        block.InputPlane = _copyPlane;
        block.InputRow = _copyRow;
        block.Input = copy - (depth * _copyPlane) - (height * _copyRow);

        if (clips)
        {
            block.PaddingDepth = _geometry.Padding[0];
            block.PaddingHeight = _geometry.Padding[1];
            block.InputDepth = _geometry.Input[0];
            block.InputHeight = _geometry.Input[1];
        }
        else
        {
            // The copy holds its padding: positions count from the start of the padded input and every tap meets data.
            block.Input -= (_geometry.Padding[0] * _copyPlane) + (_geometry.Padding[1] * _copyRow);
            block.InputDepth = (int)Span(_geometry.Output[0], 0);
            block.InputHeight = (int)Span(_geometry.Output[1], 1);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StoreChannelsFirst(in BlockArguments block, float* tile, float* output)
    {
        int rows = block.HeightEnd - block.HeightStart;
        int filters = _descriptor.Filters;
        int stored = filters / _groupParts;
        bool wholeRows = block.Width == _geometry.Output[2];

        for (int plane = block.DepthStart; plane < block.DepthEnd; plane++)
        {
            float* destination = output + (plane * _outputStrides.Plane) + (block.HeightStart * _outputStrides.Row);
            float* source = tile + ((plane - block.DepthStart) * block.OutputPlane);

            // Whole rows follow each other without a gap on both sides, so that they transpose as one.
            int runs = wholeRows ? 1 : rows;
            nint pixels = wholeRows ? (nint)rows * block.Width : block.Width;

            for (int run = 0; run < runs; run++)
            {
                Transposition.CopyByColumns(
                    source + (run * block.OutputRow), filters, destination + (run * _outputStrides.Row), _outputStrides.Channel, pixels, stored);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PlanBlocks(int threads)
    {
        if (_code.Block is [int depth, int height, int width])
        {
            _block = Extent3.Create(depth, height, width);
        }
        else if (_code.MostSteps < int.MaxValue)
        {
            BlockShape shape = BlockShape.ChooseSteps(
                [_geometry.Output[0], _geometry.Output[1], _geometry.Output[2]], _code.OutputStep, _code.MostSteps);
            _block = Extent3.Create(shape.Depth, shape.Height, shape.Width);
        }
        else
        {
            BlockShape shape = BlockShape.Choose(
                [_geometry.Output[0], _geometry.Output[1], _geometry.Output[2]],
                [_descriptor.EffectiveKernel(0), _descriptor.EffectiveKernel(1), _descriptor.EffectiveKernel(2)],
                _descriptor.Stride,
                _descriptor.PixelFloats,
                _code.WidthStep);
            _block = Extent3.Create(shape.Depth, shape.Height, shape.Width);
        }

        _copyRow = (nint)Span(_block[2], 2) * _descriptor.PixelFloats;
        _copyPlane = (nint)Span(_block[1], 1) * _copyRow;
        CountBlocks();

        // Smaller blocks give every thread several, so that all end at about the same time.
        while (threads > 1 && WantsMoreBlocks(threads) && Divisible() is int axis and >= 0)
        {
            int steps = (_block[axis] + Step(axis) - 1) / Step(axis);
            _block[axis] = (steps + 1) / 2 * Step(axis);
            CountBlocks();
        }
    }

    private bool WantsMoreBlocks(int threads)
    {
        // A kernel that takes many steps at a time runs once over its weights for all of them: few steps would pay the
        // weights' way from memory, so that such blocks are only halved to keep every thread busy.
        long steps = (long)(_block[0] / _code.OutputStep[0]) * (_block[1] / _code.OutputStep[1]) * (_block[2] / _code.OutputStep[2]);

        if (_code.FlattensPixels && _block[2] <= FewPixels && layer.Weights.Length > CachedWeights)
        {
            return false;
        }

        bool isSmall = _code.FlattensPixels ? _block[2] <= FewPixels : _code.MostSteps < int.MaxValue && steps < 2 * FewSteps;
        return Items < (isSmall ? threads : (long)threads * BlocksPerThread);
    }

    /// <summary>The outermost axis along which a block can be halved; −1 when there is none. Rows of known width are cut by the kernel.</summary>
    private int Divisible()
    {
        for (int axis = 0; axis < (_code.FlattensPixels ? 3 : 2); axis++)
        {
            if (_block[axis] > Step(axis))
            {
                return axis;
            }
        }

        return -1;
    }

    private int Step(int axis)
    {
        return axis == 2 ? _code.WidthStep : _code.OutputStep[axis];
    }

    private long Items => (long)_geometry.Batch * _groupParts * _blocks[0] * _blocks[1] * _blocks[2];

    private void CountBlocks()
    {
        for (int axis = 0; axis < 3; axis++)
        {
            _blocks[axis] = (_geometry.Output[axis] + _block[axis] - 1) / _block[axis];
        }
    }

    private void ReserveScratch(int threads)
    {
        _copyFloats = _code.ReadsInPlace ? 0 : checked((int)((Span(_block[0], 0) * _copyPlane) + Slack)) / CacheLine * CacheLine;
        int tile = _descriptor.Layout == Layout.ChannelsLast
            ? 0
            : checked(_block[0] * _block[1] * _block[2] * _descriptor.Filters);
        _tileFloats = checked(tile + CacheLine - 1) / CacheLine * CacheLine;
        int floats = checked(_copyFloats + _tileFloats + _code.ScratchFloats);

        if (_scratch.Length < threads)
        {
            Array.Resize(ref _scratch, threads);
        }

        for (int i = 0; i < threads && floats > 0; i++)
        {
            if (_scratch[i] is not { } memory || memory.Length < floats)
            {
                _scratch[i] = new AlignedMemory(floats);
            }
        }
    }

    /// <summary>The input positions that <paramref name="count"/> windows span along an axis, whole steps of the kernel counted.</summary>
    private long Span(int count, int axis)
    {
        int step = _code.OutputStep[axis];
        long whole = (count + step - 1L) / step * step;
        return BlockShape.Span(whole, _descriptor.EffectiveKernel(axis), _descriptor.Stride[axis]);
    }
}
