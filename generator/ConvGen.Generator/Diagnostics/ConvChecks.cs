using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>The errors of a spec whose arguments are right one by one and do not fit each other.</summary>
internal static class ConvChecks
{
    /// <param name="spec">The spec; its ranks agree and its counts are positive.</param>
    /// <param name="expectedOutput">The output's extent that the author expects; empty if none is given.</param>
    /// <param name="arguments">Where the arguments are written.</param>
    /// <param name="reporter">Where errors go.</param>
    public static void Check(
        ConvSpec spec, EquatableArray<int> expectedOutput, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        CheckLayout(spec, arguments, reporter);
        WinogradCheck.Check(spec, arguments, reporter);

        // Counts and shapes mean nothing when channels are left over or numbers wrap.
        if (CheckGroups(spec, arguments, reporter) && SizeChecks.CheckParameters(spec, arguments, reporter))
        {
            CheckParameters(spec, arguments, reporter);
        }

        if (!SizeChecks.CheckSpans(spec, arguments, reporter))
        {
            return;
        }

        if (spec.HasInput)
        {
            ShapeChecks.Check(spec, expectedOutput, arguments, reporter);
        }
        else if (expectedOutput.Count > 0)
        {
            reporter.Report(Descriptors.OutputWithoutInput, arguments.LocationOf(ConvArgumentReader.Output));
        }
    }

    private static void CheckLayout(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        if (spec.Layout != Layout.FramesFirst || spec.Rank == 3)
        {
            return;
        }

        string kernel = ExtentText.Extent(spec.Kernel);
        string advice = spec.Rank == 2
            ? $"for frames convolved one by one write \"1x{kernel}\""
            : "use ChannelsFirst";

        reporter.Report(
            Descriptors.FramesFirstRank,
            arguments.LocationOf(nameof(ConvSpec.Layout)),
            kernel,
            RankAdvice.Dimensions(spec.Rank),
            advice);
    }

    private static bool CheckGroups(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        return Divides(ConvArgumentReader.InChannels, spec.InChannels)
            & Divides(ConvArgumentReader.Filters, spec.Filters);

        bool Divides(string name, int channels)
        {
            if (channels % spec.Groups == 0)
            {
                return true;
            }

            reporter.Report(
                Descriptors.GroupsDoNotDivide,
                arguments.LocationOf(nameof(ConvSpec.Groups)),
                ExtentText.Count(spec.Groups),
                name,
                ExtentText.Count(channels));

            return false;
        }
    }

    private static void CheckParameters(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        const string Name = ConvArgumentReader.Parameters;

        if (arguments.IsSet(Name) && arguments.Get<int>(Name) is int expected && expected != spec.ParameterCount)
        {
            reporter.Report(
                Descriptors.ParametersDisagree,
                arguments.LocationOf(Name),
                ExtentText.Count(expected),
                spec.ParameterArithmetic);
        }
    }
}
