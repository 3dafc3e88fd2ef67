namespace ConvGen.Benchmarks.DotNet;

/// <summary>A 3x3 layer of ResNet's first stage.</summary>
[Conv("3x3", 64, 64, Input = "56x56", Padding = "same", Activation = Activation.Relu)]
public sealed partial class Square;

/// <summary>A 3x3x3 layer of a video network.</summary>
[Conv("3x3x3", 64, 64, Input = "8x56x56", Padding = "same", Activation = Activation.Relu)]
public sealed partial class Cube;

/// <summary>A pointwise layer of ResNet's bottleneck.</summary>
[Conv("1x1", 256, 64, Input = "56x56", Activation = Activation.Relu)]
public sealed partial class Pointwise;

/// <summary>The first layer of ResNet, on a colour image.</summary>
[Conv("7x7", 3, 64, Input = "224x224", Stride = "2", Padding = "3", Activation = Activation.Relu)]
public sealed partial class Stem;

/// <summary>A depthwise layer of MobileNet.</summary>
[Conv("3x3", 96, 96, Groups = 96, Input = "112x112", Padding = "same", Activation = Activation.Relu6)]
public sealed partial class Depthwise;
