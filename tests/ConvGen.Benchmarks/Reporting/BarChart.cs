using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Draws the fraction of the FMA peak, a group of horizontal bars for each layer, as SVG.</summary>
internal static class BarChart
{
    private const int Width = 960;

    private const int Left = 330;

    private const int Top = 80;

    private const int BarHeight = 9;

    private const int GroupGap = 9;

    private const int LegendWidth = 116;

    // Distinct for readers who see no red or green too; as many as there are peers and variants to ask for, and ConvGen.
    private static readonly string[] Colors = ["#0b6e99", "#e08f29", "#8a8a8a", "#56b4e9", "#f0e442", "#009e73", "#cc79a7", "#d55e00"];

    public static string Create(RunFacts facts, IReadOnlyList<LayerResult> results)
    {
        LayerResult[] shown = [.. results.Where(result => result.Failure is null)];
        string[] series = ["ConvGen", .. facts.Peers.Select(peer => peer.Name)];
        int groupHeight = (series.Length * BarHeight) + GroupGap;
        int bottom = Top + (shown.Length * groupHeight);

        // A fast algorithm may pass 1: it does fewer operations than it is credited with, and so does one
        // that leaves out the padding.
        double largest = shown.SelectMany(result => Fractions(facts, result)).Append(1).Where(double.IsFinite).Max();
        int percent = largest > 2 ? 100 : 20;
        int gridLines = (int)Math.Ceiling(largest * 100 / percent);
        double scale = (Width - Left - 60) / (gridLines * percent / 100.0);

        StringBuilder svg = new();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{bottom + 50}\" ");
        Add(svg, $"viewBox=\"0 0 {Width} {bottom + 50}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n");
        Add(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        Add(svg, $"<text x=\"16\" y=\"26\" font-size=\"16\">Fraction of the FMA peak, {facts.Isa}, threads: {facts.Threads}</text>\n");
        AddLegend(svg, series);
        AddGrid(svg, gridLines, percent, scale, bottom);

        for (int i = 0; i < shown.Length; i++)
        {
            AddGroup(svg, facts, shown[i], Top + (i * groupHeight), scale);
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The fractions of ConvGen and of the peers in their order; NaN for a peer that did not run.</summary>
    private static double[] Fractions(RunFacts facts, LayerResult result)
    {
        double ours = result.FractionOfPeak;
        return [ours, .. facts.Peers.Select(peer => ours / result.SpeedupOver(peer.Name))];
    }

    private static void AddLegend(StringBuilder svg, string[] series)
    {
        for (int i = 0; i < series.Length; i++)
        {
            int x = 16 + (i * LegendWidth);
            Add(svg, $"<rect x=\"{x}\" y=\"40\" width=\"12\" height=\"12\" fill=\"{Colors[i]}\"/>");
            Add(svg, $"<text x=\"{x + 18}\" y=\"50\">{series[i]}</text>\n");
        }
    }

    private static void AddGrid(StringBuilder svg, int lines, int percent, double scale, int bottom)
    {
        for (int i = 0; i <= lines; i++)
        {
            double x = Left + (i * percent / 100.0 * scale);
            string color = i * percent == 100 ? "#888" : "#ddd";
            Add(svg, $"<line x1=\"{x:f1}\" y1=\"{Top - 6}\" x2=\"{x:f1}\" y2=\"{bottom}\" stroke=\"{color}\"/>");
            Add(svg, $"<text x=\"{x:f1}\" y=\"{bottom + 16}\" text-anchor=\"middle\">{i * percent}%</text>\n");
        }

        Add(svg, $"<text x=\"{Left}\" y=\"{bottom + 38}\">direct FLOPs / time / FMA peak (longer is faster)</text>\n");
    }

    private static void AddGroup(StringBuilder svg, RunFacts facts, LayerResult result, int y, double scale)
    {
        double[] fractions = Fractions(facts, result);
        int middle = y + (fractions.Length * BarHeight / 2) + 4;
        Add(svg, $"<text x=\"{Left - 8}\" y=\"{middle}\" text-anchor=\"end\">{SecurityElement.Escape(result.Name)}</text>");

        for (int i = 0; i < fractions.Length; i++)
        {
            if (double.IsFinite(fractions[i]))
            {
                int top = y + (i * BarHeight);
                double width = fractions[i] * scale;
                Add(svg, $"<rect x=\"{Left}\" y=\"{top}\" width=\"{width:f1}\" height=\"{BarHeight - 1}\" fill=\"{Colors[i]}\"/>");
                Add(svg, $"<text x=\"{Left + width + 4:f1}\" y=\"{top + 8}\" font-size=\"9\">{fractions[i] * 100:f0}%</text>\n");
            }
        }
    }

    private static void Add(StringBuilder svg, FormattableString part)
    {
        svg.Append(part.ToString(CultureInfo.InvariantCulture));
    }
}
