using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generator.Parsing;

/// <summary>The arguments of one attribute by the names of its parameters and properties, and where each is written.</summary>
internal sealed class AttributeArguments
{
    private readonly Dictionary<string, TypedConstant> _values = [];
    private readonly AttributeData _attribute;

    private AttributeArguments(AttributeData attribute, AttributeSyntax syntax)
    {
        _attribute = attribute;
        Syntax = syntax;
    }

    public AttributeSyntax Syntax { get; }

    /// <summary>
    /// Reads the attribute of <paramref name="type"/> that <paramref name="predicate"/> accepts; null if there is none
    /// or if the compiler refuses it: it is there twice, an argument is missing or of the wrong type.
    /// </summary>
    public static AttributeArguments? Find(
        INamedTypeSymbol type, Func<INamedTypeSymbol?, bool> predicate, CancellationToken cancellationToken)
    {
        AttributeData? found = null;

        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (!predicate(attribute.AttributeClass))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = attribute;
        }

        return found?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax
            ? new AttributeArguments(found, syntax).ReadValues()
            : null;
    }

    /// <summary>Whether the argument is written at all.</summary>
    public bool IsSet(string name)
    {
        return _values.ContainsKey(name);
    }

    /// <summary>The value of the argument; <paramref name="fallback"/> if it is not written. An explicit null is null.</summary>
    public T? Get<T>(string name, T? fallback = default)
    {
        return _values.TryGetValue(name, out TypedConstant constant) ? (T?)constant.Value : fallback;
    }

    /// <summary>Where the argument's value is written; the attribute's name if it is not.</summary>
    public Location LocationOf(string name)
    {
        int position = 0;

        foreach (AttributeArgumentSyntax argument in Syntax.ArgumentList?.Arguments ?? default)
        {
            string? written = argument.NameEquals?.Name.Identifier.ValueText
                ?? argument.NameColon?.Name.Identifier.ValueText
                ?? ParameterAt(position);

            if (written == name)
            {
                return argument.Expression.GetLocation();
            }

            position++;
        }

        return Syntax.Name.GetLocation();
    }

    private string? ParameterAt(int position)
    {
        return _attribute.AttributeConstructor is { } constructor && position < constructor.Parameters.Length
            ? constructor.Parameters[position].Name
            : null;
    }

    private AttributeArguments? ReadValues()
    {
        if (_attribute.AttributeConstructor is not { } constructor
            || _attribute.ConstructorArguments.Length != constructor.Parameters.Length)
        {
            return null;
        }

        for (int index = 0; index < constructor.Parameters.Length; index++)
        {
            _values[constructor.Parameters[index].Name] = _attribute.ConstructorArguments[index];
        }

        foreach (KeyValuePair<string, TypedConstant> argument in _attribute.NamedArguments)
        {
            _values[argument.Key] = argument.Value;
        }

        foreach (TypedConstant constant in _values.Values)
        {
            if (constant.Kind == TypedConstantKind.Error)
            {
                return null;
            }
        }

        return this;
    }
}
