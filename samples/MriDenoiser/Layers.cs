using ConvGen;

namespace MriDenoiser;

// The three layers of the network. The compiler writes the other half of each class: a constructor that takes
// the weights, and a Forward method unrolled for this kernel, these channels and this volume.

/// <summary>From the volume to 16 features a voxel.</summary>
[Conv("3x3x3", 1, 16, Input = "24x96x128", Padding = "same", Activation = Activation.Relu)]
public sealed partial class HeadLayer;

/// <summary>From 16 features to 16.</summary>
[Conv("3x3x3", 16, 16, Input = "24x96x128", Padding = "same", Activation = Activation.Relu)]
public sealed partial class BodyLayer;

/// <summary>From 16 features to the noise at each voxel.</summary>
[Conv("3x3x3", 16, 1, Input = "24x96x128", Padding = "same")]
public sealed partial class TailLayer;
