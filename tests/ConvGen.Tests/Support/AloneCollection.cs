using Xunit;

namespace ConvGen.Tests.Support;

/// <summary>Tests that run after all others and one by one: they measure the process or start processes of their own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
