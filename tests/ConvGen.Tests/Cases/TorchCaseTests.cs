using System;
using System.Collections.Generic;
using System.IO;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Cases;

/// <summary>The project's own cases, whose answers PyTorch gave (tests/cases/make_cases.py).</summary>
[Trait("Isa", "Every")]
public sealed class TorchCaseTests
{
    private static readonly Lazy<CaseSet> Cases = new(() => new CaseSet(
        Path.Combine(AppContext.BaseDirectory, "cases", "torch.json"), LayerCaseFile.Read));

    public static IEnumerable<object[]> Rows => Cases.Value.Rows;

    [ReasonedTheory]
    [MemberData(nameof(Rows))]
    public void Layer(CaseName name)
    {
        Cases.Value.Run(name);
    }
}
