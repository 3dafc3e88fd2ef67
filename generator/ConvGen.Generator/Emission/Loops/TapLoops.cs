using System;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a tile's loops over the planes and rows of the kernel. Around a row <c>x</c> is the address of its input and
/// <c>w</c> that of its weights, which the row itself moves on.
/// </summary>
internal sealed class TapLoops(KernelGeometry geometry, SourceWriter writer)
{
    /// <summary>Emits the loops around <paramref name="row"/>, which takes the names of the two addresses.</summary>
    /// <param name="rowFloats">The packed weights of one row of the kernel.</param>
    /// <param name="row">Emits one row.</param>
    public void Emit(int rowFloats, Action<string, string> row)
    {
        if (!geometry.HasDepthTaps)
        {
            EmitHeight("x", "w", row);
            return;
        }

        writer.Open(geometry.ClipsDepth
            ? "for (; depthTaps > 0; depthTaps--)"
            : $"for (int depthTap = 0; depthTap < {geometry.Shape.Kernel[0]}; depthTap++)");

        if (geometry.HasHeightTaps)
        {
            writer.Line("float* xRow = x;");
            writer.Line("float* wRow = w;");
            writer.Line();
            EmitHeight("xRow", "wRow", row);
            writer.Line(AddressText.Advance("w", geometry.Shape.Kernel[1] * rowFloats));
        }
        else
        {
            row("x", "w");
        }

        writer.Line(AddressText.Advance("x", KernelGeometry.Times(geometry.PlanePitch, geometry.Shape.Dilation[0])));
        writer.Close();
        writer.Line();
    }

    private void EmitHeight(string x, string w, Action<string, string> row)
    {
        if (geometry.HasHeightTaps)
        {
            writer.Open(geometry.ClipsHeight
                ? "for (int taps = heightTaps; taps > 0; taps--)"
                : $"for (int heightTap = 0; heightTap < {geometry.Shape.Kernel[1]}; heightTap++)");
            row(x, w);
            writer.Line(AddressText.Advance(x, KernelGeometry.Times(geometry.RowPitch, geometry.Shape.Dilation[1])));
            writer.Close();
        }
        else
        {
            row(x, w);
        }

        writer.Line();
    }
}
