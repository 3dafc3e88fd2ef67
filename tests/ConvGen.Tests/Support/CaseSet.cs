using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Support;

/// <summary>The cases of one file as the rows of a theory, compiled together in parts.</summary>
public sealed class CaseSet
{
    private readonly Dictionary<string, ConvolutionCase> _cases = [];
    private readonly CompiledLayers _layers;
    private readonly string? _missing;

    /// <summary>Reads a file; where there is none the set has one row, which says so.</summary>
    public CaseSet(string? path, Func<string, IReadOnlyList<ConvolutionCase>> read)
    {
        if (path is null || !File.Exists(path))
        {
            _missing = $"There is no {Path.GetFileName(path) ?? "folder of cases"}: set CONVGEN_CASES to a folder that has it.";
        }
        else
        {
            foreach (ConvolutionCase item in read(path))
            {
                // A name used twice is two cases.
                string name = item.Name;

                for (int copy = 2; !_cases.TryAdd(name, item); copy++)
                {
                    name = $"{item.Name} ({copy})";
                }
            }
        }

        _layers = CompiledLayers.Compile(_cases.Values.Where(item => item.DoesNotApply is null).SelectMany(item => item.Sources()));
    }

    /// <summary>Gets a row a case: its name and, where it does not apply, the reason.</summary>
    public IEnumerable<object[]> Rows => _missing is not null
        ? [[new CaseName("(no cases)"), _missing]]
        : _cases.Select(item => item.Value.DoesNotApply is string reason ? new object[] { new CaseName(item.Key), reason } : [new CaseName(item.Key)]);

    /// <summary>Gets the cases that apply.</summary>
    public IEnumerable<ConvolutionCase> Applying => _cases.Values.Where(item => item.DoesNotApply is null);

    /// <summary>Runs a case on generated code; fails with what is wrong.</summary>
    public void Run(CaseName name)
    {
        if (CaseRunner.Run(_cases[name.Value], _layers) is string wrong)
        {
            Assert.Fail($"{name}\n{wrong}");
        }
    }
}
