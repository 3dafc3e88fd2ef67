using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace VerifyTests;

/// <summary>Where the snapshots of one call lie and how they are called.</summary>
public class VerifySettings
{
    /// <summary>Initializes the default settings.</summary>
    public VerifySettings()
    {
    }

    /// <summary>Initializes a copy, so that one object may serve many calls.</summary>
    public VerifySettings(VerifySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);

        Directory = settings.Directory;
        TypeName = settings.TypeName;
        MethodName = settings.MethodName;
        Parameters = settings.Parameters;
        IgnoredResults = settings.IgnoredResults;
    }

    internal string? Directory { get; private set; }

    internal string? TypeName { get; private set; }

    internal string? MethodName { get; private set; }

    internal object?[] Parameters { get; private set; } = [];

    internal IReadOnlyList<Func<GeneratedSourceResult, bool>> IgnoredResults { get; set; } = [];

    /// <summary>Places the files in another directory, relative to that of the calling source file.</summary>
    public void UseDirectory(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory = directory;
    }

    /// <summary>Replaces the test class's name in the file names.</summary>
    public void UseTypeName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        TypeName = name;
    }

    /// <summary>Replaces the test method's name in the file names.</summary>
    public void UseMethodName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        MethodName = name;
    }

    /// <summary>Appends the theory's parameters to the file names, as <c>_name=value</c>, in the method's order.</summary>
    public void UseParameters(params object?[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
    }
}
