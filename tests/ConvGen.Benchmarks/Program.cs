using System;
using ConvGen.Benchmarks.Cli;

namespace ConvGen.Benchmarks;

/// <summary>Finds the command; exit code 2 says that the command line cannot be run.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["compare", "--help" or "-h"]:
                    Console.WriteLine(CompareOptions.Help);
                    return 0;
                case ["compare", .. string[] rest]:
                    return CompareCommand.Run(rest);
                default:
                    throw new UsageException("The command is 'compare'; 'compare --help' lists its options.");
            }
        }
        catch (UsageException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
