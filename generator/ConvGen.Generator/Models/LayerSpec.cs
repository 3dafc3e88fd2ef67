namespace ConvGen.Generator.Models;

/// <summary>What the user asked of one layer: shapes, strides, layout, activation; nothing of how it is computed.</summary>
internal abstract record LayerSpec;
