using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;

namespace ConvGen.Testing;

/// <summary>
/// Layers compiled in memory by the real generator, many in one compilation, each part at its first use.
/// </summary>
public sealed class CompiledLayers
{
    // A compilation costs a second before it has compiled anything; a part is small enough to spread over the cores.
    private const int PartSize = 40;

    private readonly Dictionary<LayerSource, (Lazy<Assembly> Part, int Index)> _parts = [];
    private readonly ConcurrentDictionary<LayerSource, Lazy<LayerFactory>> _factories = [];

    private CompiledLayers(IEnumerable<LayerSource> sources)
    {
        foreach (LayerSource[] part in sources.Distinct().Chunk(PartSize))
        {
            Lazy<Assembly> assembly = new(() => CompilePart(part), LazyThreadSafetyMode.ExecutionAndPublication);

            for (int i = 0; i < part.Length; i++)
            {
                _parts.Add(part[i], (assembly, i));
            }
        }
    }

    /// <summary>Prepares layers; nothing is compiled before a layer of a part is asked for.</summary>
    public static CompiledLayers Compile(IEnumerable<LayerSource> sources)
    {
        return new CompiledLayers(sources);
    }

    /// <summary>Compiles one layer and makes an instance of it.</summary>
    public static CompiledLayer Create(LayerSource source, float[] weights, float[] bias)
    {
        return Compile([source]).New(source, weights, bias);
    }

    /// <summary>Makes an instance of a layer given to <see cref="Compile"/>.</summary>
    /// <exception cref="CompilationFailedException">The layer does not compile.</exception>
    public CompiledLayer New(LayerSource source, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        return Factory(source).Create(weights, bias);
    }

    /// <summary>Gets the factory of a layer given to <see cref="Compile"/>.</summary>
    public LayerFactory Factory(LayerSource source)
    {
        return _factories.GetOrAdd(source, key => new Lazy<LayerFactory>(() => MakeFactory(key))).Value;
    }

    private static Assembly CompilePart(LayerSource[] part)
    {
        StringBuilder text = new(LayerText.Header);

        for (int i = 0; i < part.Length; i++)
        {
            LayerText.Append(text, part[i], i);
        }

        return CompilationCache.Load(text.ToString());
    }

    private LayerFactory MakeFactory(LayerSource source)
    {
        (Lazy<Assembly> part, int index) = _parts[source];
        Assembly assembly;

        try
        {
            assembly = part.Value;
        }
        catch (CompilationFailedException)
        {
            // One layer that does not compile must not fail the others of its part.
            assembly = CompilePart([source]);
            index = 0;
        }

        string name = $"{LayerText.Namespace}.{LayerText.FactoryName(index)}";
        return (LayerFactory)Activator.CreateInstance(assembly.GetType(name, throwOnError: true)!)!;
    }
}
