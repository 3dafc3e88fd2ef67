using ConvGen;

namespace EdgeDetection;

// The three filters. None has Input, so each takes an image of any size.

/// <summary>A Gaussian blur of each color on its own, the border continued outwards.</summary>
[Conv("5x5", 3, 3, Groups = 3, Bias = false, Padding = "same", PaddingMode = PaddingMode.Replicate)]
public sealed partial class GaussianBlur;

/// <summary>From RGB to brightness.</summary>
[Conv("1x1", 3, 1, Bias = false)]
public sealed partial class Luminance;

/// <summary>From brightness to its horizontal and its vertical slope.</summary>
[Conv("3x3", 1, 2, Bias = false, Padding = "same", PaddingMode = PaddingMode.Replicate)]
public sealed partial class Sobel;
