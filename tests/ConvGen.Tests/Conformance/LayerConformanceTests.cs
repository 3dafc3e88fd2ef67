using System;
using System.Collections.Generic;
using System.IO;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Conformance;

/// <summary>The field's own single-layer cases, from any folder that holds a layers.json.</summary>
[Trait("Isa", "Every")]
[Trait("Category", "Conformance")]
public sealed class LayerConformanceTests
{
    private static readonly Lazy<CaseSet> Cases = new(() => new CaseSet(
        ProjectRoot.Cases is string folder ? Path.Combine(folder, "layers.json") : null, LayerCaseFile.Read));

    public static IEnumerable<object[]> Rows => Cases.Value.Rows;

    [ReasonedTheory]
    [MemberData(nameof(Rows))]
    public void Layer(CaseName name)
    {
        Cases.Value.Run(name);
    }
}
