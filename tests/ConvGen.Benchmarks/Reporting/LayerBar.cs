using System;
using ConvGen.Benchmarks.Cases;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>What every layer of a class must reach.</summary>
/// <param name="Name">The class of layers.</param>
/// <param name="Least">The least value.</param>
/// <param name="Figure">What is compared with it.</param>
/// <param name="Covers">Which layers belong to the class.</param>
internal sealed record LayerBar(string Name, double Least, BarFigure Figure, Func<ConvCase, bool> Covers);
