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

    /// <summary>Computes the exponential: 0 at −∞, +∞ where it overflows, NaN at NaN.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>Chooses lane by lane: <c>x &gt; limit ? whenGreater : otherwise</c>; NaN takes the second.</summary>
    static abstract TSelf SelectGreater(TSelf x, TSelf limit, TSelf whenGreater, TSelf otherwise);
}
