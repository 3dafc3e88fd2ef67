namespace ConvGen.Generator.Models;

/// <summary>One annotated class and the convolution it asks for: all the generator keeps of it.</summary>
internal sealed record ConvTarget(TargetType Type, ConvSpec Spec);
