using System;

namespace VerifyTests;

/// <summary>Settings of the whole test run.</summary>
public static class VerifierSettings
{
    /// <summary>Gets a value indicating whether received files replace the verified ones instead of failing the test.</summary>
    internal static bool AcceptsChanges { get; private set; }

    private static bool IsBuildServer =>
        Environment.GetEnvironmentVariable("CI") is not null || Environment.GetEnvironmentVariable("TF_BUILD") is not null;

    /// <summary>Accepts every snapshot as it is received.</summary>
    /// <param name="includeBuildServer">Whether to do so on a build server too.</param>
    public static void AutoVerify(bool includeBuildServer = true)
    {
        AcceptsChanges = includeBuildServer || !IsBuildServer;
    }
}
