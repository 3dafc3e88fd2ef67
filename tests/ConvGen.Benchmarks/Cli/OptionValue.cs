using System;
using System.Globalization;

namespace ConvGen.Benchmarks.Cli;

/// <summary>Reads the values of options; what cannot be read is refused naming the option.</summary>
internal static class OptionValue
{
    /// <summary>Gets the word behind an option.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Next(ReadOnlySpan<string> arguments, int option)
    {
        return option + 1 < arguments.Length
            ? arguments[option + 1]
            : throw new UsageException($"{arguments[option]} needs a value.");
    }

    /// <summary>Reads a whole number of at least 1.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static int PositiveInt(string option, string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new UsageException($"{option} needs a whole number of at least 1, not '{text}'.");
    }
}
