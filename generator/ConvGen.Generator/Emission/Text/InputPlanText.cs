using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Writes how a kernel reads its input as properties of its <c>KernelCode</c>.</summary>
internal static class InputPlanText
{
    public static void Emit(KernelPlan plan, SourceWriter writer)
    {
        InputPlan input = plan.Input;
        Flag("ReadsInPlace", input.IsInPlace, writer);
        Flag("FlattensPixels", input.IsFlat, writer);

        if (input.GathersWindows)
        {
            writer.Line($"GatheredWindow = {input.PixelFloats},");
        }

        Flag("SpreadsChannels", input.SpreadsChannels, writer);

        Flag("KeepsRows", input.KeepsRows, writer);

        if (input.GroupsTogether is int groups)
        {
            writer.Line($"GroupsTogether = {groups},");
        }

        writer.Line(input.Block.Count > 0
            ? $"Block = [{string.Join(", ", input.Block)}],"
            : $"WidthStep = {(input.IsFlat ? plan.Runs[0].Cover.Tiles[0].Pixels : InputPlanner.WidthStep)},");
    }

    /// <summary>Sets a property that is false unless it is set.</summary>
    public static void Flag(string property, bool value, SourceWriter writer)
    {
        if (value)
        {
            writer.Line($"{property} = true,");
        }
    }
}
