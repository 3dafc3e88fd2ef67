using System.Collections.Generic;
using System.Linq;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Cli;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

public sealed class ShapesFileTests
{
    // The columns stand in another order than the reader asks for them, with one it does not know.
    private const string Header =
        "nd\tname\tmb\tgroups\tic\tid\tih\tiw\toc\tod\toh\tow\tkd\tkh\tkw\tstrides\tpads_begin\tpads_end\tdilation";

    [Fact]
    public void ReadsEveryDimensionOfTheRank()
    {
        ConvCase layer = Single("3\ta\t50\t2\t4\t5\t6\t7\t8\t3\t3\t3\t3\t2\t5\t1,2,3\t0,0,1\t0,1,3\t1,2,1").Case!;

        Assert.Equal("a", layer.Name);
        Assert.Equal((2, 4, 8), (layer.Groups, layer.InChannels, layer.Filters));
        Assert.Equal([5, 6, 7], layer.Input);
        Assert.Equal([3, 2, 5], layer.Kernel);
        Assert.Equal([1, 2, 3], layer.Stride);
        Assert.Equal([0, 0, 1], layer.PadBegin);
        Assert.Equal([0, 1, 3], layer.PadEnd);
        Assert.Equal([1, 2, 1], layer.Dilation);
        Assert.Equal([3, 3, 3], layer.Output);
    }

    [Fact]
    public void CountsTheOperationsOfOneImage()
    {
        ConvCase layer = Single("2\ta\t50\t2\t4\t1\t6\t7\t8\t1\t5\t5\t1\t2\t3\t1,1,1\t0,0,0\t0,0,0\t1,1,1").Case!;

        Assert.Equal(4 * 6 * 7, layer.InputLength);
        Assert.Equal(8 * 5 * 5, layer.OutputLength);
        Assert.Equal(8 * 2 * 2 * 3, layer.WeightCount);
        Assert.Equal(2.0 * 8 * 5 * 5 * 2 * 2 * 3, layer.Flops);
    }

    [Fact]
    public void CropsTheInputWherePaddingIsNegative()
    {
        ConvCase layer = Single("2\ta\t1\t1\t1\t1\t9\t9\t1\t1\t6\t8\t1\t2\t2\t1,1,1\t0,-1,1\t0,-1,-1\t1,1,1").Case!;

        Assert.Equal([7, 8], layer.Input);
        Assert.Equal([0, 1], layer.PadBegin);
        Assert.Equal([0, 0], layer.PadEnd);
    }

    [Theory]
    [InlineData("2\tx\t1", "3 columns")]
    [InlineData("4\tx\t1\t1\t1\t1\t9\t9\t1\t1\t8\t8\t1\t2\t2\t1,1,1\t0,0,0\t0,0,0\t1,1,1", "nd is 1, 2 or 3, not 4")]
    [InlineData("2\tx\t1\t1\tmany\t1\t9\t9\t1\t1\t8\t8\t1\t2\t2\t1,1,1\t0,0,0\t0,0,0\t1,1,1", "ic must be")]
    [InlineData("2\tx\t1\t1\t1\t1\t9\t9\t1\t1\t8\t8\t1\t2\t2\t1,1\t0,0,0\t0,0,0\t1,1,1", "strides must be")]
    [InlineData("2\tx\t1\t1\t1\t1\t9\t9\t1\t1\t8\t8\t1\t2\t2\t1,0,1\t0,0,0\t0,0,0\t1,1,1", "strides, dilation")]
    [InlineData("2\tx\t1\t2\t3\t1\t9\t9\t2\t1\t8\t8\t1\t2\t2\t1,1,1\t0,0,0\t0,0,0\t1,1,1", "2 groups do not divide 3")]
    [InlineData("2\tx\t1\t1\t1\t1\t9\t9\t1\t1\t8\t7\t1\t2\t2\t1,1,1\t0,0,0\t0,0,0\t1,1,1", "the shapes give 8x8")]
    public void FailsARowByItsLineAndReadsTheOthers(string line, string problem)
    {
        const string Good = "1\tgood\t1\t1\t1\t1\t1\t9\t1\t1\t1\t8\t1\t1\t2\t1,1,1\t0,0,0\t0,0,0\t1,1,1";
        IReadOnlyList<CaseRow> rows = ShapesFile.Parse([Header, "# a remark", line, Good], "list.tsv");

        Assert.Null(rows[0].Case);
        Assert.StartsWith("line 3: ", rows[0].Problem);
        Assert.Contains(problem, rows[0].Problem);
        Assert.NotNull(rows[1].Case);
        Assert.Null(rows[1].Problem);
    }

    [Fact]
    public void NamesTheColumnsThatAreMissing()
    {
        string header = Header.Replace("\tdilation", "").Replace("\tkw", "");
        UsageException exception = Assert.Throws<UsageException>(() => ShapesFile.Parse([header], "list.tsv"));

        Assert.Contains("list.tsv", exception.Message);
        Assert.Contains("kw, dilation", exception.Message);
    }

    private static CaseRow Single(string line)
    {
        return ShapesFile.Parse([Header, line], "list.tsv").Single();
    }
}
