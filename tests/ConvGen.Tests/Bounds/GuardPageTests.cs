using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Bounds;

/// <summary>
/// Kernels touch no float outside the spans they are given. A read or write across the border ends the child process,
/// which is then started again behind the layer that did it.
/// </summary>
[Trait("Isa", "Every")]
[Collection("Random layers")]
public sealed class GuardPageTests
{
    private const int MostDeaths = 8;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    [GuardedMemoryFact]
    public void No_layer_reads_or_writes_outside()
    {
        List<string> failures = [];
        int next = 0;
        int deaths = 0;

        while (true)
        {
            (int exitCode, string output) = Start("trials", next.ToString(CultureInfo.InvariantCulture));
            string[] lines = output.Split('\n', StringSplitOptions.TrimEntries);
            failures.AddRange(lines.Where(line => line.StartsWith(GuardPageRun.Wrong, StringComparison.Ordinal)));

            if (exitCode == 0 && lines.Contains(GuardPageRun.Done))
            {
                break;
            }

            string? last = lines.LastOrDefault(line => line.StartsWith(GuardPageRun.Begin, StringComparison.Ordinal));

            if (last is null || ++deaths > MostDeaths)
            {
                failures.Add($"exit code {exitCode}: {output[..Math.Min(output.Length, 2000)]}");
                break;
            }

            // The lines behind the last trial are the runtime's stack trace.
            failures.Add($"died in {last}\n{string.Join('\n', lines.SkipWhile(line => line != last).Skip(1).Take(8))}");
            next = int.Parse(last[GuardPageRun.Begin.Length..].Split(' ')[0], CultureInfo.InvariantCulture) + 1;
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [GuardedMemoryFact]
    public void A_read_outside_does_end_the_process()
    {
        foreach (string where in (string[])["before", "behind"])
        {
            (int exitCode, string output) = Start("overrun", where);
            Assert.Contains(GuardPageRun.Begin, output, StringComparison.Ordinal);
            Assert.NotEqual(0, exitCode);
        }
    }

    private static (int ExitCode, string Output) Start(params string[] arguments)
    {
        return ChildProcess.Run(
            [typeof(GuardPageTests).Assembly.Location, .. arguments], new Dictionary<string, string>(), Timeout);
    }
}
