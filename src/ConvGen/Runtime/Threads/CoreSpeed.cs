namespace ConvGen.Runtime;

/// <summary>What a core multiplies in a cycle, and how weights come to it: by these a layer is cut for threads.</summary>
/// <param name="MultiplyAdds">The multiply-adds of a cycle.</param>
/// <param name="WeightFloat">The cycles of a float of weights on a thread's first way to them in the last cache.</param>
internal readonly record struct CoreSpeed(double MultiplyAdds, double WeightFloat)
{
    /// <summary>A core that multiplies two vectors of 256 bits a cycle or one of 512, near its last cache.</summary>
    public static readonly CoreSpeed NearCache = new(16, 0.125);

    /// <summary>A core of a processor whose last cache is slow, measured on one; with AVX-512 it multiplies two wide vectors.</summary>
    public static CoreSpeed SlowCache(bool avx512)
    {
        return new CoreSpeed(avx512 ? 32 : 16, 0.4);
    }

    /// <summary>A core of this machine.</summary>
    public static readonly CoreSpeed Current = Processor.HasSlowCache ? SlowCache(Processor.PrefersAvx512) : NearCache;
}
