namespace ConvGen.Generator;

/// <summary>The names of the generator's steps, by which tests ask whether a step was cached.</summary>
internal static class TrackingNames
{
    /// <summary>Attribute to <see cref="Models.ConvTarget"/>.</summary>
    public const string Parse = "ConvGen.Parse";

    /// <summary><see cref="Models.ConvTarget"/> to source text.</summary>
    public const string Emit = "ConvGen.Emit";
}
