using System.Runtime.InteropServices;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;
using Breaks = WasmEngine.Render.Text.Unicode.LineBreak;

namespace WasmEngine.Render.Layout;

/// <summary>Makes <see cref="InlineContent"/> of collected items: levels, break opportunities, glyphs.</summary>
internal sealed class InlineShaper
{
    // Long texts are shaped in pieces that the cache keeps, cut behind a space between small letters: no font kerns those. Where there is none, far later, anywhere.
    private const int PieceLength = ShapeCache.LongestCached, LongestPiece = 8192;

    private readonly InlineCollector _collected;
    private readonly LayoutContext _context;
    private readonly string _text;
    private readonly List<InlineItem> _items;
    private readonly List<ShapedItem> _runs = [];
    private readonly List<TextSpan> _spans = [];

    private InlineShaper(InlineCollector collected, LayoutContext context)
    {
        (_collected, _context) = (collected, context);
        _text = collected.Characters.ToString();
        _items = collected.Items;
    }

    /// <summary>A block's content: what was kept of it if nothing changed.</summary>
    internal static InlineContent ContentOf(LayoutBox block, LayoutContext context)
    {
        if (block.InlineData is InlineContent known && known.Generation == context.Fonts.Generation) return known;
        var collected = new InlineCollector(block, context);
        collected.Collect();
        var content = new InlineShaper(collected, context).Make(block.Style);
        block.InlineData = content;
        return content;
    }

    private InlineContent Make(ComputedStyle style)
    {
        var plaintext = style.Box.UnicodeBidi == UnicodeBidi.Plaintext;
        var bidi = BidiParagraph.Resolve(_text, plaintext ? BaseDirection.Auto : style.IsRtl ? BaseDirection.RightToLeft : BaseDirection.LeftToRight);
        var breaks = new Breaks[_text.Length + 1];
        FindBreaks(breaks);
        if (!bidi.IsLeftToRight) SplitByLevel(bidi.Levels, bidi.BaseLevel);
        Shape(bidi.Levels);
        var items = _items.ToArray();
        ShapedItem[]? unspaced = null;
        var runs = _runs.ToArray();
        if (Array.Exists(items, static i => i.Kind == InlineItemKind.Text && i.Style.HasSpacing)) unspaced = [.. runs];
        var content = new InlineContent(_collected.BlockStyle, _text, items, breaks, bidi, runs, unspaced, _context.Shaper, _context.Fonts.Generation) { HasFloats = _collected.HasFloats };
        if (unspaced is null) return content;
        for (var i = 0; i < runs.Length; i++) runs[i] = runs[i] with { Run = WithSpacing(content, runs[i].Run, runs[i].Start) };
        return content;
    }

    private void SplitByLevel(ReadOnlySpan<byte> levels, byte baseLevel)
    {
        var split = new List<InlineItem>(_items.Count + 8);
        foreach (var item in _items)
        {
            item.Level = item.Length > 0 ? levels[item.Start] : LevelBetween(levels, item.Start, baseLevel);
            split.Add(item);
            if (item.Kind != InlineItemKind.Text) continue;
            var (last, end) = (item, item.End);
            for (var at = item.Start + 1; at < end; at++)
            {
                if (levels[at] == levels[at - 1]) continue;
                last.End = at;
                last = new InlineItem { Kind = InlineItemKind.Text, Box = item.Box, Style = item.Style, Start = at, End = end, Level = levels[at] };
                split.Add(last);
            }
        }

        _items.Clear();
        _items.AddRange(split);
    }

    // What has no characters is neutral.
    private static byte LevelBetween(ReadOnlySpan<byte> levels, int index, byte baseLevel) =>
        Math.Min(index > 0 ? levels[index - 1] : baseLevel, index < levels.Length ? levels[index] : baseLevel);

    private void FindBreaks(Breaks[] breaks)
    {
        // Neighbours with the same tailoring at once, with what is before them as context.
        for (var i = 0; i < _items.Count;)
        {
            var options = _items[i].Style.BreakOptions;
            var first = i;
            while (i < _items.Count && (_items[i].Kind != InlineItemKind.Text || _items[i].Style.BreakOptions == options)) i++;
            var (start, end) = (first == 0 ? 0 : _items[first].Start, i < _items.Count ? _items[i].Start : _text.Length);
            LineBreaker.Find(_text, start, end, options, breaks);
        }

        foreach (var item in _items)
        {
            if (item.Kind == InlineItemKind.Text) Tailor(item, breaks);
        }

        foreach (var (index, wraps) in _collected.Boundaries)
        {
            if (index < breaks.Length && (!wraps || breaks[index] == Breaks.Mandatory)) breaks[index] = wraps ? LineBreaks.Yes : LineBreaks.No;
        }

        TailorEdges(breaks);
        foreach (var index in _collected.Opportunities)
        {
            if (index < breaks.Length) breaks[index] = LineBreaks.Yes;
        }


        breaks[_text.Length] = LineBreaks.No;
    }

    // Where items meet, browsers differ from UAX 14: they break between an atomic inline and a no-break space, or a space in text that does not wrap; and not
    // behind a space of text that does not wrap.
    private void TailorEdges(Breaks[] breaks)
    {
        InlineItem? before = null;
        foreach (var item in _items)
        {
            if (item.Length == 0 || item.Kind == InlineItemKind.Control) continue;
            if (before is not null && Wraps(item.Start))
            {
                var first = _text[item.Start];
                var last = _text[before.End - 1];
                if (before.Kind == InlineItemKind.Atomic && (first == '\u00A0' || (first == ' ' && !item.Style.Wraps))) breaks[item.Start] = LineBreaks.Yes;
                else if (item.Kind == InlineItemKind.Atomic && last == '\u00A0') breaks[item.Start] = LineBreaks.Yes;
                else if (before.Kind == InlineItemKind.Text && !before.Style.Wraps && last == ' ') breaks[item.Start] = breaks[before.End] = LineBreaks.No;
            }

            before = item;
        }
    }

    private bool Wraps(int index)
    {
        var found = _collected.Boundaries.BinarySearch(new InlineCollector.Boundary(index, false), ByIndex);
        return found < 0 || _collected.Boundaries[found].Wraps;
    }

    private static readonly Comparer<InlineCollector.Boundary> ByIndex = Comparer<InlineCollector.Boundary>.Create(static (a, b) => a.Index.CompareTo(b.Index));

    // What the style of a text says of breaks within it.
    private void Tailor(InlineItem item, Breaks[] breaks)
    {
        var style = item.Style;
        if (!style.Wraps)
        {
            if (item.Length > 1) Array.Clear(breaks, item.Start + 1, item.Length - 1);
            return;
        }

        var noHyphens = style.Style.Text.Hyphens == Hyphens.None;
        if (!style.BreaksAtSpaces && !noHyphens) return;
        for (var at = item.Start + 1; at <= item.End; at++)
        {
            if (noHyphens && _text[at - 1] == '\u00AD') breaks[at] = LineBreaks.No;
            else if (style.BreaksAtSpaces && _text[at - 1] is ' ' or '\t') breaks[at] = LineBreaks.Yes;
        }
    }

    private void Shape(ReadOnlySpan<byte> levels)
    {
        for (var i = 0; i < _items.Count;)
        {
            if (_items[i].Kind != InlineItemKind.Text || _items[i].Length == 0)
            {
                i++;
                continue;
            }

            i = ShapeFrom(i, levels);
        }
    }

    // Shapes a text and those that follow without anything visible in between.
    private int ShapeFrom(int first, ReadOnlySpan<byte> levels)
    {
        var start = _items[first].Start;
        var end = start;
        var apart = false;
        _spans.Clear();
        var i = first;
        for (; i < _items.Count; i++)
        {
            var item = _items[i];
            if (item.Kind == InlineItemKind.Text)
            {
                if (item.Length == 0) continue;
                if (item.Start != end) break;
                _spans.Add(new TextSpan(item.Start - start, item.Length, item.Style.Font, apart));
                end = item.End;
                apart = false;
            }
            else if (item.Kind is InlineItemKind.Open or InlineItemKind.Close)
            {
                apart |= item.HasEdge || item.Style.Style.Box.VerticalAlign != VerticalAlign.Baseline;
            }
            else if (item.Kind is not (InlineItemKind.Float or InlineItemKind.OutOfFlow))
            {
                break;
            }
        }

        ShapeSpans(start, end, levels);
        return i;
    }

    private void ShapeSpans(int start, int end, ReadOnlySpan<byte> levels)
    {
        var spans = CollectionsMarshal.AsSpan(_spans);
        if (end - start <= PieceLength || (_spans.Count > 1 && end - start <= LongestPiece))
        {
            ShapePiece(start, end, spans, levels);
            return;
        }

        foreach (var span in spans)
        {
            var at = start + span.Start;
            var spanEnd = at + span.Length;
            while (at < spanEnd)
            {
                var pieceEnd = PieceEnd(at, spanEnd);
                ShapePiece(at, pieceEnd, [new TextSpan(0, pieceEnd - at, span.Font)], levels);
                at = pieceEnd;
            }
        }
    }

    private int PieceEnd(int start, int end)
    {
        if (end - start <= PieceLength) return end;
        for (var at = start + PieceLength; at > start + (PieceLength / 2); at--)
        {
            if (_text[at - 1] == ' ' && char.IsAsciiLetterLower(_text[at]) && char.IsAsciiLetterLower(_text[at - 2])) return at;
        }

        if (end - start <= LongestPiece) return end;
        var last = _text.LastIndexOf(' ', start + LongestPiece - 1, LongestPiece);
        return last > start ? last + 1 : GraphemeBreaker.Next(_text, start + LongestPiece);
    }

    private void ShapePiece(int start, int end, ReadOnlySpan<TextSpan> spans, ReadOnlySpan<byte> levels)
    {
        var from = _runs.Count;
        _context.Shaper.Shape(_text.AsSpan(start, end - start), spans, levels.IsEmpty ? levels : levels[start..end], _runs);
        for (var i = from; i < _runs.Count; i++) _runs[i] = _runs[i] with { Start = _runs[i].Start + start };
    }

    /// <summary>letter-spacing behind each cluster, word-spacing behind each space (css-text-3, 8).</summary>
    internal static ShapedRun WithSpacing(InlineContent content, ShapedRun run, int start)
    {
        var extra = new float[run.Length];
        var any = false;
        InlineItem? item = null;
        var cluster = -1;
        foreach (ref readonly var glyph in run.Glyphs)
        {
            if (glyph.Cluster == cluster) continue;
            cluster = glyph.Cluster;
            var at = start + cluster;
            if (item is null || at < item.Start || at >= item.End) item = content.TextItemAt(at);
            if (item is not { Style.HasSpacing: true } || IsInvisible(content.Text[at])) continue;
            var text = item.Style.Style.Text;
            extra[cluster] = text.LetterSpacing + (content.Text[at] is ' ' or '\u00A0' ? text.WordSpacing : 0);
            any = true;
        }

        return any ? run.WithSpacing(extra) : run;
    }

    private static bool IsInvisible(char unit) => unit is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';
}
