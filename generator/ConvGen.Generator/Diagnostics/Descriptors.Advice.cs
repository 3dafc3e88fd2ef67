using Microsoft.CodeAnalysis;

namespace ConvGen.Generator.Diagnostics;

/// <content>Diagnostics on what is legal and perhaps not meant.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor AlphaUnused = new(
        "CONV023",
        "Alpha has no effect",
        "Alpha = {0} has no effect: Activation.{1} has no parameter",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV023"));

    public static readonly DiagnosticDescriptor DeadDepthTaps = new(
        "CONV024",
        "Kernel slices meet only padding",
        "{0} in depth {1} data: with input depth {2} and padding {3}:{4}, {5} only padding, so {6} of {7} weights are dead",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV024"));

    public static readonly DiagnosticDescriptor StrideSkipsInput = new(
        "CONV025",
        "The stride skips input",
        "The stride of {0} is larger than the kernel's {1} in {2}: {3} of every {0} input positions are never read",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV025"));

    public static readonly DiagnosticDescriptor KernelDepthOne = new(
        "CONV026",
        "The kernel's depth is 1",
        "The kernel's depth is 1, so every slice of the input is convolved alone: the layer is lowered to a 2D convolution with kernel \"{0}\"",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV026"));

    public static readonly DiagnosticDescriptor KernelDepthIsInputDepth = new(
        "CONV027",
        "The kernel is as deep as the input",
        "The kernel is as deep as the input ({0}), so the output has one slice: the layer is lowered to a 2D convolution with kernel \"{1}\" over {2}·{0} = {3} channels",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV027"));

    public static readonly DiagnosticDescriptor NotOptimized = new(
        "CONV029",
        "The project is compiled without optimization",
        "The project is compiled without optimization, so that its layers take 8 to 25 times as long: set Optimize to true in it, or build Release",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV029"),
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}
