using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>What the activations need beyond <see cref="ILanes{TSelf}"/>, to a few units in the last place.</summary>
internal static class ElementaryFunctions
{
    /// <summary>Evaluates <c>c0 + c1 x + c2 x² + …</c> with five coefficients by Horner's rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Polynomial<TLanes>(TLanes x, float c0, float c1, float c2, float c3, float c4)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.MultiplyAdd(TLanes.Create(c4), x, TLanes.Create(c3));
        sum = TLanes.MultiplyAdd(sum, x, TLanes.Create(c2));
        sum = TLanes.MultiplyAdd(sum, x, TLanes.Create(c1));
        return TLanes.MultiplyAdd(sum, x, TLanes.Create(c0));
    }

    /// <summary>Computes the exponential: 0 at −∞, +∞ where it overflows, NaN at NaN.</summary>
    /// <remarks>
    /// The exponential of <c>System.Runtime.Intrinsics</c> computes in float64, which halves the lanes; next to a small
    /// convolution that is most of the time.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond these the result is 0 or infinite.
        TLanes clamped = TLanes.Clamp(x, TLanes.Create(-104f), TLanes.Create(89f));

        // x = n ln 2 + r with |r| ≤ ln 2 / 2. ln 2 is split in two: the first product is exact.
        TLanes n = TLanes.Round(clamped * TLanes.Create(1.44269504f));
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Create(-0.693359375f), clamped);
        r = TLanes.MultiplyAdd(n, TLanes.Create(2.12194440e-4f), r);

        // exp(r) = 1 + r + r² p(r), with the polynomial of the Cephes library (expf).
        TLanes p = Polynomial(
            r, 1.6666665459e-1f, 4.1665795894e-2f, 8.3334519073e-3f, 1.3981999507e-3f, 1.9875691500e-4f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(0.5f));
        TLanes exp = TLanes.MultiplyAdd(p, r * r, r) + TLanes.Create(1f);
        return TLanes.Scale(exp, n);
    }

    /// <summary>Computes the hyperbolic tangent, accurate relative to the result also near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Create(1f);
        TLanes two = TLanes.Create(2f);
        TLanes magnitude = TLanes.Abs(x);

        // 1 − 2/(e^2|x| + 1) tends to 1 where the exponential overflows, but cancels near zero.
        TLanes large = one - (two / (Exp(magnitude + magnitude) + one));

        // There the odd polynomial of the Cephes library (tanhf, |x| < 0.625) takes over.
        TLanes square = x * x;
        TLanes series = Polynomial(
            square, -3.33332819422e-1f, 1.33314422036e-1f, -5.37397155531e-2f, 2.06390887954e-2f, -5.70498872745e-3f);
        TLanes small = TLanes.MultiplyAdd(series * square, x, x);
        return TLanes.SelectGreater(magnitude, TLanes.Create(0.625f), TLanes.CopySign(large, x), small);
    }

    /// <summary>Computes <c>exp(x) − 1</c> for x ≤ 0 without the cancellation near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ExpMinusOne<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes tanh = Tanh(x * TLanes.Create(0.5f));
        return (tanh + tanh) / (TLanes.Create(1f) - tanh);
    }

    /// <summary>Computes <c>log(1 + x)</c> for x in [0, 1], accurate relative to the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LogOnePlus<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // log(1 + x) = 2 artanh(s) with s = x/(x + 2) ≤ 1/3, where the series s + s³/3 + s⁵/5 + … converges quickly.
        TLanes s = x / (x + TLanes.Create(2f));
        TLanes square = s * s;
        TLanes tail = Polynomial(square, 1f / 5f, 1f / 7f, 1f / 9f, 1f / 11f, 1f / 13f);
        TLanes series = TLanes.MultiplyAdd(tail, square, TLanes.Create(1f / 3f));
        TLanes half = TLanes.MultiplyAdd(series * square, s, s);
        return half + half;
    }

    /// <summary>Computes <c>1 − erf(x)</c> for x ≥ 0, to 1.5e-7 of 1 and vanishing as exp(−x²) does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ErrorFunctionComplement<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
        TLanes one = TLanes.Create(1f);
        TLanes t = one / TLanes.MultiplyAdd(x, TLanes.Create(0.3275911f), one);
        TLanes series = Polynomial(t, 0.254829592f, -0.284496736f, 1.421413741f, -1.453152027f, 1.061405429f);
        return series * t * Exp(TLanes.Create(0f) - (x * x));
    }
}
