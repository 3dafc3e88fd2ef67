using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits what a tile fetches of the output that the next one writes: each line has to be in the L1 cache before it is
/// stored to, and a tile's stores are leaving it one behind the other.
/// </summary>
/// <param name="pixels">The pixels of the tile.</param>
/// <param name="block">Its filters.</param>
/// <param name="pitch">The floats between two pixels of the output.</param>
/// <param name="writer">Takes the text.</param>
internal sealed class NextOutputEmitter(int pixels, VectorBlock block, string pitch, SourceWriter writer)
{
    /// <summary>Declares the address of what is fetched.</summary>
    public void Declare()
    {
        writer.Line().Line("// The next tile's outputs follow this one's: their lines are fetched, a few at a time, before it stores to them.");
        writer.Line($"float* written = {AddressText.At("y", KernelGeometry.Times(pitch, pixels))};");
    }

    /// <summary>Fetches what one of so many iterations has to, and moves on.</summary>
    public void Emit(int iterations)
    {
        for (int pixel = 0; pixel < (pixels + iterations - 1) / iterations; pixel++)
        {
            TilePrefetch.EmitUnrolled(0, "written", 0, block.Filters, writer);
            writer.Line(AddressText.Advance("written", pitch));
        }

        writer.Line();
    }
}
