using System.Collections.Generic;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the register tiles of a kernel family: a method computes so many neighbouring pixels of a block of filters, at the ends of a row that is read where it lies without the taps in its padding.</summary>
internal interface ITileEmitter
{
    /// <summary>The name of a tile.</summary>
    string Name(int pixels, VectorBlock block, RowEdge edge = RowEdge.None);

    /// <summary>Writes the method of a tile.</summary>
    void Emit(int pixels, VectorBlock block, RowEdge edge = RowEdge.None);

    /// <summary>Writes the methods that the tiles of a block share.</summary>
    void EmitShared(IEnumerable<VectorBlock> blocks);
}
