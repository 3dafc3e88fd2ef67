using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Diagnostics;
using ConvGen.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generator.Parsing;

/// <summary>
/// The members of the generated half, and the check that the user's half declares none of them again. Constructors,
/// <c>Forward</c> and <c>GetOutputExtent</c> may have further overloads; the other names are taken.
/// </summary>
internal static class ReservedMembers
{
    private const string Forward = "Forward";
    private const string GetOutputExtent = "GetOutputExtent";
    private const string Weights = "global::System.ReadOnlySpan<float>";
    private const string Output = "global::System.Span<float>";
    private const string InputTensor = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    private const string OutputTensor = "global::System.Numerics.Tensors.TensorSpan<float>";

    /// <summary>A part of the path of every file that this generator adds: the compiler names its folder so.</summary>
    private static readonly string GeneratedFolder = typeof(ConvGenerator).FullName;

    public static void Check(
        INamedTypeSymbol type, ConvSpec spec, TypeDeclarationSyntax declaration, DiagnosticReporter reporter)
    {
        HashSet<string> names = [.. Names(spec)];

        // C# lets no member have the name of its type.
        if (names.Contains(type.Name) || type.Name is Forward or GetOutputExtent)
        {
            reporter.Report(Descriptors.MemberClash, declaration.Identifier.GetLocation(), type.Name, type.Name);
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (!member.IsImplicitlyDeclared
                && WrittenAt(member) is { } location
                && (names.Contains(member.Name) || Overlaps(member, spec)))
            {
                string shown = member is IMethodSymbol method ? Signature(method) : member.Name;
                reporter.Report(Descriptors.MemberClash, location, shown, type.Name);
            }
        }
    }

    /// <summary>The names that nothing else in the class may have.</summary>
    public static IEnumerable<string> Names(ConvSpec spec)
    {
        List<string> names =
        [
            nameof(ConvSpec.Rank), nameof(ConvSpec.InChannels), nameof(ConvSpec.Filters),
            nameof(ConvSpec.WeightCount), nameof(ConvSpec.BiasCount), nameof(ConvSpec.ParameterCount),
            "MaxDegreeOfParallelism", "get_MaxDegreeOfParallelism", "set_MaxDegreeOfParallelism",
            "__convGenLayer", "__convGenLayerWithWeights", "get___convGenLayerWithWeights",
        ];

        if (spec.HasInput)
        {
            names.Add(nameof(ConvSpec.InputLength));
            names.Add(nameof(ConvSpec.OutputLength));

            for (int axis = 0; axis < spec.Rank; axis++)
            {
                string axisName = ExtentText.Axis(spec.Rank, axis);
                string suffix = char.ToUpperInvariant(axisName[0]) + axisName.Substring(1);
                names.Add("Input" + suffix);
                names.Add("Output" + suffix);
            }
        }

        return names;
    }

    private static bool Overlaps(ISymbol member, ConvSpec spec)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
        {
            return Matches(constructor, spec.Bias ? [Weights, Weights] : [Weights]);
        }

        if (member.Name is not (Forward or GetOutputExtent))
        {
            return false;
        }

        string[] extents = [.. Enumerable.Repeat("int", spec.Rank)];

        return member switch
        {
            not IMethodSymbol => true,
            IMethodSymbol { Arity: > 0 } => false,
            IMethodSymbol { Name: GetOutputExtent } method => Matches(method, extents),
            IMethodSymbol method => Matches(method, [Weights, Output, .. spec.HasInput ? [] : extents, "int"])
                || Matches(method, [InputTensor, OutputTensor])
                || Matches(method, [InputTensor]),
        };
    }

    private static bool Matches(IMethodSymbol method, string[] parameterTypes)
    {
        return method.Parameters.All(static parameter => parameter.RefKind == RefKind.None)
            && method.Parameters.Select(TypeName).SequenceEqual(parameterTypes);
    }

    private static string TypeName(IParameterSymbol parameter)
    {
        return parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
    }

    private static string Signature(IMethodSymbol method)
    {
        string name = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name;
        IEnumerable<string> types = method.Parameters.Select(
            static parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));

        return $"{name}({string.Join(", ", types)})";
    }

    /// <summary>Where the user wrote the member; null if only the generated half has it.</summary>
    private static Location? WrittenAt(ISymbol member)
    {
        return member.Locations.FirstOrDefault(static location =>
            location.SourceTree is { } tree && !tree.FilePath.Contains(GeneratedFolder));
    }
}
