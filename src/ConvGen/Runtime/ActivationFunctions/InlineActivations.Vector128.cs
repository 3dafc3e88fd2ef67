using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

public static partial class InlineActivations
{
    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> x) =>
        Sse.IsSupported ? Sse.Max(Vector128<float>.Zero, x) : Vector128.Max(Vector128<float>.Zero, x);

    /// <inheritdoc cref="Relu6(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu6(Vector128<float> x) =>
        Sse.IsSupported
            ? Sse.Min(Vector128.Create(6f), Sse.Max(Vector128<float>.Zero, x))
            : Vector128.Min(Vector128.Create(6f), Vector128.Max(Vector128<float>.Zero, x));

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LeakyRelu(Vector128<float> x, float alpha) =>
        Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), x * Vector128.Create(alpha), x);

    /// <inheritdoc cref="HardSigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> HardSigmoid(Vector128<float> x) =>
        Relu6(x + Vector128.Create(3f)) * Vector128.Create(1f / 6f);

    /// <inheritdoc cref="HardSwish(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> HardSwish(Vector128<float> x) =>
        x * HardSigmoid(x);
}
