namespace ConvGen.Generator.Emission;

/// <summary>Writes the members of a class that layers share. An object, since what the pipeline of the generator keeps may hold no delegate.</summary>
internal interface ISharedMembers
{
    /// <summary>Writes them.</summary>
    void Emit(SourceWriter writer);
}
