using System;
using System.Linq;
using ConvGen.Generator.Diagnostics;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Parsing;

/// <summary>Reads the arguments of <c>[Conv]</c> one by one; each may be wrong by itself or in its rank.</summary>
internal sealed class ConvArgumentReader(AttributeArguments arguments, DiagnosticReporter reporter)
{
    public const string Kernel = "kernel";
    public const string InChannels = "inChannels";
    public const string Filters = "filters";
    public const string Parameters = "Parameters";
    public const string Output = nameof(ConvSpec.Output);

    private bool _failed;

    /// <summary>The output's extent that the author expects; empty if none is given.</summary>
    public EquatableArray<int> ExpectedOutput { get; private set; }

    /// <summary>Reads all arguments; null if one of them is wrong.</summary>
    public ConvSpec? Read()
    {
        EquatableArray<int> kernel = ReadKernel();
        EquatableArray<int> stride = ReadSteps(nameof(ConvSpec.Stride), kernel);
        EquatableArray<int> dilation = ReadSteps(nameof(ConvSpec.Dilation), kernel);
        EquatableArray<int> input = ReadSpatial(nameof(ConvSpec.Input), kernel);
        PaddingSpec padding = ReadPadding(kernel);
        Activation activation = ReadEnum<Activation>(nameof(ConvSpec.Activation));

        ExpectedOutput = ReadSpatial(Output, kernel);
        _ = ReadCount(Parameters, fallback: 1);

        ConvSpec spec = new()
        {
            Kernel = kernel,
            InChannels = ReadCount(InChannels, fallback: 1),
            Filters = ReadCount(Filters, fallback: 1),
            Input = input,
            Stride = stride,
            Dilation = dilation,
            Padding = padding,
            PaddingMode = ReadEnum<PaddingMode>(nameof(ConvSpec.PaddingMode)),
            Groups = ReadCount(nameof(ConvSpec.Groups), fallback: 1),
            Bias = arguments.Get(nameof(ConvSpec.Bias), fallback: true),
            Activation = activation,
            Alpha = ReadAlpha(activation),
            Layout = ReadEnum<Layout>(nameof(ConvSpec.Layout)),
            WeightLayout = ReadEnum<WeightLayout>(nameof(ConvSpec.WeightLayout)),
            Algorithm = ReadEnum<Algorithm>(nameof(ConvSpec.Algorithm)),
        };

        return _failed ? null : spec;
    }

    /// <summary>Whether the activation takes <c>Alpha</c>, and what it is if not set.</summary>
    public static bool HasAlpha(Activation activation, out float fallback)
    {
        fallback = activation switch
        {
            Activation.LeakyRelu => 0.01f,
            Activation.Elu => 1f,
            _ => 0f,
        };

        return fallback != 0f;
    }

    private EquatableArray<int> ReadKernel()
    {
        EquatableArray<int> kernel = ReadExtent(Kernel, arguments.Get<string>(Kernel), ExtentParser.Expected);

        if (kernel.Count > 3)
        {
            Fail(Descriptors.UnsupportedRank, Kernel, ExtentText.Extent(kernel), kernel.Count);
            return default;
        }

        return kernel;
    }

    /// <summary>Reads an extent that one number may stand for, 1 if it is not given.</summary>
    private EquatableArray<int> ReadSteps(string name, EquatableArray<int> kernel)
    {
        EquatableArray<int> steps = ReadExtent(name, arguments.Get(name, fallback: "1"), ExtentParser.Expected);

        if (steps.Count == 0 || kernel.Count == 0)
        {
            return default;
        }

        steps = ExtentParser.Broadcast(steps, kernel.Count);
        CheckRank(name, kernel, steps);

        return steps;
    }

    /// <summary>Reads an extent of exactly the kernel's rank, empty if it is not given.</summary>
    private EquatableArray<int> ReadSpatial(string name, EquatableArray<int> kernel)
    {
        if (arguments.Get<string>(name) is not { } text)
        {
            return default;
        }

        EquatableArray<int> extent = ReadExtent(name, text, "an extent such as \"224x224\"");

        if (extent.Count > 0 && kernel.Count > 0)
        {
            CheckRank(name, kernel, extent);
        }

        return extent;
    }

    private PaddingSpec ReadPadding(EquatableArray<int> kernel)
    {
        const string Name = nameof(ConvSpec.Padding);
        string? text = arguments.Get(Name, fallback: "valid");

        if (!PaddingParser.TryParse(text, out PaddingSpec padding))
        {
            Fail(Descriptors.MalformedExtent, Name, Name, Quote(text), PaddingParser.Expected);
        }
        else if (padding.Kind == PaddingKind.Explicit && kernel.Count > 0)
        {
            padding = padding with
            {
                Begin = ExtentParser.Broadcast(padding.Begin, kernel.Count),
                End = ExtentParser.Broadcast(padding.End, kernel.Count),
            };
            CheckRank(Name, kernel, padding.Begin);
        }

        return padding;
    }

    private EquatableArray<int> ReadExtent(string name, string? text, string expected)
    {
        if (!ExtentParser.TryParse(text, out EquatableArray<int> extent))
        {
            Fail(Descriptors.MalformedExtent, name, name, Quote(text), expected);
            return default;
        }

        if (extent.Any(static value => value < 1))
        {
            Fail(Descriptors.NotPositive, name, extent.Count == 1 ? name : "Each part of " + name, ExtentText.Extent(extent));
            return default;
        }

        return extent;
    }

    private int ReadCount(string name, int fallback)
    {
        int count = arguments.Get(name, fallback);

        if (count < 1)
        {
            Fail(Descriptors.NotPositive, name, name, ExtentText.Count(count));
        }

        return count;
    }

    private TEnum ReadEnum<TEnum>(string name)
        where TEnum : struct, Enum
    {
        int value = arguments.Get<int>(name);

        if (!Enum.IsDefined(typeof(TEnum), value))
        {
            Fail(Descriptors.UnknownEnumValue, name, name, value);
            return default;
        }

        return (TEnum)Enum.ToObject(typeof(TEnum), value);
    }

    private float ReadAlpha(Activation activation)
    {
        const string Name = nameof(ConvSpec.Alpha);
        bool used = HasAlpha(activation, out float alpha);

        if (!arguments.IsSet(Name))
        {
            return alpha;
        }

        float written = arguments.Get<float>(Name);

        if (float.IsNaN(written) || float.IsInfinity(written))
        {
            Fail(Descriptors.AlphaNotFinite, Name, written.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return used ? written : alpha;
    }

    private void CheckRank(string name, EquatableArray<int> kernel, EquatableArray<int> extent)
    {
        if (kernel.Count != extent.Count)
        {
            string advice = RankAdvice.For(name, kernel, extent, arguments.Get<int>(InChannels));
            Fail(
                Descriptors.RankMismatch,
                name,
                RankAdvice.Dimensions(kernel.Count),
                name,
                RankAdvice.NumberOnly(extent.Count),
                advice);
        }
    }

    private void Fail(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, string name, params object[] messageArguments)
    {
        _failed = true;
        reporter.Report(descriptor, arguments.LocationOf(name), messageArguments);
    }

    private static string Quote(string? text)
    {
        return text is null ? "null" : $"\"{text}\"";
    }
}
