using System.Globalization;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>How an activation is written: around the value that is stored, or as a pass over a finished tile.</summary>
internal static class ActivationText
{
    /// <summary>Whether the activation is cheap enough to be applied in the registers before the store.</summary>
    public static bool IsInline(Activation activation)
    {
        return InlineActivation.Includes(activation);
    }

    /// <summary>Whether the text takes the parameter <c>Alpha</c>, used or not.</summary>
    public static bool TakesAlpha(Activation activation)
    {
        return activation == Activation.LeakyRelu || !IsInline(activation);
    }

    /// <summary>The expression that is stored.</summary>
    public static string Inline(ConvSpec spec, string value)
    {
        return Inline(spec.Activation, Float(spec.Alpha), value);
    }

    /// <inheritdoc cref="Inline(ConvSpec, string)"/>
    public static string Inline(Activation activation, string alpha, string value)
    {
        return activation switch
        {
            Activation.None => value,
            Activation.LeakyRelu => $"InlineActivations.LeakyRelu({value}, {alpha})",
            _ when IsInline(activation) => $"InlineActivations.{activation}({value})",
            _ => value,
        };
    }

    /// <summary>The statement that applies the activation to a tile that has been stored.</summary>
    public static string Pass(ConvSpec spec, KernelPlan plan, string address, string pixels, int filters)
    {
        return Pass(spec.Activation, Float(spec.Alpha), address, pixels, KernelGeometry.Number(plan.OutputPixel(spec)), filters);
    }

    /// <inheritdoc cref="Pass(ConvSpec, KernelPlan, string, string, int)"/>
    public static string Pass(Activation activation, string alpha, string address, string pixels, string pixelPitch, int filters)
    {
        return $"TileActivations.Apply(Activation.{activation}, {alpha}, {address}, {pixels}, {pixelPitch}, {filters});";
    }

    /// <summary>A float as a literal that reads back as the same bits.</summary>
    public static string Float(float value)
    {
        return value.ToString("R", CultureInfo.InvariantCulture) + "f";
    }
}
