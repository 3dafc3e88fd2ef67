using System;
using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>The positions of a plane that a 1x1 kernel with a stride meets, side by side.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StridedPlane
{
    /// <summary>The floats from a plane's first to the one that an output position meets.</summary>
    /// <param name="position">The position, counted along the rows of the output.</param>
    /// <param name="width">The positions of a row of the output.</param>
    /// <param name="rowStep">The floats from one row to the next that is met.</param>
    /// <param name="columnStep">The same of columns.</param>
    public static int Offset(int position, int width, int rowStep, int columnStep)
    {
        (int row, int column) = Math.DivRem(position, width);
        return (row * rowStep) + (column * columnStep);
    }
}
