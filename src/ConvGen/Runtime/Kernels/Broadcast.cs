using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Runtime;

/// <summary>
/// One float in every lane of a vector. Kernels call these rather than <see cref="Vector512.Create(float)"/>, among whose
/// many overloads the compiler of the generated text would look at every call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Broadcast
{
    /// <summary>The value in 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> To4(float value)
    {
        return Vector128.Create(value);
    }

    /// <summary>The value in 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> To8(float value)
    {
        return Vector256.Create(value);
    }

    /// <summary>The value in 16 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> To16(float value)
    {
        return Vector512.Create(value);
    }
}
