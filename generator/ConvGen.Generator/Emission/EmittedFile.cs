namespace ConvGen.Generator.Emission;

/// <summary>One generated source file: the name the compiler knows it by and its text.</summary>
internal sealed record EmittedFile(string HintName, string Text);
