namespace ConvGen.Generator.Planning;

/// <summary>One of the instruction sets a kernel is emitted for; the choice between them falls at run time.</summary>
/// <param name="Name">The name as it stands in the names of kernels.</param>
/// <param name="Lanes">The floats of its widest vector.</param>
/// <param name="Registers">The vector registers.</param>
internal sealed record Isa(string Name, int Lanes, int Registers)
{
    public static readonly Isa Avx512 = new("Avx512", 16, 32);

    /// <summary>
    /// AVX-512 of processors that multiply two of its vectors a cycle and whose last cache gives them a few floats meanwhile, as that of Intel's
    /// servers does. The kernels of the others are as good there or nearly so, but where minimal filtering is weighed: what it saves in
    /// multiply-adds has half the price, its transforms have the same, and its weights, which are more, wait for the last cache.
    /// </summary>
    public static readonly Isa Avx512SlowCache = Avx512 with { HasSlowCache = true };

    public static readonly Isa Avx2 = new("Avx2", 8, 16);

    /// <summary>128-bit vectors of whatever machine: SSE, Arm's AdvSimd, WebAssembly's SIMD; the fewest registers of these.</summary>
    public static readonly Isa Vector128 = new("Vector128", 4, 16);

    /// <summary>All instruction sets, the widest first: the order in which they are tried, <see cref="Avx512SlowCache"/> before them where a layer has a kernel for it. Machines without vectors run a kernel of the run-time half.</summary>
    public static readonly Isa[] All = [Avx512, Avx2, Vector128];

    /// <summary>Whether it is that of processors whose last cache is slow beside their multiply-adds.</summary>
    public bool HasSlowCache { get; private init; }

    /// <summary>Whether it is AVX-512, of whichever processor.</summary>
    public bool IsAvx512 => Lanes == Avx512.Lanes;

    /// <summary>Whether vectors are narrower than a cache line.</summary>
    public bool IsNarrow => Lanes < MachineCosts.CacheLine;

    /// <summary>The name of what is emitted for it alone; what several layers call has <see cref="Name"/>, being the same text.</summary>
    public string Kernels => HasSlowCache ? $"{Name}SlowCache" : Name;

    /// <summary>Whether kernels of it run on x64 alone, where lines can be fetched ahead and rows stored under masks.</summary>
    public bool IsX64 => IsAvx512 || this == Avx2;

    /// <summary>The narrowest vector that holds <paramref name="filters"/> filters.</summary>
    public int LanesFor(int filters)
    {
        int lanes = Lanes;

        while (lanes > 4 && filters <= lanes / 2)
        {
            lanes /= 2;
        }

        return lanes;
    }

    /// <summary>The floats that the fewest vectors over <paramref name="floats"/> neighbours hold, the last vector as narrow as will do.</summary>
    public int Covered(int floats)
    {
        int rest = floats % Lanes;
        return floats - rest + (rest == 0 ? 0 : LanesFor(rest));
    }

    /// <summary>The widest vector that <paramref name="floats"/> neighbouring floats fill.</summary>
    public int LanesWithin(int floats)
    {
        int lanes = Lanes;

        while (lanes > floats)
        {
            lanes /= 2;
        }

        return lanes;
    }
}
