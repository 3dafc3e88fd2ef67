namespace ConvGen.Generator.Emission;

/// <summary>One generated source file: the type it is for, the end of the file's name and its text.</summary>
internal sealed record EmittedFile(string MetadataName, string Suffix, string Text);
