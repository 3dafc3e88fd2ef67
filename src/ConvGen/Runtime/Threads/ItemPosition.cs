namespace ConvGen.Runtime;

/// <summary>What one item of a call computes: a share of the filters on a block of output positions of an image.</summary>
/// <param name="Block">The number of the block among those of all images and parts of the groups.</param>
/// <param name="Image">The image of the batch.</param>
/// <param name="Part">The part of the groups.</param>
/// <param name="Depth">The first output plane.</param>
/// <param name="Height">The first output row.</param>
/// <param name="Width">The first output column.</param>
/// <param name="Share">The share of the filters.</param>
internal readonly record struct ItemPosition(int Block, int Image, int Part, int Depth, int Height, int Width, int Share);
