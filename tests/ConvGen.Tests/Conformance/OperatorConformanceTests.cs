using System;
using System.Collections.Generic;
using System.IO;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Conformance;

/// <summary>The field's own operator graphs, from any folder that holds an operators.json.</summary>
[Trait("Isa", "Every")]
[Trait("Category", "Conformance")]
public sealed class OperatorConformanceTests
{
    private static readonly Lazy<CaseSet> Cases = new(() => new CaseSet(
        ProjectRoot.Cases is string folder ? Path.Combine(folder, "operators.json") : null, OperatorCaseFile.Read));

    public static IEnumerable<object[]> Rows => Cases.Value.Rows;

    [ReasonedTheory]
    [MemberData(nameof(Rows))]
    public void Graph(CaseName name)
    {
        Cases.Value.Run(name);
    }
}
