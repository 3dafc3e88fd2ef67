using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits what a tile fetches of the output that the next one writes: each line has to be in the L1 cache before it is
/// stored to, and a tile's stores are leaving it one behind the other.
/// </summary>
/// <param name="fetch">How it spreads them.</param>
/// <param name="pixels">The pixels of the tile.</param>
/// <param name="block">Its filters.</param>
/// <param name="pitch">The floats between two pixels of the output.</param>
/// <param name="writer">Takes the text.</param>
internal sealed class NextOutputEmitter(OutputFetch fetch, int pixels, VectorBlock block, string pitch, SourceWriter writer)
{
    /// <summary>Whether lines of it are fetched with each line of the pixels; with each row of the kernel otherwise.</summary>
    public bool GoesWithLines => fetch.WithLines;

    /// <summary>Declares the address of what is fetched.</summary>
    public void Declare()
    {
        writer.Line().Line("// The next tile's outputs follow this one's: their lines are fetched, a few at a time, before it stores to them.");
        writer.Line($"float* written = {AddressText.At("y", KernelGeometry.Times(pitch, pixels))};");
    }

    /// <summary>Fetches what an iteration has to, and moves on.</summary>
    public void Emit()
    {
        for (int pixel = 0; pixel < (pixels + fetch.Iterations - 1) / fetch.Iterations; pixel++)
        {
            PrefetchText.EmitUnrolled(0, "written", 0, block.Filters, writer);
            writer.Line(AddressText.Advance("written", pitch));
        }

        writer.Line();
    }
}
