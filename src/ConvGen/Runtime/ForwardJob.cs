using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// One <c>Forward</c> call: runs the kernel on the items into which the output is cut, and copies each to the output
/// where its layout is another.
/// </summary>
internal sealed unsafe class ForwardJob(ConvLayer layer) : ParallelJob
{
    private readonly ConvDescriptor _descriptor = layer.Descriptor;
    private readonly KernelCode _code = layer.Descriptor.Code;
    private readonly int _groupParts = layer.Descriptor.GroupParts;
    private readonly int _filtersOfPart = layer.Descriptor.Filters / layer.Descriptor.GroupParts;
    private readonly BlockInput _blockInput = new(layer);

    /// <summary>The floats of packed weights that each lane of a block of filters has.</summary>
    private readonly int _weightsOfLane = layer.Weights.Length / layer.Bias.Length;

    private readonly int _lanesOfPart = layer.Bias.Length / layer.Descriptor.GroupParts;
    private AlignedMemory?[] _scratch = [];
    private FilterShare[] _shares = [];
    private (int Block, int Channel, int Tiles)[] _last = [];
    private ConvGeometry _shape;
    private ConvGeometry _summed;
    private ConvGeometry _geometry;
    private TensorStrides _outputStrides;
    private WorkSplit _split;
    private int _threadsPlanned;
    private int _threads;
    private int _tileFloats;
    private float* _input;
    private float* _output;

    /// <summary>The shapes of the call.</summary>
    public ref readonly ConvGeometry Shape => ref _shape;

    /// <summary>Takes the shapes of a call; those of the last serve a call like it.</summary>
    /// <exception cref="ArgumentException">The extents give no output; the shapes stay as they were.</exception>
    public void SetShape(int batch, int depth, int height, int width)
    {
        if (_shape.Batch == 0 || !_shape.IsOf(batch, depth, height, width))
        {
            _shape = ConvGeometry.Create(_descriptor, batch, depth, height, width);
            _threadsPlanned = 0;
        }
    }

    /// <summary>Computes the output. The tensors must be pinned and as long as the shapes say.</summary>
    public void Forward(float* input, float* output, int threadsAllowed)
    {
        if (threadsAllowed != _threadsPlanned)
        {
            Plan(threadsAllowed);
        }

        _input = input;
        _output = output;

        for (int worker = 0; worker < _threads; worker++)
        {
            _last[worker].Block = -1;
        }

        RunAll((int)_split.Items, _threads);

        if (layer.PaddedOutputs is { } padded)
        {
            OutputSpread.Run(_descriptor, _shape, _summed, padded, output);
        }
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
        ItemPosition position = _split.Locate(item, _groupParts);
        ref readonly FilterShare filters = ref _shares[position.Share];

        // Shares are innermost: a thread that takes several of a block and a group has their input already after the first.
        bool isLast = position.Block == _last[worker].Block && filters.FirstChannel == _last[worker].Channel;
        (int image, int part) = (position.Image, position.Part);
        (int depth, int height, int width) = (position.Depth, position.Height, position.Width);
        nint lanes = ((nint)part * _lanesOfPart) + filters.LaneStart;
        float* scratch = _scratch[worker] is { } memory ? memory.Pointer : null;
        float* tile = scratch + _blockInput.CopyFloats;

        BlockArguments block = new()
        {
            Weights = layer.Weights.Pointer + (lanes * _weightsOfLane),
            Bias = layer.Bias.Pointer + lanes,
            FilterBlockStart = filters.BlockStart,
            FilterBlockEnd = filters.BlockEnd,
            DepthStart = depth,
            DepthEnd = Math.Min(depth + _split.Block[0], _geometry.Output[0]),
            HeightStart = height,
            HeightEnd = Math.Min(height + _split.Block[1], _geometry.Output[1]),
            Width = Math.Min(_split.Block[2], _geometry.Output[2] - width),
            Scratch = tile + _tileFloats,
            Tiles = isLast ? _last[worker].Tiles : 0,
        };

        _blockInput.Set(ref block, _input, image, part, filters, width, scratch, isCopied: isLast);
        float* output = _output
            + ((nint)image * _geometry.OutputFloats)
            + (((part * _filtersOfPart) + filters.FilterStart) * _outputStrides.Channel)
            + (width * _outputStrides.Pixel);

        if (_descriptor.KernelStores)
        {
            SetOutput(&block);
            block.Output = output;
            Run(&block);
        }
        else
        {
            int rows = block.HeightEnd - height;
            block.OutputRow = (nint)block.Width * _filtersOfPart;
            block.OutputPlane = rows * block.OutputRow;
            block.Output = tile - (depth * block.OutputPlane) - (height * block.OutputRow);
            Run(&block);
            SetOutput(&block);
            BlockOutput.Store(&block, tile, _filtersOfPart, filters.Filters, output, depth, block.DepthEnd - depth, height, rows);
        }

        _last[worker] = (position.Block, filters.FirstChannel, block.Tiles);
    }

    private void SetOutput(BlockArguments* block)
    {
        block->OutputChannel = _outputStrides.Channel;
        block->OutputPlane = _outputStrides.Plane;
        block->OutputRow = _outputStrides.Row;
    }

    private void Run(BlockArguments* block)
    {
        if (_code.Scalar is { } scalar)
        {
            scalar.Run(_descriptor, block);
        }
        else
        {
            _code.Run(block);
        }
    }

    private void Plan(int threadsAllowed)
    {
        _threadsPlanned = 0;
        _summed = _descriptor.PaddedOutputs is null ? _shape : _shape.WithoutPadding(_descriptor);
        _geometry = _summed.Flattened(_descriptor);
        _outputStrides = TensorStrides.Create(_descriptor.Layout, _geometry.Output, _descriptor.Filters);
        LayerWork work = LayerWork.Create(layer, _geometry);
        int threads = WorkSplit.Threads(work, threadsAllowed);
        _split = WorkSplit.Choose(work, threads);
        _threads = Math.Min(threads, checked((int)_split.Items));
        _shares = Shares(_split.FilterShares);
        _blockInput.Prepare(_geometry, _summed, work.Block);
        ReserveScratch();

        // Only now, so that a plan which failed is made again.
        _threadsPlanned = threadsAllowed;
    }

    private FilterShare[] Shares(int count)
    {
        FilterShare[] shares = new FilterShare[count];

        for (int i = 0; i < count; i++)
        {
            shares[i] = _descriptor.FilterUnits.Share(count, i).WithChannels(_descriptor.FiltersPerGroup, _descriptor.ChannelsPerGroup);
        }

        return shares;
    }

    private void ReserveScratch()
    {
        int tile = _descriptor.KernelStores
            ? 0
            : checked(_split.Block[0] * _split.Block[1] * _split.Block[2] * _filtersOfPart);
        _tileFloats = checked(tile + MachineCosts.CacheLine - 1) / MachineCosts.CacheLine * MachineCosts.CacheLine;
        int floats = checked(_blockInput.CopyFloats + _tileFloats + _code.ScratchFloats);

        if (_scratch.Length < _threads)
        {
            Array.Resize(ref _scratch, _threads);
            _last = new (int Block, int Channel, int Tiles)[_threads];
        }

        for (int i = 0; i < _threads && floats > 0; i++)
        {
            if (_scratch[i] is not { } memory || memory.Length < floats)
            {
                _scratch[i] = new AlignedMemory(floats);
            }
        }
    }
}
