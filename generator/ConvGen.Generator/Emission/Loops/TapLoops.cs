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
    /// <param name="last">Emits the last row of a kernel of one plane, of which no window lies in padding alone; null where it is as the others.</param>
    public void Emit(int rowFloats, Action<string, string> row, Action<string, string>? last = null)
    {
        if (!geometry.HasDepthTaps)
        {
            EmitHeight("x", "w", row, last);
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

    private void EmitHeight(string x, string w, Action<string, string> row, Action<string, string>? last = null)
    {
        if (geometry.HasHeightTaps)
        {
            int apart = last is null ? 0 : 1;
            writer.Open(geometry.ClipsHeight
                ? $"for (int taps = heightTaps; taps > {apart}; taps--)"
                : $"for (int heightTap = {apart}; heightTap < {geometry.Shape.Kernel[1]}; heightTap++)");
            row(x, w);
            writer.Line(AddressText.Advance(x, KernelGeometry.Times(geometry.RowPitch, geometry.Shape.Dilation[1])));
            writer.Close();

            if (last is not null)
            {
                writer.Line();
                last(x, w);
            }
        }
        else
        {
            (last ?? row)(x, w);
        }

        writer.Line();
    }
}
