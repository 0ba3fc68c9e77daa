using System.Collections.Immutable;

namespace WasmEngine.Reftests;

/// <summary>
/// One element's border box, as <c>getBoundingClientRect</c> gives it: CSS px, relative to the viewport. An element without a box
/// (<c>display: none</c>) has zeros.
/// </summary>
/// <param name="Path">From the root, <c>html&gt;body&gt;div:nth-child(2)</c>; html, head and body carry no number.</param>
/// <param name="Tag">Local name.</param>
/// <param name="Id">Empty if it has none.</param>
/// <param name="Classes">In the order of the attribute.</param>
public sealed record Box(string Path, string Tag, string Id, ImmutableArray<string> Classes, double X, double Y, double Width, double Height)
{
    private const string HeadPath = "html>head";

    /// <summary>Whether it lies in the document's head, where nothing is laid out: such boxes are not counted, they would only flatter.</summary>
    public bool IsInHead => Path == HeadPath || Path.StartsWith(HeadPath + ">", StringComparison.Ordinal);

    /// <summary>The largest difference of an edge's position or of a size, in px.</summary>
    public double DistanceTo(Box other) =>
        Math.Max(Math.Max(Math.Abs(X - other.X), Math.Abs(Y - other.Y)), Math.Max(Math.Abs(Width - other.Width), Math.Abs(Height - other.Height)));

    /// <summary>"x y widthxheight", short.</summary>
    public string Describe() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{X:0.##} {Y:0.##} {Width:0.##}x{Height:0.##}");
}
