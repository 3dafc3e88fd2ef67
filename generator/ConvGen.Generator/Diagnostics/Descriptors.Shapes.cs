using Microsoft.CodeAnalysis;

namespace ConvGen.Generator.Diagnostics;

/// <content>Diagnostics on arguments that do not fit each other.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor RankMismatch = new(
        "CONV007",
        "The ranks differ",
        "The kernel has {0} and {1} has {2}; {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV007"));

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = new(
        "CONV009",
        "The groups do not divide the channels",
        "Groups = {0} does not divide {1} = {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV009"));

    public static readonly DiagnosticDescriptor PaddingTooWide = new(
        "CONV010",
        "The padding is wider than its mode allows",
        "{0} padding of {1} in {2} is too wide: it must be {3} the input's {4}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV010"));

    public static readonly DiagnosticDescriptor EmptyOutput = new(
        "CONV011",
        "The output would be empty",
        "The output would be empty in {0}: the kernel spans {1} and the input with its padding {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV011"));

    public static readonly DiagnosticDescriptor ParametersDisagree = new(
        "CONV012",
        "The parameter count is another",
        "Parameters is {0}, but the layer has {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV012"));

    public static readonly DiagnosticDescriptor OutputDisagrees = new(
        "CONV013",
        "The output's extent is another",
        "Output is \"{0}\", but the layer gives \"{1}\" ({2}: {3})",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV013"));

    public static readonly DiagnosticDescriptor OutputWithoutInput = new(
        "CONV014",
        "Output needs Input",
        "Output can only be checked when Input is given",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV014"));

    public static readonly DiagnosticDescriptor FramesFirstRank = new(
        "CONV015",
        "FramesFirst needs a 3D kernel",
        "Layout.FramesFirst stacks frames in depth, so the kernel must have 3 dimensions and \"{0}\" has {1}; {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV015"));

    public static readonly DiagnosticDescriptor WinogradNotApplicable = new(
        "CONV018",
        "Winograd does not apply",
        "Winograd does not apply because {0}; use Algorithm.Auto",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV018"));

    public static readonly DiagnosticDescriptor TooLarge = new(
        "CONV020",
        "The layer is too large",
        "The {0} of the layer number {1}, more than the {2} that a span can hold",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV020"));
}
