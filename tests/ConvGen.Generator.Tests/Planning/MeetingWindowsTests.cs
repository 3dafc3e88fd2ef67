using System.Linq;
using ConvGen.Generator.Models;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>How many windows a tap meets data in, counted one by one.</summary>
public sealed class MeetingWindowsTests
{
    [Fact]
    public void Are_those_whose_tap_lies_in_the_input()
    {
        foreach (int windows in (int[])[0, 1, 2, 5])
        {
            foreach (int input in (int[])[1, 2, 6])
            {
                foreach (int stride in (int[])[1, 2, 3])
                {
                    for (int offset = -9; offset < 9; offset++)
                    {
                        int counted = Enumerable.Range(0, windows).Count(window => (window * stride) + offset >= 0 && (window * stride) + offset < input);
                        Assert.Equal(counted, WindowArithmetic.Meeting(windows, input, stride, offset));
                    }
                }
            }
        }
    }
}
