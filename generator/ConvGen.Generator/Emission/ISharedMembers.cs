namespace ConvGen.Generator.Emission;

/// <summary>Writes the members of a class that layers share. Models hold it, so that it is made of plain data and no delegate.</summary>
internal interface ISharedMembers
{
    /// <summary>Writes them.</summary>
    void Emit(SourceWriter writer);
}
