namespace WasmEngine.Render.Style;

internal enum Side : byte { Top, Right, Bottom, Left }

internal enum LogicalSide : byte { InlineStart, InlineEnd, BlockStart, BlockEnd }

/// <summary>Which side a flow-relative one is (css-writing-modes-4, section 6.4).</summary>
internal static class LogicalSides
{
    internal static Side Resolve(LogicalSide side, TextStyle text) => side switch
    {
        LogicalSide.InlineStart => InlineStart(text),
        LogicalSide.InlineEnd => Opposite(InlineStart(text)),
        LogicalSide.BlockStart => BlockStart(text),
        _ => Opposite(BlockStart(text)),
    };

    internal static bool IsVertical(TextStyle text) => text.WritingMode != WritingMode.HorizontalTb;

    internal static T At<T>(this Sides<T> sides, Side side) => side switch
    {
        Side.Top => sides.Top,
        Side.Right => sides.Right,
        Side.Bottom => sides.Bottom,
        _ => sides.Left,
    };

    internal static Sides<T> With<T>(this Sides<T> sides, Side side, T value) => side switch
    {
        Side.Top => sides with { Top = value },
        Side.Right => sides with { Right = value },
        Side.Bottom => sides with { Bottom = value },
        _ => sides with { Left = value },
    };

    /// <summary>Index of a corner (clockwise from top left) between two sides.</summary>
    internal static int Corner(Side a, Side b) => (a, b) switch
    {
        (Side.Top, Side.Left) or (Side.Left, Side.Top) => 0,
        (Side.Top, Side.Right) or (Side.Right, Side.Top) => 1,
        (Side.Bottom, Side.Right) or (Side.Right, Side.Bottom) => 2,
        _ => 3,
    };

    private static Side InlineStart(TextStyle text)
    {
        var rtl = text.Direction == Direction.Rtl;
        if (IsVertical(text)) return rtl ? Side.Bottom : Side.Top;
        return rtl ? Side.Right : Side.Left;
    }

    private static Side BlockStart(TextStyle text) => text.WritingMode switch
    {
        WritingMode.HorizontalTb => Side.Top,
        WritingMode.VerticalRl => Side.Right,
        _ => Side.Left,
    };

    private static Side Opposite(Side side) => (Side)(((int)side + 2) % 4);
}
