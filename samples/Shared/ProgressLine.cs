using System;

namespace Samples.Shared;

/// <summary>A line on the terminal that says how far a long piece of work is; nothing where there is no terminal.</summary>
/// <param name="what">What is being done.</param>
public sealed class ProgressLine(string what) : IDisposable
{
    private int _lastPercent = -1;

    /// <summary>Shows how much is done.</summary>
    /// <param name="done">The part done, 0 to 1.</param>
    public void Report(double done)
    {
        int percent = (int)(100 * done);
        if (percent != _lastPercent && !Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{what} {percent,3} %");
            _lastPercent = percent;
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (_lastPercent >= 0)
        {
            Console.Error.Write($"\r{new string(' ', what.Length + 6)}\r");
        }
    }
}
