using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ConvGen.Tests.Jit;

/// <summary>The disassembly of one method, as <c>DOTNET_JitDisasm</c> prints it.</summary>
/// <param name="Name">The method's name without type and parameters.</param>
/// <param name="IsOptimized">Whether RyuJIT optimised it.</param>
/// <param name="FrameIsBase">Whether <c>rbp</c> points into the stack; otherwise it is a register like any other.</param>
/// <param name="Lines">Labels and instructions.</param>
internal sealed partial record MethodListing(string Name, bool IsOptimized, bool FrameIsBase, IReadOnlyList<string> Lines)
{
    private const string Heading = "; Assembly listing for method ";

    /// <summary>Reads the listings of a file.</summary>
    public static IReadOnlyList<MethodListing> Parse(string text)
    {
        return
        [
            .. text.Split(Heading, StringSplitOptions.None).Skip(1).Select(static method =>
            {
                string[] lines = method.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return new MethodListing(
                    MethodName().Match(lines[0]).Groups[1].Value,
                    lines[0].Contains("FullOpts", StringComparison.Ordinal),
                    method.Contains("; rbp based frame", StringComparison.Ordinal),
                    [.. lines.Skip(1).Where(static line => line[0] != ';')]);
            }),
        ];
    }

    /// <summary>Finds the innermost loops that multiply and add, the instructions of each from its label to the jump back.</summary>
    public IReadOnlyList<string[]> HotLoops()
    {
        return [.. InnermostLoops().Where(static loop => MultiplyAdds(loop) > 0)];
    }

    /// <summary>Finds the innermost loops, the instructions of each from its label to the conditional jump back; one that is not conditional comes back from a branch that the JIT has laid behind the method.</summary>
    public IReadOnlyList<string[]> InnermostLoops()
    {
        List<(int Start, int End)> loops = [];

        for (int end = 0; end < Lines.Count; end++)
        {
            Match jump = Jump().Match(Lines[end]);

            if (jump.Success && LabelBefore(jump.Groups[1].Value, end) is int start)
            {
                loops.Add((start, end));
            }
        }

        return
        [
            .. loops
                .Where(loop => !loops.Exists(inner => inner != loop && inner.Start >= loop.Start && inner.End <= loop.End))
                .Select(loop => Lines.Skip(loop.Start).Take(loop.End - loop.Start + 1).ToArray()),
        ];
    }

    /// <summary>Counts the multiply-adds of a loop.</summary>
    public static int MultiplyAdds(IEnumerable<string> loop)
    {
        return loop.Count(static line => line.StartsWith("vfmadd", StringComparison.Ordinal));
    }

    /// <summary>Counts the additions, subtractions and multiplications of vectors in some instructions, fused or not.</summary>
    public static int Arithmetic(IEnumerable<string> instructions)
    {
        return instructions.Count(static line => VectorArithmetic().IsMatch(line));
    }

    /// <summary>Lists the instructions of a loop that move vectors to the stack or from it.</summary>
    public IReadOnlyList<string> Spills(IEnumerable<string> loop)
    {
        Regex stack = FrameIsBase ? StackOrFrame() : Stack();
        return [.. loop.Where(line => Vector().IsMatch(line) && stack.IsMatch(line))];
    }

    private int? LabelBefore(string label, int end)
    {
        for (int i = end - 1; i >= 0; i--)
        {
            if (Lines[i].StartsWith(label + ":", StringComparison.Ordinal))
            {
                return i;
            }
        }

        return null;
    }

    [GeneratedRegex(@"[:.](\w+)\(")]
    private static partial Regex MethodName();

    [GeneratedRegex(@"^j(?!mp\b)\w+\s+(?:SHORT\s+)?(G_M\w+)")]
    private static partial Regex Jump();

    [GeneratedRegex(@"\b[xyz]mm\d+")]
    private static partial Regex Vector();

    [GeneratedRegex(@"^v(?:add|sub|mul|fmadd|fnmadd|fmsub|fnmsub)\d*ps\s+[xyz]mm")]
    private static partial Regex VectorArithmetic();

    [GeneratedRegex(@"\[rsp")]
    private static partial Regex Stack();

    [GeneratedRegex(@"\[r[sb]p")]
    private static partial Regex StackOrFrame();
}
