using System.Collections.Generic;
using System.Threading;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Emission;

/// <summary>Turns an annotated class into its generated half.</summary>
internal static class ConvEmitter
{
    /// <summary>Emits the files of one class; <paramref name="target"/> must be free of errors.</summary>
    public static IReadOnlyList<EmittedFile> Emit(ConvTarget target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [];
    }
}
