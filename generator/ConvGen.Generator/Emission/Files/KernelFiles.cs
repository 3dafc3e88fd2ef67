using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The files with the kernels of a layer: one or, where that would be too long to read, one for each instruction set. At every edit of a project the
/// compiler compares the names of all generated files with each other, and that is nearly all the time an edit takes.
/// </summary>
/// <param name="metadataName">The name of the annotated class.</param>
/// <param name="inside">The namespace of the kernels.</param>
/// <param name="plan">The layer's plan.</param>
internal sealed class KernelFiles(string metadataName, string inside, ConvPlan plan)
{
    /// <summary>The most lines of kernels in a file of several.</summary>
    private const int MostLines = 400;

    private readonly List<(KernelPlan Plan, SourceWriter Writer)> _kernels = [];

    /// <summary>Begins a kernel, with its plan and the reasons for it.</summary>
    /// <returns>What takes the text of its class.</returns>
    public SourceWriter Add(KernelPlan kernel)
    {
        SourceWriter writer = new();
        writer.Line($"// Plan for {PlanText.Processors(kernel.Isa)}:");

        foreach (string reason in PlanText.Kernel(plan, kernel))
        {
            writer.Line($"// - {reason}");
        }

        _kernels.Add((kernel, writer));
        return writer;
    }

    /// <summary>The files of all kernels that were added.</summary>
    public IEnumerable<EmittedFile> Files()
    {
        return _kernels.Sum(static kernel => kernel.Writer.Lines) <= MostLines
            ? [File("Kernels", _kernels)]
            : _kernels.Select(kernel => File(kernel.Plan.Isa.Kernels, [kernel]));
    }

    private EmittedFile File(string name, IEnumerable<(KernelPlan Plan, SourceWriter Writer)> kernels)
    {
        SourceWriter file = KernelFile.Start(
            inside,
            [$"{PlanText.Title(plan.Spec)}:", .. PlanText.Details(plan.Spec).Select(static detail => $"- {detail}")]);

        foreach ((_, SourceWriter writer) in kernels)
        {
            file.Line().Add(writer);
        }

        return new EmittedFile(metadataName, $".{name}.g.cs", file.ToString());
    }
}
