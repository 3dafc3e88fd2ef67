using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Models;

/// <summary>An annotated class and the class whose kernels it runs: its own, or those of a class that asks for the same convolution.</summary>
/// <param name="Target">The class.</param>
/// <param name="Kernels">The class the kernels are emitted for.</param>
internal sealed record SharedTarget(ConvTarget Target, TargetType Kernels)
{
    /// <summary>Whether the kernels are emitted for this class.</summary>
    public bool HasKernels => Kernels == Target.Type;

    /// <summary>
    /// Lets classes of equal convolutions share kernels, which networks have many of: what is the same is compiled once,
    /// by the compiler and by the JIT. The class whose name comes first has them.
    /// </summary>
    /// <remarks>
    /// The order stays, so that the change of one class leaves the others where they were. Classes that share kernels share
    /// the spec object too, so that it is planned once.
    /// </remarks>
    public static IEnumerable<SharedTarget> Share(IReadOnlyList<ConvTarget> targets)
    {
        Dictionary<ConvSpec, ConvTarget> first = [];

        foreach (ConvTarget target in targets.OrderBy(static target => target.Type.MetadataName, StringComparer.Ordinal))
        {
            if (!first.ContainsKey(target.Spec))
            {
                first.Add(target.Spec, target);
            }
        }

        return targets.Select(target => new SharedTarget(target with { Spec = first[target.Spec].Spec }, first[target.Spec].Type));
    }
}
