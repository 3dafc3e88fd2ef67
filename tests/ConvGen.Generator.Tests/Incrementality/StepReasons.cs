using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Incrementality;

/// <summary>Why the steps of a generator run ran.</summary>
internal static class StepReasons
{
    /// <summary>Gets the names of all steps of the generator, in the order of the data.</summary>
    public static ImmutableArray<string> AllSteps { get; } =
    [
        .. typeof(TrackingNames)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static field => field.IsLiteral)
            .Select(static field => (string)field.GetRawConstantValue()!),
    ];

    /// <summary>The reasons of one step's outputs, an output a class.</summary>
    public static IncrementalStepRunReason[] Of(GeneratorDriver driver, string step)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);

        return result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> runs)
            ? [.. Reasons(runs)]
            : [];
    }

    /// <summary>The reasons of the step that hands the files to the compiler.</summary>
    public static IncrementalStepRunReason[] OfOutput(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);

        return [.. result.TrackedOutputSteps.Values.SelectMany(static runs => Reasons(runs))];
    }

    /// <summary>Whether the step gave what it gave the last time.</summary>
    public static bool IsReused(IncrementalStepRunReason reason)
    {
        return reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(ImmutableArray<IncrementalGeneratorRunStep> runs)
    {
        return runs.SelectMany(static run => run.Outputs).Select(static output => output.Reason);
    }
}
