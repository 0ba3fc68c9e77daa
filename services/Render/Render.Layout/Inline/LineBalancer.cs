namespace WasmEngine.Render.Layout;

/// <summary>
/// text-wrap: balance (css-text-4, 6.4.2): the narrowest width that gives no more lines makes lines about equally long. Paragraphs of more than six lines, or with
/// forced breaks, stay as they are, as in Blink.
/// </summary>
internal static class LineBalancer
{
    private const int MostLines = 6;

    /// <summary>The width that lines are to be broken at; the whole one where there is nothing to balance.</summary>
    /// <param name="content">The paragraph.</param>
    /// <param name="width">Width of the container.</param>
    /// <param name="percentageHeight">What percentages of heights refer to.</param>
    /// <param name="indent">Space before the first line.</param>
    /// <param name="context">The pass.</param>
    internal static LayoutUnit WidthFor(InlineContent content, LayoutUnit width, LayoutUnit percentageHeight, LayoutUnit indent, LayoutContext context)
    {
        if (Array.Exists(content.Items, static i => i.Kind is InlineItemKind.ForcedBreak or InlineItemKind.Float or InlineItemKind.Tab)) return width;
        var filler = new LineFiller(content, FillMode.Layout, width, percentageHeight, context) { Available = width };
        var lines = CountLines(filler, content, indent, MostLines);
        if (lines is < 2 or > MostLines) return width;
        LayoutUnit low = (width / lines).FloorToInt(), high = width;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2); // the sum might saturate
            filler.Available = middle;
            if (CountLines(filler, content, indent, lines) > lines) low = middle;
            else high = middle;
        }

        return high;
    }

    // Counts until there are more than asked for; a line that sticks out counts as too many.
    private static int CountLines(LineFiller filler, InlineContent content, LayoutUnit indent, int most)
    {
        var lines = 0;
        var sticksOut = false;
        for (int item = 0, offset = 0; item < content.Items.Length && lines <= most; (item, offset) = (filler.Line.NextItem, filler.Line.NextOffset))
        {
            filler.Fill(item, offset, indent);
            indent = LayoutUnit.Zero;
            if (filler.Line.HasContent) lines++;
            sticksOut |= filler.Line.Width > filler.Available + LayoutUnit.Epsilon;
        }

        return sticksOut && filler.Available < filler.ContainerWidth ? most + 1 : lines;
    }
}
