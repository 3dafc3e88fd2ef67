using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using VerifyTests;

namespace VerifyXunit;

/// <summary>The entry point of a snapshot test, as in Verify.Xunit.</summary>
public static class Verifier
{
    /// <summary>
    /// Compares what <paramref name="target"/> holds with the <c>*.verified.*</c> files beside the calling source file.
    /// </summary>
    /// <param name="target">
    /// A generator driver or its run result, or an object whose only property is <c>Diagnostics</c>.
    /// </param>
    /// <param name="settings">Where the files lie and how they are called; the defaults if null.</param>
    /// <param name="sourceFile">The calling source file; left to the compiler.</param>
    /// <returns>A task to await; it fails with a <see cref="VerifyException"/> where a file is not as expected.</returns>
    public static SettingsTask Verify(
        object? target,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = "")
    {
        return new SettingsTask(settings, current => Task.FromResult(Run(target, current, sourceFile)));
    }

    private static VerifyResult Run(object? target, VerifySettings settings, string sourceFile)
    {
        MethodInfo method = UseVerifyAttribute.CurrentMethod;
        string sourceDirectory = Path.GetDirectoryName(sourceFile)!;
        string directory = Path.Combine(sourceDirectory, settings.Directory ?? "");
        string prefix = SnapshotName.Prefix(method, settings);
        SnapshotName.RequireUnused(Path.Combine(directory, prefix));

        return new SnapshotComparison(directory, prefix, VerifierSettings.AcceptsChanges)
            .Run(SnapshotTarget.From(target, settings));
    }
}
