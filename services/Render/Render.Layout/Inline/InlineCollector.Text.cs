using WasmEngine.Render.Style;
using WasmEngine.Render.Text;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Layout;

/// <summary>White-space processing (css-text-4, 3 and 4).</summary>
internal sealed partial class InlineCollector
{
    private static readonly (int Item, int Index) None = (-1, -1);

    // Where a collapsible space was put last, if no other character came after it: it goes if the line ends there.
    private (int Item, int Index) _lastSpace = None;

    // Behind a collapsible space, and at the start of a line, further ones are dropped.
    private bool _dropsSpaces = true;

    private void CollectText(TextBox box)
    {
        var style = StyleOf(box.Style);
        var text = box.Text;
        var transform = style.Style.Text.Transform;
        if (transform != TextTransform.None) text = TextTransforms.Apply(text, transform, style.Style.Text.Language, _text.Length > 0 ? _text[^1] : '\0');
        if (style.Collapses) CollectCollapsing(box, style, text);
        else CollectPreserving(box, style, text);
    }

    private void CollectCollapsing(TextBox box, InlineStyle style, string text)
    {
        var preservesBreaks = style.Style.Text.WhiteSpace == WhiteSpaceCollapse.PreserveBreaks;
        var item = default(InlineItem);
        for (var at = 0; at < text.Length;)
        {
            var spaces = CountSpaces(text, at, out var newlines);
            if (spaces == 0)
            {
                var end = NextSpace(text, at);
                item = Append(item, box, style, text.AsSpan(at, end - at));
                (_dropsSpaces, _lastSpace) = (false, None);
                at = end;
                continue;
            }

            if (newlines > 0 && preservesBreaks)
            {
                for (; newlines > 0; newlines--) AddForcedBreak(box, style);
                item = null;
            }
            else if (_dropsSpaces && _lastSpace != None)
            {
                // A space that wraps, dropped behind one that does not, leaves its opportunity.
                if (style.Wraps && !_items[_lastSpace.Item].Style.Wraps) _opportunities.Add(_lastSpace.Index + 1);
            }
            else if (!_dropsSpaces && !(newlines > 0 && IsBreakDropped(text, at + spaces)))
            {
                item = Append(item, box, style, " ");
                (_dropsSpaces, _lastSpace) = (true, (_items.Count - 1, _text.Length - 1));
            }

            at += spaces;
        }
    }

    private void CollectPreserving(TextBox box, InlineStyle style, string text)
    {
        var plain = style.Style.Text.WhiteSpace == WhiteSpaceCollapse.PreserveSpaces;
        var item = default(InlineItem);
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny('\n', '\t', '\r');
            end = end < 0 ? text.Length : at + end;
            if (end > at)
            {
                item = Append(item, box, style, text.AsSpan(at, end - at));
                (_dropsSpaces, _lastSpace) = (false, None);
            }

            if (end == text.Length) return;
            if (plain) item = Append(item, box, style, " ");
            else item = AddControl(box, style, text[end]);
            at = end + 1;
        }
    }

    private InlineItem? AddControl(TextBox box, InlineStyle style, char control)
    {
        if (control == '\n') AddForcedBreak(box, style);
        else if (control == '\t') AddCharacter(InlineItemKind.Tab, '\t', box, style);
        return null;
    }

    private InlineItem Append(InlineItem? item, TextBox box, InlineStyle style, ReadOnlySpan<char> text)
    {
        if (item is null)
        {
            Meet();
            item = new InlineItem { Kind = InlineItemKind.Text, Box = box, Style = style, Start = _text.Length };
            _items.Add(item);
        }

        _text.Append(text);
        item.End = _text.Length;
        return item;
    }

    private static bool IsSpace(char unit) => unit is ' ' or '\t' or '\n' or '\r';

    private static int CountSpaces(string text, int at, out int newlines)
    {
        newlines = 0;
        var start = at;
        for (; at < text.Length && IsSpace(text[at]); at++)
        {
            if (text[at] == '\n') newlines++;
        }

        return at - start;
    }

    private static int NextSpace(string text, int at)
    {
        var next = text.AsSpan(at).IndexOfAny(" \t\n\r");
        return next < 0 ? text.Length : at + next;
    }

    // css-text-4, 4.1.2: a newline goes without a trace beside a zero width space, and between two wide characters.
    private bool IsBreakDropped(string text, int after)
    {
        if (_text.Length == 0) return false;
        if (_text[^1] == ZeroWidthSpace || (after < text.Length && text[after] == ZeroWidthSpace)) return true;
        return after < text.Length && _text[^1] >= '\u1100' && text[after] >= '\u1100' && IsWide(LastCodepoint()) && IsWide(UnicodeData.CodepointAt(text, after, out _));
    }

    private int LastCodepoint() =>
        char.IsLowSurrogate(_text[^1]) && _text.Length > 1 && char.IsHighSurrogate(_text[^2]) ? char.ConvertToUtf32(_text[^2], _text[^1]) : _text[^1];

    private static bool IsWide(int codepoint)
    {
        var record = UnicodeData.Lookup(codepoint);
        return record.Width is EastAsianWidth.Wide or EastAsianWidth.Fullwidth or EastAsianWidth.Halfwidth && record.Script != Script.Hangul;
    }

    // Takes a collapsible space away that turned out to be the last of its line.
    private void RemoveLastSpace()
    {
        if (_lastSpace == None) return;
        var (item, index) = _lastSpace;
        _text.Remove(index, 1);
        _items[item].End--;
        for (var i = item + 1; i < _items.Count; i++)
        {
            _items[i].Start--;
            _items[i].End--;
        }

        for (var i = _boundaries.Count - 1; i >= 0 && _boundaries[i].Index > index; i--) _boundaries[i] = _boundaries[i] with { Index = _boundaries[i].Index - 1 };
        _lastSpace = None;
    }
}
