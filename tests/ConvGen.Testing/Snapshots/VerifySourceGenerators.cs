using System;
using Microsoft.CodeAnalysis;

namespace VerifyTests;

/// <summary>Makes generator drivers and diagnostics known to Verify, as Verify.SourceGenerators does.</summary>
public static class VerifySourceGenerators
{
    /// <summary>Gets a value indicating whether <see cref="Initialize"/> has been called.</summary>
    public static bool Initialized { get; private set; }

    /// <summary>To be called once, in a module initializer of the test assembly.</summary>
    /// <exception cref="InvalidOperationException">It has been called before.</exception>
    public static void Initialize()
    {
        if (Initialized)
        {
            throw new InvalidOperationException("Already Initialized");
        }

        Initialized = true;
    }

    /// <summary>Leaves the generated files out for which <paramref name="shouldIgnore"/> is true.</summary>
    public static SettingsTask IgnoreGeneratedResult(this SettingsTask settings, Func<GeneratedSourceResult, bool> shouldIgnore)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.CurrentSettings.IgnoreGeneratedResult(shouldIgnore);
        return settings;
    }

    /// <inheritdoc cref="IgnoreGeneratedResult(SettingsTask, Func{GeneratedSourceResult, bool})"/>
    public static void IgnoreGeneratedResult(this VerifySettings settings, Func<GeneratedSourceResult, bool> shouldIgnore)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(shouldIgnore);
        settings.IgnoredResults = [.. settings.IgnoredResults, shouldIgnore];
    }
}
