using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Names the processor.</summary>
internal static class Machine
{
    /// <summary>The model as Linux tells it, with family and model number; elsewhere only the architecture.</summary>
    public static string Name()
    {
        const string CpuInfo = "/proc/cpuinfo";

        if (!File.Exists(CpuInfo))
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        string[] lines = File.ReadAllLines(CpuInfo);

        // Virtual machines tend to shorten the name; the numbers still tell the generation.
        return $"{Value(lines, "model name")} (family {Value(lines, "cpu family")}, model {Value(lines, "model")})";
    }

    private static string Value(string[] lines, string key)
    {
        string? line = lines.FirstOrDefault(line => line.Split(':')[0].Trim() == key);
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
