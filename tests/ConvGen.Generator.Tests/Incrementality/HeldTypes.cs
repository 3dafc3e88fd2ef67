using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generator.Tests.Incrementality;

/// <summary>
/// Looks for objects that keep a whole compilation alive, in what a model holds now and in what its fields could hold.
/// </summary>
internal static class HeldTypes
{
    private static readonly Type[] Forbidden =
    [
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxToken), typeof(SyntaxTree), typeof(SyntaxReference), typeof(Compilation),
        typeof(SemanticModel), typeof(Location), typeof(Diagnostic), typeof(AttributeData), typeof(SourceText), typeof(Delegate),
    ];

    /// <summary>Lists the paths, such as <c>Spec.Kernel</c>, that lead to a type no model may hold.</summary>
    public static IReadOnlyList<string> Find(object model)
    {
        var found = new List<string>();
        Walk(model, model.GetType().Name, found, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return found;
    }

    private static void Walk(object value, string path, List<string> found, HashSet<object> seen)
    {
        Type type = value.GetType();

        if (IsForbidden(type))
        {
            found.Add($"{path}: {type}");
            return;
        }

        if (type.IsPrimitive || type.IsEnum || value is string || !(type.IsValueType || seen.Add(value)))
        {
            return;
        }

        if (value is Array array)
        {
            foreach (object? item in (IEnumerable)array)
            {
                WalkMember(item, type.GetElementType()!, path + "[]", found, seen);
            }
        }

        foreach (FieldInfo field in FieldsOf(type))
        {
            WalkMember(field.GetValue(value), field.FieldType, $"{path}.{field.Name}", found, seen);
        }
    }

    private static void WalkMember(object? value, Type declared, string path, List<string> found, HashSet<object> seen)
    {
        if (value is not null)
        {
            Walk(value, path, found, seen);
        }
        else if (IsForbidden(declared))
        {
            found.Add($"{path}: {declared}");
        }
    }

    private static bool IsForbidden(Type type)
    {
        return Array.Exists(Forbidden, forbidden => forbidden.IsAssignableFrom(Nullable.GetUnderlyingType(type) ?? type));
    }

    // Reflection does not give the private fields of base types.
    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
        {
            const BindingFlags Own =
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

            foreach (FieldInfo field in type.GetFields(Own))
            {
                yield return field;
            }
        }
    }
}
