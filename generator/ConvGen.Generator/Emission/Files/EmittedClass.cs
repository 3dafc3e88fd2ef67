using ConvGen.Generator.Models;

namespace ConvGen.Generator.Emission;

/// <summary>The generated text of one annotated class.</summary>
/// <param name="Files">Those that are its own.</param>
/// <param name="Shared">Those that other classes may have too: equal names are equal texts.</param>
internal sealed record EmittedClass(EquatableArray<EmittedFile> Files, EquatableArray<SharedClass> Shared);
