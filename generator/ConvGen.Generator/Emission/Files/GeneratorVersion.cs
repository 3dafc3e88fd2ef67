namespace ConvGen.Generator.Emission;

/// <summary>The version in <c>[GeneratedCode]</c>, the only place where generated text holds one.</summary>
internal static class GeneratorVersion
{
    public const string Text = "0.1";
}
