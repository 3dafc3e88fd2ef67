using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// Activations of a few instructions, which a generated kernel applies to an accumulator just before it is stored.
/// Each exists for a scalar and for the three vector widths, and each lets NaN through.
/// </summary>
/// <remarks>
/// The vector forms are written flat, straight on the instructions: a kernel calls them once for every accumulator of
/// its tile, and helpers within helpers would use up the budget the JIT has for inlining into one method.
/// The x86 max and min return their second operand when either is NaN, which is why <c>x</c> always stands second.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class InlineActivations
{
    /// <summary>Effectively computes <c>max(x, 0)</c>.</summary>
    /// <param name="x">The value or values before the activation.</param>
    /// <returns>The activated value or values; NaN stays NaN, and −0 may come out as either zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Relu(float x) => x < 0f ? 0f : x;

    /// <summary>Effectively computes <c>min(max(x, 0), 6)</c>.</summary>
    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Relu6(float x) => x < 0f ? 0f : x > 6f ? 6f : x;

    /// <summary>Effectively computes <c>x &lt; 0 ? alpha * x : x</c>.</summary>
    /// <param name="x">The value or values before the activation.</param>
    /// <param name="alpha">The slope for negative values.</param>
    /// <returns>The activated value or values; NaN stays NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LeakyRelu(float x, float alpha) => x < 0f ? x * alpha : x;

    /// <summary>Effectively computes <c>min(max(x + 3, 0), 6) / 6</c>.</summary>
    /// <param name="x">The value or values before the activation.</param>
    /// <returns>The activated value or values; NaN stays NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HardSigmoid(float x) => Relu6(x + 3f) * (1f / 6f);

    /// <summary>Effectively computes <c>x * min(max(x + 3, 0), 6) / 6</c>.</summary>
    /// <param name="x">The value or values before the activation.</param>
    /// <returns>The activated value or values; NaN stays NaN, and −∞ gives NaN (−∞ · 0) as in PyTorch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HardSwish(float x) => x * HardSigmoid(x);

    /// <summary>Applies one of these, or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Apply(Activation activation, float x, float alpha)
    {
        return activation switch
        {
            Activation.Relu => Relu(x),
            Activation.Relu6 => Relu6(x),
            Activation.LeakyRelu => LeakyRelu(x, alpha),
            Activation.HardSigmoid => HardSigmoid(x),
            Activation.HardSwish => HardSwish(x),
            _ => x,
        };
    }
}
