using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Layout;

/// <summary>Widens a line to its room (css-text-4, 7.3): behind spaces, and between characters of scripts that are written without them.</summary>
internal static class Justifier
{
    /// <summary>Spreads space over a line; false when it has no opportunity.</summary>
    /// <param name="content">The paragraph.</param>
    /// <param name="boxes">The line's texts, which are changed.</param>
    /// <param name="line">The line.</param>
    /// <param name="space">What is left on it.</param>
    internal static bool Justify(InlineContent content, LineBoxes boxes, Line line, LayoutUnit space)
    {
        var opportunities = 0;
        var last = LastCharacter(content, line);
        foreach (var leaf in boxes.Leaves)
        {
            for (var i = leaf.Pieces; i < leaf.Pieces + leaf.PieceCount; i++) opportunities += Count(content.Text, boxes.Pieces[i], last);
        }

        if (opportunities == 0) return false;
        var each = space.ToDouble() / opportunities;
        for (var n = 0; n < boxes.Leaves.Count; n++)
        {
            var leaf = boxes.Leaves[n];
            var width = 0.0;
            for (var i = leaf.Pieces; i < leaf.Pieces + leaf.PieceCount; i++)
            {
                if (Count(content.Text, boxes.Pieces[i], last) > 0) boxes.Pieces[i] = Widen(content.Text, boxes.Pieces[i], last, (float)each);
                width += boxes.Pieces[i].Run.Width;
            }

            if (leaf.PieceCount > 0) boxes.Leaves[n] = leaf with { Width = LayoutUnit.Ceil(width) };
        }

        return true;
    }

    // Behind the line's last character there is nothing to widen.
    private static int LastCharacter(InlineContent content, Line line)
    {
        for (var i = line.Items.Count - 1; i >= 0; i--)
        {
            var item = line.Items[i];
            if (item.End > item.Start) return content.TrimEnd(content.Items[item.Index].Style, item.Start, item.End) - 1;
        }

        return -1;
    }

    private static int Count(string text, in TextPiece piece, int last)
    {
        if (piece.Start < 0) return 0;
        var count = 0;
        for (var at = piece.Start; at < piece.Start + piece.Run.Length && at < last; at++)
        {
            if (IsOpportunity(text, at)) count++;
        }

        return count;
    }

    private static TextPiece Widen(string text, in TextPiece piece, int last, float each)
    {
        var extra = new float[piece.Run.Length];
        for (var i = 0; i < extra.Length && piece.Start + i < last; i++)
        {
            if (IsOpportunity(text, piece.Start + i)) extra[i] = each;
        }

        return piece with { Run = piece.Run.WithSpacing(extra) };
    }

    private static bool IsOpportunity(string text, int index) => text[index] is ' ' or '\u00A0' || IsIdeograph(text[index]) || (index + 1 < text.Length && IsIdeograph(text[index + 1]));

    private static bool IsIdeograph(char unit) => unit >= '\u2E80' && UnicodeData.Lookup(unit).LineBreak is LineBreakClass.ID or LineBreakClass.CJ or LineBreakClass.NS;
}
