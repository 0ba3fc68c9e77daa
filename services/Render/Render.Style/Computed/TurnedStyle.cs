namespace WasmEngine.Render.Style;

/// <summary>Styles as seen in the frame of a vertical writing mode, whose x is the direction of lines and whose y that of blocks.</summary>
public static class TurnedStyle
{
    /// <summary>The same style with what belongs to sides and axes turned; what is relative to a writing mode stays.</summary>
    /// <param name="style">A style.</param>
    /// <param name="mode">A vertical mode: not the style's own necessarily, but that of the box that is being laid out.</param>
    public static ComputedStyle Turned(this ComputedStyle style, WritingMode mode)
    {
        var turned = style.Clone();
        var size = turned.Size = style.Size.Clone();
        (size.Width, size.Height) = (size.Height, size.Width);
        (size.MinWidth, size.MinHeight) = (size.MinHeight, size.MinWidth);
        (size.MaxWidth, size.MaxHeight) = (size.MaxHeight, size.MaxWidth);
        size.Margin = Turn(size.Margin, mode);
        size.Padding = Turn(size.Padding, mode);
        size.Inset = Turn(size.Inset, mode);
        var border = turned.Border = style.Border.Clone();
        border.Width = Turn(border.Width, mode);
        border.Style = Turn(border.Style, mode);
        border.Color = Turn(border.Color, mode);
        var box = turned.Box = style.Box.Clone();
        (box.OverflowX, box.OverflowY) = (box.OverflowY, box.OverflowX);
        if (box.AspectRatio.Ratio > 0) box.AspectRatio = box.AspectRatio with { Ratio = 1 / box.AspectRatio.Ratio };
        return turned;
    }

    private static Sides<T> Turn<T>(Sides<T> sides, WritingMode mode) => mode == WritingMode.VerticalRl
        ? new Sides<T>(sides.Right, sides.Bottom, sides.Left, sides.Top)
        : new Sides<T>(sides.Left, sides.Bottom, sides.Right, sides.Top);
}
