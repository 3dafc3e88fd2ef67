using System;
using Xunit;

namespace ConvGen.Tests.BadInput;

/// <summary>What a refusal must say.</summary>
internal static class Refusal
{
    /// <summary>Asserts an argument exception that names one of <paramref name="names"/>.</summary>
    public static ArgumentException Names(string names, Action call)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(call);
        Assert.True(
            Array.IndexOf(names.Split('|'), exception.ParamName) >= 0,
            $"{names} should be named and {exception.ParamName} is: {exception.Message}");
        return exception;
    }

    /// <summary>Asserts also that the message holds the expected and the actual number.</summary>
    public static void Counts(string names, int expected, int actual, Action call)
    {
        string message = Names(names, call).Message.Replace(",", "", StringComparison.Ordinal);
        Assert.Contains(expected.ToString(System.Globalization.CultureInfo.InvariantCulture), message, StringComparison.Ordinal);
        Assert.Contains(actual.ToString(System.Globalization.CultureInfo.InvariantCulture), message, StringComparison.Ordinal);
    }
}
