using Microsoft.CodeAnalysis;

namespace ConvGen.Generator.Diagnostics;

/// <content>Diagnostics on one argument of the attribute, looked at alone.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor MalformedExtent = new(
        "CONV005",
        "The extent is malformed",
        "{0} is {1}, which is not {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV005"));

    public static readonly DiagnosticDescriptor UnsupportedRank = new(
        "CONV006",
        "The rank is not 1, 2 or 3",
        "The kernel \"{0}\" has {1} dimensions; 1 to 3 are supported",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV006"));

    public static readonly DiagnosticDescriptor NotPositive = new(
        "CONV008",
        "The value is not positive",
        "{0} must be at least 1 and is {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV008"));

    public static readonly DiagnosticDescriptor UnknownEnumValue = new(
        "CONV016",
        "The value is not one of the enum",
        "{0} is {1}, which is not a value of {0}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV016"));

    public static readonly DiagnosticDescriptor AlphaNotFinite = new(
        "CONV017",
        "Alpha is not finite",
        "Alpha must be a finite number and is {0}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV017"));
}
