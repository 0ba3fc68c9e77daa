using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;
using Breaks = WasmEngine.Render.Text.Unicode.LineBreak;

namespace WasmEngine.Render.Layout;

/// <summary>
/// A block container's inline content, ready for lines of any width: text, items, break opportunities, bidi levels and glyphs. Kept on the block's box while
/// nothing in it changes. Immutable but for what is measured lazily; belongs to the document's thread.
/// </summary>
internal sealed class InlineContent
{
    private readonly ShapedItem[] _runs; // in logical order, without the characters that show nothing
    private readonly ShapedItem[]? _unspaced; // the same before letters and words were spaced
    private readonly int[] _starts;
    private readonly ParagraphShaper _shaper;

    internal InlineContent(
        InlineStyle blockStyle, string text, InlineItem[] items, Breaks[] breaks, BidiParagraph bidi, ShapedItem[] runs, ShapedItem[]? unspaced, ParagraphShaper shaper, int generation)
    {
        (BlockStyle, Text, Items, Breaks, Bidi, _runs, _unspaced, _shaper, Generation) = (blockStyle, text, items, breaks, bidi, runs, unspaced, shaper, generation);
        _starts = new int[runs.Length];
        for (var i = 0; i < runs.Length; i++) _starts[i] = runs[i].Start;
        foreach (var item in items) IsEmpty &= item.IsEmpty;
    }

    /// <summary>The block's own: strut and defaults.</summary>
    internal InlineStyle BlockStyle { get; }

    /// <summary>Characters after white space was collapsed, with controls and object replacement characters.</summary>
    internal string Text { get; }

    internal InlineItem[] Items { get; }

    /// <summary>What may be done before each character, and behind the last.</summary>
    internal Breaks[] Breaks { get; }

    internal BidiParagraph Bidi { get; }

    /// <summary>Of the fonts that it was shaped with.</summary>
    internal int Generation { get; }

    /// <summary>No line has anything in it (CSS 2, 9.4.2).</summary>
    internal bool IsEmpty { get; } = true;

    internal bool HasFloats { get; init; }

    /// <summary>Whether everything runs from left to right and lines need no reordering.</summary>
    internal bool IsLeftToRight => Bidi.IsLeftToRight;

    /// <summary>Whether a line may end before the character.</summary>
    internal bool CanBreak(int index) => Breaks[index] != LineBreaks.No;

    /// <summary>Whether the character of a text is a space that takes no room at a line's end.</summary>
    internal bool IsHangingSpace(InlineStyle style, int index) => style.Hangs && Text[index] == ' ';

    /// <summary>The last index in a text, from the end back, behind which there are only spaces that take no room at a line's end.</summary>
    internal int TrimEnd(InlineStyle style, int start, int end)
    {
        if (!style.Hangs) return end;
        while (end > start && Text[end - 1] == ' ') end--;
        return end;
    }

    /// <summary>Sum of the advances of characters within one text item.</summary>
    internal double Advance(int start, int end)
    {
        if (start >= end) return 0;
        double sum = 0;
        for (var i = RunAt(start); start < end; i++)
        {
            var run = _runs[i];
            var to = Math.Min(end, run.End);
            sum += run.Run.WidthOf(start - run.Start, to - run.Start);
            start = to;
        }

        return sum;
    }

    /// <summary>The room that characters within one text item take: rounded up to 1/64 px.</summary>
    internal LayoutUnit WidthOf(int start, int end) => LayoutUnit.Ceil(Advance(start, end)).AtLeastZero();

    /// <summary>The last index up to which characters of a text item are at most as wide as given.</summary>
    internal int IndexForWidth(int start, int end, double available)
    {
        if (available < 0) return start;
        for (var i = RunAt(start); start < end; i++)
        {
            var run = _runs[i];
            var to = Math.Min(end, run.End);
            var width = run.Run.WidthOf(start - run.Start, to - run.Start);
            if (width > available) return Math.Min(to, run.Start + run.Run.IndexForWidth(start - run.Start, (float)available));
            available -= width;
            start = to;
        }

        return end;
    }

    /// <summary>Appends the glyphs of characters of one text item, in logical order. Only where a line begins or ends within the text is it shaped anew.</summary>
    internal void Cut(InlineItem item, int start, int end, List<TextPiece> pieces)
    {
        for (var i = start < end ? RunAt(start) : 0; start < end; i++)
        {
            var to = Math.Min(end, _runs[i].End);
            pieces.Add(new TextPiece(CutRun(i, start, to, start > item.Start, to < item.End), start));
            start = to;
        }
    }

    private ShapedRun CutRun(int index, int start, int end, bool atStart, bool atEnd)
    {
        var item = _runs[index];
        var safe = (!atStart || item.Run.IsSafeToBreakBefore(start - item.Start)) && (!atEnd || item.Run.IsSafeToBreakBefore(end - item.Start));
        if (safe) return item.Run.Slice(start - item.Start, end - item.Start);
        if (_unspaced is null || ReferenceEquals(item.Run, _unspaced[index].Run)) return _shaper.Cut(Text, item, start, end);
        return InlineShaper.WithSpacing(this, _shaper.Cut(Text, _unspaced[index], start, end), start);
    }

    private int RunAt(int index)
    {
        var found = Array.BinarySearch(_starts, index);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The text item that a character belongs to; null for characters between items.</summary>
    internal InlineItem? TextItemAt(int index)
    {
        int low = 0, high = Items.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Items[middle].End <= index) low = middle + 1;
            else high = middle;
        }

        var item = Items.Length > 0 ? Items[low] : null;
        return item is { Kind: InlineItemKind.Text } && item.Start <= index && index < item.End ? item : null;
    }
}

/// <summary>Glyphs of a part of a line.</summary>
/// <param name="Run">The glyphs.</param>
/// <param name="Start">Where its characters begin in the paragraph.</param>
internal readonly record struct TextPiece(ShapedRun Run, int Start);

/// <summary>Names for what may be done before a character; `line-break` of styles has the same type name.</summary>
internal static class LineBreaks
{
    internal const Breaks No = Breaks.None;
    internal const Breaks Yes = Breaks.Allowed;
}
