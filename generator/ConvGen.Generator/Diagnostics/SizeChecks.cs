using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>Refuses layers whose tensors or offsets an int cannot count.</summary>
internal static class SizeChecks
{
    /// <summary>Checks the weights and biases; the groups must divide the channels.</summary>
    public static bool CheckParameters(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        if (spec.ParameterCount <= int.MaxValue)
        {
            return true;
        }

        string biases = spec.Bias ? " + " + ExtentText.Count(spec.BiasCount) : string.Empty;
        Report(arguments, reporter, ConvArgumentReader.Kernel, "parameters", spec.WeightArithmetic + biases);

        return false;
    }

    /// <summary>Checks what the kernel spans and the padded input, so that later arithmetic stays exact.</summary>
    public static bool CheckSpans(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        for (int axis = 0; axis < spec.Rank; axis++)
        {
            if (spec.EffectiveKernel(axis) == int.MaxValue)
            {
                string span = $"({ExtentText.Count(spec.Kernel[axis])} − 1)·{ExtentText.Count(spec.Dilation[axis])} + 1";
                string name = spec.Dilation[axis] == 1 ? ConvArgumentReader.Kernel : nameof(ConvSpec.Dilation);
                Report(arguments, reporter, name, "input positions under the kernel", span);

                return false;
            }

            int input = spec.HasInput ? spec.Input[axis] : 0;
            long begin = spec.PaddingBegin(axis, input);
            long end = spec.PaddingEnd(axis, input);

            if (input + begin + end >= int.MaxValue)
            {
                string padded = string.Join(" + ", new[] { input, begin, end }.Select(ExtentText.Count));
                Report(arguments, reporter, nameof(ConvSpec.Padding), $"positions of the padded {Axis(spec, axis)}", padded);

                return false;
            }
        }

        return true;
    }

    /// <summary>Checks the tensors of one image; the input must be known and the output not empty.</summary>
    public static bool CheckTensors(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        if (spec.InputLength > int.MaxValue)
        {
            string factors = ExtentText.Product(spec.Input.Concat([spec.InChannels]));
            Report(arguments, reporter, nameof(ConvSpec.Input), "input values", factors);
        }
        else if (spec.OutputLength > int.MaxValue)
        {
            string factors = ExtentText.Product(spec.Output.Concat([spec.Filters]));
            Report(arguments, reporter, nameof(ConvSpec.Input), "output values", factors);
        }
        else
        {
            return true;
        }

        return false;
    }

    private static string Axis(ConvSpec spec, int axis)
    {
        return ExtentText.Axis(spec.Rank, axis);
    }

    private static void Report(
        AttributeArguments arguments, DiagnosticReporter reporter, string name, string what, string number)
    {
        reporter.Report(
            Descriptors.TooLarge, arguments.LocationOf(name), what, number, ExtentText.Count(int.MaxValue));
    }
}
