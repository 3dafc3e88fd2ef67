using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generator.Diagnostics;

/// <summary>Every diagnostic of ConvGen. An id, once released, keeps its meaning.</summary>
internal static partial class Descriptors
{
    private const string Category = "ConvGen";

    /// <summary>All of them, in the order of their ids.</summary>
    /// <remarks>Computed, for the order in which fields of several files are initialised is not defined.</remarks>
    public static ImmutableArray<DiagnosticDescriptor> All =>
    [
        NotPartial,
        ContainingTypeNotPartial,
        UnsupportedType,
        UnsafeCodeOff,
        MalformedExtent,
        UnsupportedRank,
        RankMismatch,
        NotPositive,
        GroupsDoNotDivide,
        PaddingTooWide,
        EmptyOutput,
        ParametersDisagree,
        OutputDisagrees,
        OutputWithoutInput,
        FramesFirstRank,
        UnknownEnumValue,
        AlphaNotFinite,
        WinogradNotApplicable,
        TooLarge,
        MemberClash,
        LanguageVersionTooOld,
        AlphaUnused,
        DeadDepthTaps,
        StrideSkipsInput,
        KernelDepthOne,
        KernelDepthIsInputDepth,
        NotOptimized,
    ];

    private static string HelpLink(string id)
    {
        // Every id has its heading on one page.
        return "https://github.com/convgen/convgen/blob/main/docs/diagnostics.md#" + id.ToLowerInvariant();
    }
}
