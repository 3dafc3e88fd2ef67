using System;
using System.Runtime.CompilerServices;
using VerifyTests;

namespace ConvGen.Generator.Tests.Snapshots;

internal static class SnapshotSettings
{
    /// <summary>Set to 1, off a build server, to make the received snapshots the verified ones.</summary>
    private const string AcceptVariable = "CONVGEN_ACCEPT_SNAPSHOTS";

    [ModuleInitializer]
    public static void Initialize()
    {
        VerifySourceGenerators.Initialize();

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            VerifierSettings.AutoVerify(includeBuildServer: false);
        }
    }
}
