using Microsoft.CodeAnalysis;

namespace ConvGen.Generator.Diagnostics;

/// <content>Diagnostics on the annotated class, the types around it and the project.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "CONV001",
        "The class is not partial",
        "The class '{0}' must be partial: its other half is generated",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV001"));

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        "CONV002",
        "A containing type is not partial",
        "The type '{0}' must be partial because the class '{1}' in it has a generated half",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV002"));

    public static readonly DiagnosticDescriptor UnsupportedType = new(
        "CONV003",
        "The type cannot be a layer",
        "The type '{0}' cannot be a layer because {1}; a layer is a partial class that is not static, abstract or generic",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV003"));

    public static readonly DiagnosticDescriptor UnsafeCodeOff = new(
        "CONV004",
        "Unsafe code is not allowed",
        "The generated kernel of '{0}' uses pointers: add <AllowUnsafeBlocks>true</AllowUnsafeBlocks> to the project",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV004"));

    public static readonly DiagnosticDescriptor MemberClash = new(
        "CONV021",
        "A member clashes with a generated one",
        "The name or signature '{0}' is taken by the generated half of '{1}'; rename it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV021"));

    public static readonly DiagnosticDescriptor LanguageVersionTooOld = new(
        "CONV022",
        "The language version is too old",
        "The generated half of '{0}' needs C# {1} and the project is set to C# {2}; remove <LangVersion> or raise it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("CONV022"));
}
