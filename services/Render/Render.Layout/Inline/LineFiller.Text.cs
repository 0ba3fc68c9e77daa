using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Layout;

/// <summary>Texts, and what is done at a line's end.</summary>
internal sealed partial class LineFiller
{
    private const char SoftHyphen = '\u00AD';

    private (bool Done, bool Again) TakeText(InlineItem item)
    {
        int start = Math.Max(_offset, item.Start), end = item.End;
        if (start == end)
        {
            _next++;
            return default;
        }

        var style = item.Style;
        if (BoundaryOffset < 0 && style.Collapses && _content.Text[start] == ' ' && start == _lineStart) start++;
        if (start == end)
        {
            GoTo(_next + 1);
            return default;
        }

        _mayBreakAnywhere |= BreaksAnywhere(style);
        var room = Limit - _position;
        var full = style.Wraps || BreaksAnywhere(style) ? _content.IndexForWidth(start, end, room.ToDouble()) : end;
        if (full < end) full = SkipSpaces(style, full, end);
        if (full < end) return BreakText(item, start, full);
        AddText(item, start, end);
        if (!Fits)
        {
            if (_candidate.IsValid)
            {
                GoBack();
                return (true, false);
            }
        }
        else if (_mode != FillMode.MaxContent)
        {
            SaveWithin(item, start, end - 1);
        }

        Advance(item);
        return default;
    }

    private void AddText(InlineItem item, int start, int end)
    {
        var width = _content.WidthOf(start, end);
        Append(start, end, width);
        var trimmed = _content.TrimEnd(item.Style, start, end);
        _position += width;
        if (trimmed == start) _trailing += width;
        else _trailing = trimmed == end ? LayoutUnit.Zero : width - _content.WidthOf(start, trimmed);
    }

    private int SkipSpaces(InlineStyle style, int index, int end)
    {
        while (index < end && _content.IsHangingSpace(style, index)) index++;
        return index;
    }

    private bool CanBreakWithin(InlineStyle style, int index) =>
        _content.CanBreak(index) || (_anywhere && BreaksAnywhere(style) && GraphemeBreaker.IsBoundaryAt(_content.Text, index));

    // Remembers the last opportunity within a text that was just added and fits.
    private void SaveWithin(InlineItem item, int start, int last)
    {
        if (!item.Style.Wraps) return;
        for (var at = last; at > start; at--)
        {
            if (!CanBreakWithin(item.Style, at)) continue;
            var (position, trailing) = (_position, _trailing);
            var before = _position - Line.Items[^1].Width;
            var width = _content.WidthOf(start, at);
            _position = before + width;
            var trimmed = _content.TrimEnd(item.Style, start, at);
            _trailing = trimmed == at ? LayoutUnit.Zero : width - _content.WidthOf(start, trimmed);
            if (_content.Text[at - 1] != SoftHyphen || _position + HyphenWidth(item.Style) <= Limit) Save(at);
            (_position, _trailing) = (position, trailing);
            if (_candidate.IsValid && _candidate.SplitEnd == at) return;
        }
    }

    // The text does not fit wholly: characters up to `full` do, spaces behind them included.
    private (bool Done, bool Again) BreakText(InlineItem item, int start, int full)
    {
        for (var at = full; at > start; at--)
        {
            if (!CanBreakWithin(item.Style, at)) continue;
            if (_content.Text[at - 1] == SoftHyphen && _position + _content.WidthOf(start, at) + HyphenWidth(item.Style) > Limit) continue;
            EndWithin(item, start, at);
            return (true, false);
        }

        if (_candidate.IsValid)
        {
            GoBack();
            return (true, false);
        }

        if (!_anywhere && _mayBreakAnywhere) return (false, true);
        for (var at = Math.Max(full, start) + 1; at < item.End; at++)
        {
            if (!CanBreakWithin(item.Style, at)) continue;
            EndWithin(item, start, at);
            return (true, false);
        }

        AddText(item, start, item.End);
        Advance(item);
        return default;
    }

    private void EndWithin(InlineItem item, int start, int end)
    {
        AddText(item, start, end);
        _offset = end;
        _atBoundary = false;
    }

    // The line is full: ends of boxes still belong to it, spaces at its end do not.
    private void Finish(int firstItem, int firstOffset)
    {
        _candidate = default; // ends of boxes stick out rather than break the line elsewhere
        if (_next == firstItem && _offset <= firstOffset && _next < _items.Length) GoTo(_next + 1); // whatever happens, a line goes on
        while (_next < _items.Length && _offset <= _items[_next].Start && EndsBox(_items[_next]))
        {
            Take(_items[_next]);
            if (_next < _items.Length) _offset = _items[_next].Start;
        }

        (Line.NextItem, Line.NextOffset) = (_next, _offset);
        _widthOfWord = LayoutUnit.Zero;
        Line.IsLast = Line.ForcedBreak is not null || _next >= _items.Length;
        TrimEnd();
        Line.Width = _position - _trailing;
        Line.Hang = _trailing;
        if (Line.IsLast && _mode != FillMode.MinContent)
        {
            // Before a forced break spaces hang only as far as they do not fit (css-text-4, 4.1.3).
            var kept = _mode == FillMode.MaxContent ? _trailing : LayoutUnit.Smaller(_trailing, (Limit - LayoutUnit.Epsilon - Line.Width).AtLeastZero());
            Line.Width += kept;
            Line.Hang -= kept;
        }

        foreach (ref readonly var item in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Line.Items))
            Line.HasContent |= _items[item.Index].Kind == InlineItemKind.Text ? item.End > item.Start : !_items[item.Index].IsEmpty;
        if (_mode == FillMode.MinContent) TrackWords();
    }

    // Blink measures all words of a text at once for min-content: what closes boxes behind the last word counts as if it stood behind the widest one.
    private void TrackWords()
    {
        var closing = LayoutUnit.Zero;
        for (var i = Line.Items.Count - 1; i >= 0; i--)
        {
            var part = Line.Items[i];
            var item = _items[part.Index];
            if (item.Kind == InlineItemKind.Close) closing += part.Width;
            if (item.Kind is InlineItemKind.Close or InlineItemKind.Control) continue;
            if (item.Kind != InlineItemKind.Text) return;
            if (part.Index != _wordsOf) (_wordsOf, _widestWord) = (part.Index, LayoutUnit.Zero);
            if (part.Start > item.Start || Line.Width == part.Width) _widestWord = LayoutUnit.Larger(_widestWord, part.Width - Line.Hang);
            if (closing > LayoutUnit.Zero && part.Start > item.Start) _widthOfWord = _widestWord + closing;
            return;
        }
    }

    private int _wordsOf = -1;
    private LayoutUnit _widestWord, _widthOfWord;

    private bool EndsBox(InlineItem item) =>
        item.Kind == InlineItemKind.Close || (item.Kind == InlineItemKind.Control && _content.Text[item.Start] is '\u202C' or '\u2069');

    private void TrimEnd()
    {
        for (var i = Line.Items.Count - 1; i >= 0; i--)
        {
            ref var last = ref Line.Items.Ref(i);
            var item = _items[last.Index];
            if (item.Kind is InlineItemKind.Open or InlineItemKind.Close or InlineItemKind.OutOfFlow or InlineItemKind.Control) continue;
            if (item.Kind != InlineItemKind.Text) return;
            if (last.Start == last.End) continue;
            if (item.Style.Collapses && _content.Text[last.End - 1] == ' ')
            {
                last.End--;
                var width = _content.WidthOf(last.Start, last.End);
                _position -= last.Width - width;
                _trailing = LayoutUnit.Zero;
                last.Width = width;
            }
            else if (_content.Text[last.End - 1] == SoftHyphen && !Line.IsLast && last.End == _offset)
            {
                last.HasHyphen = true;
                var width = HyphenWidth(item.Style);
                last.Width += width;
                _position += width;
            }

            return;
        }
    }

    private LayoutUnit HyphenWidth(InlineStyle style) => LayoutUnit.Ceil(Hyphen(style, _context).Width);

    /// <summary>The hyphen that shows where a line breaks at a soft hyphen (css-text-4, 6.1).</summary>
    internal static ShapedRun Hyphen(InlineStyle style, LayoutContext context)
    {
        var runs = new List<ShapedItem>();
        var text = style.Font.Primary.Contains('\u2010') ? "\u2010" : "-";
        context.Shaper.Shape(text, [new TextSpan(0, 1, style.Font)], [], runs);
        return runs[0].Run;
    }
}
