#if CONVGEN_GENERATOR
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;
#else
namespace ConvGen.Runtime;
#endif

/// <summary>
/// Which activations are applied in the registers before the store, and not by a pass over what has been stored. This file
/// is compiled into the generator, for the kernels it emits, and into the run-time half, for its own.
/// </summary>
internal static class InlineActivation
{
    /// <summary>Whether the activation is cheap enough for it.</summary>
    public static bool Includes(Activation activation)
    {
        return activation is Activation.None or Activation.Relu or Activation.Relu6 or Activation.LeakyRelu
            or Activation.HardSigmoid or Activation.HardSwish;
    }
}
