using System;
using System.Linq;
using ConvGen.Runtime;
using Xunit;

namespace ConvGen.Tests.Threads;

/// <summary>How the output is cut for threads: what is known of a layer goes in, blocks and shares of filters come out.</summary>
public sealed class WorkSplitTests
{
    /// <summary>Few weights stay in every core's cache: blocks of rows of the same height, as many a thread, whose input serves two shares.</summary>
    [Theory]
    [InlineData("stem 7x7 s2", 3, 64, 7, 2, 112, 112, 38, 2, "1x7x112", 2, 32)]
    [InlineData("stem, 4 threads", 3, 64, 7, 2, 112, 112, 38, 4, "1x4x112", 2, 56)]
    [InlineData("3x3", 64, 64, 3, 1, 56, 56, 8, 2, "1x4x56", 2, 28)]
    [InlineData("one thread", 64, 64, 3, 1, 56, 56, 8, 1, "1x8x56", 1, 7)]
    [InlineData("one filter block", 64, 32, 3, 1, 57, 56, 19, 2, "1x2x56", 1, 29)]
    public void Cuts_rows_evenly_where_weights_are_few(
        string name, int channels, int filters, int kernel, int stride, int height, int width, int rows, int threads, string block, int shares, int items)
    {
        Check(name, Direct(channels, filters, kernel, stride, height, width, rows), threads, block, shares, items);
    }

    /// <summary>Many weights and few pixels: each thread takes some of the filters, so that it reads their weights only.</summary>
    [Theory]
    [InlineData("3x3 s2 512 7x7", 512, 512, 3, 2, 7, 7, 7, 2, "1x7x7", 16, 16)]
    [InlineData("1x1 image", 256, 1024, 7, 1, 1, 1, 1, 2, "1x1x1", 32, 32)]
    [InlineData("four threads", 512, 512, 3, 2, 7, 7, 7, 4, "1x7x7", 16, 16)]
    [InlineData("odd rows", 512, 486, 3, 3, 13, 13, 1, 2, "1x1x13", 2, 26)]
    [InlineData("tail", 512, 100, 3, 2, 7, 7, 7, 2, "1x7x7", 4, 4)]
    public void Shares_filters_where_weights_are_many(
        string name, int channels, int filters, int kernel, int stride, int height, int width, int rows, int threads, string block, int shares, int items)
    {
        Check(name, Direct(channels, filters, kernel, stride, height, width, rows), threads, block, shares, items);
    }

    /// <summary>Minimal filtering takes whole tiles, and many at a time, since their transformed weights are read once for them.</summary>
    [Theory]
    [InlineData("256 14x14", 256, 256, 14, 5, 49, 3, 3, 2, "1x15x15", 8, 8)]
    [InlineData("64 56x56", 64, 64, 56, 6, 64, 1, 10, 2, "1x6x60", 2, 20)]
    [InlineData("128 28x28", 128, 128, 28, 6, 64, 2, 5, 2, "1x6x30", 4, 20)]
    public void Keeps_tiles_together(
        string name, int channels, int filters, int extent, int outputs, int points, int tileRows, int tileColumns, int threads, string block, int shares, int items)
    {
        LayerWork work = Filtered(channels, filters, extent, outputs, points, tileRows, tileColumns);
        Check(name, work, threads, block, shares, items);
    }

    /// <summary>A slow last cache gives weights later than another core transforms the input once more: threads share filters, not tiles.</summary>
    [Theory]
    [InlineData("near", false, "1x40x20", 16, 32)]
    [InlineData("slow", true, "1x40x40", 16, 16)]
    public void Reads_weights_once_where_the_last_cache_is_slow(string name, bool isSlow, string block, int shares, int items)
    {
        LayerWork work = Filtered(256, 512, extent: 38, outputs: 4, points: 36, tileRows: 10, tileColumns: 10);
        work.Core = isSlow ? CoreSpeed.SlowCache(avx512: true) : CoreSpeed.NearCache;
        Check(name, work, threads: 2, block, shares, items);
    }

    /// <summary>A flat row is cut into whole tiles.</summary>
    [Theory]
    [InlineData("1x1 512-2048 7x7", 512, 2048, 49, 10, 2, "1x1x49", 32, 32)]
    [InlineData("1x1 256-64 56x56", 256, 64, 3136, 14, 2, "1x1x224", 2, 28)]
    public void Cuts_flat_rows(string name, int channels, int filters, int pixels, int tile, int threads, string block, int shares, int items)
    {
        LayerWork work = Direct(channels, filters, 1, 1, 1, pixels, 1);
        work.Block[2] = Math.Min(pixels, 256 * tile);
        work.Step[2] = tile;
        work.CutsRows = true;
        work.Copies = false;
        Check(name, work, threads, block, shares, items);
    }

    /// <summary>
    /// Groups are shared out, each with its own channels, where rows do not go round: few rows, or one of a width that
    /// the kernel knows. Otherwise whole pixels are read.
    /// </summary>
    [Theory]
    [InlineData("depthwise 7x7", 1024, 1024, 7, 7, 7, 7, 1, 2, "1x7x7", 8, 8)]
    [InlineData("depthwise row", 512, 512, 31, 1, 400, 1, 1, 2, "1x1x400", 8, 8)]
    [InlineData("four threads", 1024, 1024, 7, 7, 7, 7, 1, 4, "1x7x7", 8, 8)]
    [InlineData("more threads than rows and groups", 64, 4, 3, 3, 3, 3, 4, 16, "1x1x3", 4, 12)]
    [InlineData("rows go round", 128, 128, 3, 29, 29, 15, 1, 2, "1x15x29", 1, 2)]
    [InlineData("vectors of a group stay together", 512, 16, 3, 3, 7, 3, 2, 2, "1x3x7", 8, 8)]
    public void Shares_groups_where_rows_are_few(
        string name, int channels, int groups, int kernel, int height, int width, int rows, int blocksOfGroup, int threads, string block, int shares, int items)
    {
        LayerWork work = Direct(channels, channels, kernel, 1, height, width, rows);
        int channelsOfGroup = channels / groups;
        int lanes = groups == channels ? 16 : channelsOfGroup / blocksOfGroup;
        FilterBlock[] blocks = [.. Enumerable.Range(0, channels / lanes).Select(block => new FilterBlock(block * lanes, lanes, lanes))];
        work.Filters = new FilterUnits(blocks, blocks.Length / blocksOfGroup, blocksOfGroup);
        work.SharesChannels = true;
        work.Copies = false;
        work.Window[1] = Math.Min(kernel, height);
        work.Weights = (long)kernel * work.Window[1] * channelsOfGroup * channels;
        Check(name, work, threads, block, shares, items);
    }

    /// <summary>A share has whole units; the last of them also the blocks that are left, narrow ones or such as compute filters again.</summary>
    [Theory]
    [InlineData(2, 0, "0..4 filters 0..64 lanes 0")]
    [InlineData(2, 1, "4..9 filters 64..150 lanes 64")]
    [InlineData(4, 3, "6..9 filters 96..150 lanes 96")]
    [InlineData(1, 0, "0..9 filters 0..150 lanes 0")]
    public void Shares_are_whole_units(int shares, int share, string expected)
    {
        FilterBlock[] blocks = [.. Enumerable.Range(0, 8).Select(static block => new FilterBlock(block * 16, 16, 16)), new(134, 16, 16)];
        FilterShare filters = new FilterUnits(blocks, units: 4, unitBlocks: 2).Share(shares, share);
        Assert.Equal(
            expected,
            $"{filters.BlockStart}..{filters.BlockEnd} filters {filters.FilterStart}..{filters.FilterStart + filters.Filters} lanes {filters.LaneStart}");
    }

    [Theory]
    [InlineData(0, 32, "0 of 48")]
    [InlineData(32, 64, "48 of 96")]
    [InlineData(40, 4, "48 of 48")]
    public void Filters_meet_the_channels_of_their_groups(int start, int count, string channels)
    {
        FilterShare share = new FilterShare(0, 1, start, count, 0).WithChannels(filtersOfGroup: 32, channelsOfGroup: 48);
        Assert.Equal(channels, $"{share.FirstChannel} of {share.Channels}");
    }

    /// <summary>2 images of 3 parts of the groups, 1x2x4 blocks of 1x7x16 positions, 2 shares of the filters: 96 items.</summary>
    [Theory]
    [InlineData(0, "block 0: image 0 part 0 at 0,0,0 share 0")]
    [InlineData(1, "block 0: image 0 part 0 at 0,0,0 share 1")]
    [InlineData(2, "block 1: image 0 part 0 at 0,0,16 share 0")]
    [InlineData(15, "block 7: image 0 part 0 at 0,7,48 share 1")]
    [InlineData(16, "block 8: image 0 part 1 at 0,0,0 share 0")]
    [InlineData(95, "block 47: image 1 part 2 at 0,7,48 share 1")]
    public void Items_run_through_shares_then_positions_parts_and_images(int item, string expected)
    {
        WorkSplit split = new()
        {
            Block = Extent3.Create(1, 7, 16),
            Blocks = Extent3.Create(1, 2, 4),
            FilterShares = 2,
            Items = 96,
        };
        ItemPosition at = split.Locate(item, parts: 3);
        Assert.Equal(expected, $"block {at.Block}: image {at.Image} part {at.Part} at {at.Depth},{at.Height},{at.Width} share {at.Share}");
    }

    [Fact]
    public void Batches_and_parts_are_blocks_too()
    {
        LayerWork work = Direct(64, 64, 3, 1, 56, 56, 56);
        work.Images = 64;
        Check("batch", work, 2, "1x56x56", 1, 64);
    }

    [Fact]
    public void Kernels_of_all_filters_are_cut_along_their_rows()
    {
        LayerWork work = Direct(512, 512, 3, 2, 7, 7, 7);
        work.Filters = new FilterUnits((FilterBlock[])[new(0, 512, 512)], units: 1, unitBlocks: 1);
        Check("all filters", work, 2, "1x4x7", 1, 2);
    }

    /// <summary>A thread is woken for ten microseconds of work, 16 multiply-adds a cycle, and no more are than may be.</summary>
    [Theory]
    [InlineData(2, 8, 1)]
    [InlineData(27, 8, 1)]
    [InlineData(28, 8, 2)]
    [InlineData(56, 8, 4)]
    [InlineData(56, 3, 3)]
    public void Threads_have_enough_to_do(int rows, int most, int threads)
    {
        // 36,864 weights meet 1 column of each row.
        Assert.Equal(threads, WorkSplit.Threads(Direct(64, 64, 3, 1, rows, 1, rows), most));
    }

    private static void Check(string name, in LayerWork work, int threads, string block, int shares, int items)
    {
        WorkSplit split = WorkSplit.Choose(work, threads);
        string text = $"{split.Block[0]}x{split.Block[1]}x{split.Block[2]}";
        Assert.Equal((name, block, shares, (long)items), (name, text, split.FilterShares, split.Items));
    }

    private static LayerWork Filtered(int channels, int filters, int extent, int outputs, int points, int tileRows, int tileColumns)
    {
        LayerWork work = Direct(channels, filters, 3, 1, extent, extent, tileRows * outputs);
        work.Block[2] = tileColumns * outputs;
        work.Step = Extent3.Create(1, outputs, outputs);
        work.KernelStep = work.Step;
        work.CutsRows = true;
        work.Copies = false;
        work.Points = points * channels;
        work.Weights = (long)points * channels * filters;
        return work;
    }

    private static LayerWork Direct(int channels, int filters, int kernel, int stride, int height, int width, int rows)
    {
        const int Lanes = 32;
        LayerWork work = default;
        work.Core = CoreSpeed.NearCache;
        work.Images = 1;
        work.Output = Extent3.Create(1, height, width);
        work.Block = Extent3.Create(1, rows, width);
        work.Step = Extent3.Create(1, 1, 1);
        work.KernelStep = Extent3.Create(1, 1, 1);
        work.Window = Extent3.Create(1, kernel, kernel);
        work.Stride = Extent3.Create(1, stride, stride);
        work.PixelFloats = channels;
        work.Copies = true;
        work.Weights = (long)kernel * kernel * channels * filters;
        FilterBlock[] blocks = [.. Enumerable.Range(0, (filters + Lanes - 1) / Lanes)
            .Select(block => new FilterBlock(block * Lanes, Math.Min(Lanes, filters - (block * Lanes)), Lanes))];
        work.Filters = new FilterUnits(blocks, blocks.Length, unitBlocks: 1);
        return work;
    }
}
