namespace ConvGen.Generator;

/// <summary>The names of the generator's steps, by which tests ask whether a step was cached.</summary>
internal static class TrackingNames
{
    /// <summary>Attribute to <see cref="Models.ConvTarget"/>.</summary>
    public const string Parse = "ConvGen.Parse";

    /// <summary>All <see cref="Models.ConvTarget"/> to a <see cref="Models.SharedTarget"/> each.</summary>
    public const string Share = "ConvGen.Share";

    /// <summary><see cref="Models.SharedTarget"/> to source text.</summary>
    public const string Emit = "ConvGen.Emit";
}
