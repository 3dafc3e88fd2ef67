using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Runtime;

/// <summary>
/// The activations that take an exponential, applied in place to a tile that a kernel has just stored. Inlined into the
/// store they would need more registers than the accumulators leave; over a tile that still lies in L1 a second pass
/// costs little next to the exponential itself.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class TileActivations
{
    /// <summary>
    /// Applies <paramref name="kind"/> to <paramref name="filters"/> contiguous floats of each of
    /// <paramref name="pixels"/> rows. Nothing else is read or written.
    /// </summary>
    /// <param name="kind">
    /// Elu, Sigmoid, Tanh, Silu, Gelu, GeluTanh, Softplus or Mish; the others are in <see cref="InlineActivations"/>.
    /// </param>
    /// <param name="alpha">The limit of Elu at −∞, negated; ignored by the others.</param>
    /// <param name="y">The first float of the first row; no alignment is required.</param>
    /// <param name="pixels">The number of rows.</param>
    /// <param name="pixelStride">The distance between the starts of two rows, in floats.</param>
    /// <param name="filters">The number of floats in a row.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is none of those listed.</exception>
    public static void Apply(Activation kind, float alpha, float* y, nint pixels, nint pixelStride, nint filters)
    {
        switch (kind)
        {
            case Activation.Elu:
                Apply<Elu>(alpha, y, pixels, pixelStride, filters);
                break;
            case Activation.Sigmoid:
                Apply<Sigmoid>(alpha, y, pixels, pixelStride, filters);
                break;
            case Activation.Tanh:
                Apply<Tanh>(alpha, y, pixels, pixelStride, filters);
                break;
            case Activation.Silu:
                Apply<Silu>(alpha, y, pixels, pixelStride, filters);
                break;
            case Activation.Gelu:
                Apply<Gelu>(alpha, y, pixels, pixelStride, filters);
                break;
            case Activation.GeluTanh:
                Apply<GeluTanh>(alpha, y, pixels, pixelStride, filters);
                break;
            case Activation.Softplus:
                Apply<Softplus>(alpha, y, pixels, pixelStride, filters);
                break;
            case Activation.Mish:
                Apply<Mish>(alpha, y, pixels, pixelStride, filters);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(kind), kind, "Expected an activation that is applied to a finished tile: Elu to Mish.");
        }
    }

    // Without tiers: the unoptimised code of so many small generic calls is thirty times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TFunction>(float alpha, float* y, nint pixels, nint pixelStride, nint filters)
        where TFunction : IActivationFunction
    {
        // Rows without a gap are one long row, which leaves at most one tail.
        if (pixelStride == filters)
        {
            filters *= pixels;
            pixels = 1;
        }

        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            float* row = y + (pixel * pixelStride);
            nint done = 0;
            if (Processor.PrefersAvx512)
            {
                done = ApplyWhole<TFunction, Lanes16>(alpha, row, done, filters);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                done = ApplyWhole<TFunction, Lanes8>(alpha, row, done, filters);
            }

            if (Vector128.IsHardwareAccelerated)
            {
                done = ApplyWhole<TFunction, Lanes4>(alpha, row, done, filters);
            }

            ApplyWhole<TFunction, Lanes1>(alpha, row, done, filters);
        }
    }

    /// <summary>Treats as many whole registers as still fit and returns how far the row is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint ApplyWhole<TFunction, TLanes>(float alpha, float* row, nint done, nint filters)
        where TFunction : IActivationFunction
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes alphas = TLanes.Create(alpha);
        for (; done <= filters - TLanes.Count; done += TLanes.Count)
        {
            TFunction.Apply(TLanes.Load(row + done), alphas).Store(row + done);
        }

        return done;
    }
}
