namespace WasmEngine.Render.Style;

/// <summary>Shorthands of margins, padding, insets, overflow.</summary>
internal static class BoxShorthands
{
    internal static IEnumerable<Shorthand> All =>
    [
        Shorthands.Sides("margin", PropertyId.MarginTop, PropertyId.MarginRight, PropertyId.MarginBottom, PropertyId.MarginLeft),
        Shorthands.Sides("padding", PropertyId.PaddingTop, PropertyId.PaddingRight, PropertyId.PaddingBottom, PropertyId.PaddingLeft),
        Shorthands.Sides("inset", PropertyId.Top, PropertyId.Right, PropertyId.Bottom, PropertyId.Left),
        Shorthands.Pair("margin-inline", PropertyId.MarginInlineStart, PropertyId.MarginInlineEnd),
        Shorthands.Pair("margin-block", PropertyId.MarginBlockStart, PropertyId.MarginBlockEnd),
        Shorthands.Pair("padding-inline", PropertyId.PaddingInlineStart, PropertyId.PaddingInlineEnd),
        Shorthands.Pair("padding-block", PropertyId.PaddingBlockStart, PropertyId.PaddingBlockEnd),
        Shorthands.Pair("inset-inline", PropertyId.InsetInlineStart, PropertyId.InsetInlineEnd),
        Shorthands.Pair("inset-block", PropertyId.InsetBlockStart, PropertyId.InsetBlockEnd),
        Shorthands.Pair("overflow", PropertyId.OverflowX, PropertyId.OverflowY),
    ];
}
