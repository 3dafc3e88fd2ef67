using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;

namespace VerifyTests;

/// <summary>What snapshot files are called: <c>{Type}.{Method}_{parameter}={value}#{target}.verified.{extension}</c>.</summary>
internal static class SnapshotName
{
    private const string InvalidCharacters = "\"\\<>|:*?/#";

    private static readonly ConcurrentDictionary<string, bool> Used = new();

    /// <summary>The part of the name that all files of one verification share.</summary>
    /// <exception cref="ArgumentException">There are more values than the method has parameters.</exception>
    public static string Prefix(MethodInfo method, VerifySettings settings)
    {
        Type type = method.ReflectedType!;
        string typeName = type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        var prefix = new StringBuilder($"{settings.TypeName ?? typeName}.{settings.MethodName ?? method.Name}");

        ParameterInfo[] parameters = method.GetParameters();

        if (settings.Parameters.Length > parameters.Length)
        {
            throw new ArgumentException(
                $"{method.Name} has {parameters.Length} parameters, but UseParameters was given {settings.Parameters.Length}.",
                nameof(settings));
        }

        for (int i = 0; i < settings.Parameters.Length; i++)
        {
            prefix.Append('_').Append(parameters[i].Name).Append('=').Append(Value(settings.Parameters[i]));
        }

        return prefix.ToString();
    }

    /// <summary>Two verifications that write the same files would hide one another's result.</summary>
    /// <exception cref="InvalidOperationException">The prefix has been used by a verification before.</exception>
    public static void RequireUnused(string pathPrefix)
    {
        if (!Used.TryAdd(pathPrefix, true))
        {
            throw new InvalidOperationException(
                $"The prefix has already been used: {pathPrefix}. Tell the calls apart with UseParameters or UseMethodName.");
        }
    }

    /// <summary>Replaces what a file name cannot hold on some system by hyphens.</summary>
    public static string Sanitize(string name)
    {
        return string.Concat(name.Select(static c => c < ' ' || InvalidCharacters.Contains(c) ? '-' : c));
    }

    private static string Value(object? value)
    {
        return value is null ? "null" : Sanitize(Convert.ToString(value, CultureInfo.InvariantCulture)!);
    }
}
