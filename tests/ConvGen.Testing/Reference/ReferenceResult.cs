namespace ConvGen.Testing;

/// <summary>What the reference computed.</summary>
/// <param name="Values">The outputs before the activation, in the layer's layout.</param>
/// <param name="Magnitudes">For each output the sum of |weight·input| and |bias|: what rounding errors are measured by.</param>
/// <param name="Terms">The products behind one output, at most.</param>
/// <param name="OutputExtent">The output's extent, a value a dimension of the rank.</param>
public sealed record ReferenceResult(double[] Values, double[] Magnitudes, int Terms, int[] OutputExtent);
