using System;
using System.Numerics;

namespace ConvGen.Generator.Winograd;

/// <summary>
/// An exact number a + b·√2 with rational a and b: the field in which the interpolation points ±√2 and ±√2/2 and all
/// that follows from them lie, so that Winograd's identity can be computed and tested without rounding.
/// </summary>
internal readonly struct RootTwo : IEquatable<RootTwo>
{
    private readonly BigInteger _whole;
    private readonly BigInteger _root;
    private readonly BigInteger _denominatorLessOne;

    public RootTwo(BigInteger whole, BigInteger root, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(BigInteger.GreatestCommonDivisor(whole, root), denominator);
        divisor = denominator.Sign < 0 ? -divisor : divisor;
        _whole = whole / divisor;
        _root = root / divisor;
        _denominatorLessOne = (denominator / divisor) - 1;
    }

    public static RootTwo Zero => new(0, 0, 1);

    public static RootTwo One => new(1, 0, 1);

    // Kept less one, so that the default value is zero.
    private BigInteger Denominator => _denominatorLessOne + 1;

    public bool IsZero => _whole.IsZero && _root.IsZero;

    public static RootTwo operator +(RootTwo a, RootTwo b)
    {
        return new RootTwo(
            (a._whole * b.Denominator) + (b._whole * a.Denominator),
            (a._root * b.Denominator) + (b._root * a.Denominator),
            a.Denominator * b.Denominator);
    }

    public static RootTwo operator -(RootTwo a)
    {
        return new RootTwo(-a._whole, -a._root, a.Denominator);
    }

    public static RootTwo operator -(RootTwo a, RootTwo b)
    {
        return a + -b;
    }

    public static RootTwo operator *(RootTwo a, RootTwo b)
    {
        return new RootTwo(
            (a._whole * b._whole) + (2 * a._root * b._root),
            (a._whole * b._root) + (a._root * b._whole),
            a.Denominator * b.Denominator);
    }

    public static RootTwo operator /(RootTwo a, RootTwo b)
    {
        // (x + y√2)(x − y√2) = x² − 2y², which is zero only for zero: √2 is not rational.
        BigInteger norm = (b._whole * b._whole) - (2 * b._root * b._root);
        return a * new RootTwo(b._whole * b.Denominator, -b._root * b.Denominator, norm);
    }

    public bool Equals(RootTwo other)
    {
        return _whole == other._whole && _root == other._root && _denominatorLessOne == other._denominatorLessOne;
    }

    public override bool Equals(object? obj)
    {
        return obj is RootTwo other && Equals(other);
    }

    public override int GetHashCode()
    {
        return unchecked((_whole.GetHashCode() * 31) + (_root.GetHashCode() * 17) + _denominatorLessOne.GetHashCode());
    }

    public double ToDouble()
    {
        return ((double)_whole + ((double)_root * Math.Sqrt(2))) / (double)Denominator;
    }
}
