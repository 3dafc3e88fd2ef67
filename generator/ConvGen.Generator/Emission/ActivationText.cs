using System.Globalization;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Emission;

/// <summary>How an activation is written: around the value that is stored, or as a pass over a finished tile.</summary>
internal static class ActivationText
{
    /// <summary>Whether the activation is cheap enough to be applied in the registers before the store.</summary>
    public static bool IsInline(Activation activation)
    {
        return activation is Activation.None or Activation.Relu or Activation.Relu6 or Activation.LeakyRelu
            or Activation.HardSigmoid or Activation.HardSwish;
    }

    /// <summary>The expression that is stored.</summary>
    public static string Inline(ConvSpec spec, string value)
    {
        return spec.Activation switch
        {
            Activation.None => value,
            Activation.LeakyRelu => $"InlineActivations.LeakyRelu({value}, {Float(spec.Alpha)})",
            _ when IsInline(spec.Activation) => $"InlineActivations.{spec.Activation}({value})",
            _ => value,
        };
    }

    /// <summary>The statement that applies the activation to a tile that has been stored.</summary>
    public static string Pass(ConvSpec spec, string address, string pixels, int filters)
    {
        return $"TileActivations.Apply(Activation.{spec.Activation}, {Float(spec.Alpha)}, {address}, {pixels}, {spec.Filters}, {filters});";
    }

    /// <summary>A float as a literal that reads back as the same bits.</summary>
    public static string Float(float value)
    {
        return value.ToString("R", CultureInfo.InvariantCulture) + "f";
    }
}
