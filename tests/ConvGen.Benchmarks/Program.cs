using System;
using ConvGen.Benchmarks.Building;
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
                case ["generator", "--help" or "-h"]:
                    Console.WriteLine(GeneratorOptions.Help);
                    return 0;
                case ["generator", .. string[] rest]:
                    return GeneratorCommand.Run(GeneratorOptions.Parse(rest));
                case ["startup", "--help" or "-h"]:
                    Console.WriteLine(StartupOptions.Help);
                    return 0;
                case ["startup", .. string[] rest]:
                    return StartupCommand.Run(StartupOptions.Parse(rest));
                case [StartupRun.Command, string layer, string threads]:
                    StartupRun.RunChild(layer, threads);
                    return 0;
                default:
                    throw new UsageException("The commands are compare, generator and startup; 'compare --help' lists the options of one.");
            }
        }
        catch (UsageException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
