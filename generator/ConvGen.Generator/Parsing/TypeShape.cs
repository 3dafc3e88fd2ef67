using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generator.Parsing;

/// <summary>Which types can have a generated half with a constructor of its own.</summary>
internal static class TypeShape
{
    /// <summary>Says why <paramref name="type"/> cannot be a layer, as the end of a sentence; null if it can.</summary>
    public static string? WhyUnsupported(INamedTypeSymbol type, Compilation compilation)
    {
        return WhyKindUnsupported(type)
            ?? WhyPlaceUnsupported(type)
            ?? WhyConstructorUnsupported(type, compilation);
    }

    private static string? WhyKindUnsupported(INamedTypeSymbol type)
    {
        return type switch
        {
            { IsRecord: true } => "it is a record",
            { TypeKind: not TypeKind.Class } => $"it is {Article(type.TypeKind)}",
            { IsStatic: true } => "it is static",
            { IsAbstract: true } => "it is abstract",
            { Arity: > 0 } => "it is generic",
            _ => null,
        };
    }

    private static string? WhyPlaceUnsupported(INamedTypeSymbol type)
    {
        // A file-local type is invisible from the generated file.
        if (type.IsFileLocal)
        {
            return "it is file-local";
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (outer.Arity > 0)
            {
                return $"the type '{outer.Name}' around it is generic";
            }

            if (outer.IsFileLocal)
            {
                return $"the type '{outer.Name}' around it is file-local";
            }
        }

        return null;
    }

    private static string? WhyConstructorUnsupported(INamedTypeSymbol type, Compilation compilation)
    {
        bool hasPrimaryConstructor = type.DeclaringSyntaxReferences
            .Select(static reference => reference.GetSyntax())
            .OfType<TypeDeclarationSyntax>()
            .Any(static declaration => declaration.ParameterList is not null);

        if (hasPrimaryConstructor)
        {
            return "it has a primary constructor, which every other constructor would have to call";
        }

        if (type.BaseType is not { TypeKind: TypeKind.Class } parent || parent.SpecialType == SpecialType.System_Object)
        {
            return null;
        }

        if (parent.GetAttributes().Any(static attribute => ConvParser.IsConvAttribute(attribute.AttributeClass)))
        {
            return $"its base class '{parent.Name}' is itself a layer";
        }

        bool canCallBase = parent.InstanceConstructors.Any(constructor =>
            constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams)
            && compilation.IsSymbolAccessibleWithin(constructor, type));

        return canCallBase ? null : $"its base class '{parent.Name}' has no constructor without parameters";
    }

    private static string Article(TypeKind kind)
    {
        return kind switch
        {
            TypeKind.Interface => "an interface",
            TypeKind.Struct => "a struct",
            _ => "not a class",
        };
    }
}
