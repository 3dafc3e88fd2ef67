namespace ConvGen.Generator.Planning;

/// <summary>Blocks of filters of one shape that follow each other, and how their tiles cover a row.</summary>
internal sealed record BlockRun(VectorBlock Block, int Count, RowCover Cover);
