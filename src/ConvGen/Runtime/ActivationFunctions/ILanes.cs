namespace ConvGen.Runtime;

/// <summary>
/// The arithmetic that an activation is written in: a number of float lanes that are computed alike. One formula over
/// this interface serves every register width; the JIT compiles it separately for each implementing struct, so no call
/// of the interface is left at run time.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
internal interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Gets the number of floats in one value.</summary>
    static abstract int Count { get; }

    /// <summary>Sets every lane to <paramref name="value"/>.</summary>
    static abstract TSelf Create(float value);

    /// <summary>Reads <see cref="Count"/> floats; no alignment is required.</summary>
    static abstract unsafe TSelf Load(float* source);

    /// <summary>Writes <see cref="Count"/> floats; no alignment is required.</summary>
    unsafe void Store(float* destination);

    /// <summary>Adds lane by lane.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Subtracts lane by lane.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Multiplies lane by lane.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Divides lane by lane.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>Computes <c>left * right + addend</c>, rounded once where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>Clears the signs.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>Gives every magnitude the sign of the lane of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>Computes <c>min(max(x, least), greatest)</c>; NaN stays NaN.</summary>
    static abstract TSelf Clamp(TSelf x, TSelf least, TSelf greatest);

    /// <summary>Rounds to the nearest whole number.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>Computes <c>x * 2^exponent</c>, rounded once, with overflow to infinity.</summary>
    /// <param name="x">Values of a magnitude in [1/2, 2], or NaN.</param>
    /// <param name="exponent">Whole numbers from −250 to 250; anything where x is NaN.</param>
    static abstract TSelf Scale(TSelf x, TSelf exponent);

    /// <summary>Chooses lane by lane: <c>x &gt; limit ? whenGreater : otherwise</c>; NaN takes the second.</summary>
    static abstract TSelf SelectGreater(TSelf x, TSelf limit, TSelf whenGreater, TSelf otherwise);
}
