using System.Text;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Turns the boxes of a block container's inline content into one text and a list of items: white space is collapsed across boxes (css-text-4, 3), case is
/// transformed, bidi controls stand where CSS says so (css-writing-modes-4, 2.4.2). One use.
/// </summary>
internal sealed partial class InlineCollector(LayoutBox block, LayoutContext context)
{
    /// <summary>What stands for an atomic inline in the text.</summary>
    internal const char Object = '\uFFFC';

    private const char ZeroWidthSpace = '\u200B', SoftHyphen = '\u00AD';

    private readonly StringBuilder _text = new();
    private readonly List<InlineItem> _items = [];
    private readonly List<(string Enter, string Exit)> _bidi = [];
    private readonly List<Boundary> _boundaries = [];
    private readonly List<int> _opportunities = [];
    private readonly List<InlineStyle> _open = [];
    private readonly List<InlineItem> _openItems = [];
    private readonly InlineStyle?[] _styles = new InlineStyle?[4];
    private int _nextStyle;

    // How far out the content went since the last character: two characters meet in their nearest common ancestor.
    private int _outermost;

    /// <summary>Where characters of two items meet, and whether a line may break there as far as `text-wrap` is concerned: their nearest common ancestor decides (css-text-4, 5).</summary>
    internal readonly record struct Boundary(int Index, bool Wraps);

    internal StringBuilder Characters => _text;

    internal List<InlineItem> Items => _items;

    internal List<Boundary> Boundaries => _boundaries;

    /// <summary>Where a line may end whatever the characters say.</summary>
    internal List<int> Opportunities => _opportunities;

    internal InlineStyle BlockStyle => _open[0];

    internal bool HasFloats { get; private set; }

    /// <summary>Collects all of the block's content.</summary>
    internal void Collect()
    {
        _open.Add(StyleOf(block.Style));
        var overrides = block.Style.Box.UnicodeBidi is UnicodeBidi.BidiOverride or UnicodeBidi.IsolateOverride;
        if (overrides) EnterBidi(block.Style.IsRtl ? "\u202E" : "\u202D", "\u202C", block);
        CollectChildren(block, BlockStyle);
        RemoveLastSpace();
        if (overrides) ExitBidi(block);
    }

    private void CollectChildren(LayoutBox parent, InlineStyle style)
    {
        var children = parent.Children;
        for (var i = 0; i < children.Count; i++)
        {
            var box = children[i];
            if (box.IsOutsideMarker)
            {
                AddEmpty(InlineItemKind.Marker, box, StyleOf(box.Style));
            }
            else if (box.IsOutOfFlow)
            {
                AddEmpty(InlineItemKind.OutOfFlow, box, style);
            }
            else if (box.IsFloating)
            {
                HasFloats = true;
                AddEmpty(InlineItemKind.Float, box, style);
            }
            else
            {
                CollectInFlow(box, style);
            }
        }
    }

    private void CollectInFlow(LayoutBox box, InlineStyle parent)
    {
        switch (box.Kind)
        {
            case BoxKind.Text:
                CollectText((TextBox)box);
                break;
            case BoxKind.Inline:
                CollectInline(box);
                break;
            case BoxKind.LineBreak:
                AddForcedBreak(box, parent);
                break;
            case BoxKind.BreakOpportunity:
                AddCharacter(InlineItemKind.BreakOpportunity, ZeroWidthSpace, box, parent);
                break;
            default:
                KeepOpenBox();
                AddCharacter(InlineItemKind.Atomic, Object, box, StyleOf(box.Style));
                break;
        }
    }

    private void CollectInline(LayoutBox box)
    {
        var style = StyleOf(box.Style);
        var (enter, exit) = ControlsOf(box.Style);
        if (style.Style.Box.VerticalAlign != VerticalAlign.Baseline || style.TextHeight != _open[^1].TextHeight || InlineItem.HasMargin(box.Style)) KeepOpenBox();
        AddEmpty(InlineItemKind.Open, box, style, InlineItem.HasEdgeOn(box.Style, left: !box.Style.IsRtl));
        _items[^1].IsCulled = !InlineItem.HasOwnBox(box.Style);
        _open.Add(style);
        _openItems.Add(_items[^1]);
        if (enter.Length > 0) EnterBidi(enter, exit, box);
        CollectChildren(box, style);
        if (enter.Length > 0) ExitBidi(box);
        _open.RemoveAt(_open.Count - 1);
        _openItems.RemoveAt(_openItems.Count - 1);
        _outermost = Math.Min(_outermost, _open.Count - 1);
        AddEmpty(InlineItemKind.Close, box, style, InlineItem.HasEdgeOn(box.Style, left: box.Style.IsRtl));
    }

    // The box around what comes now is not just as large as what it holds.
    private void KeepOpenBox()
    {
        if (_openItems.Count > 0) _openItems[^1].IsCulled = false;
    }

    private void AddEmpty(InlineItemKind kind, LayoutBox box, InlineStyle style, bool hasEdge = false) =>
        _items.Add(new InlineItem { Kind = kind, Box = box, Style = style, Start = _text.Length, End = _text.Length, HasEdge = hasEdge });

    private void AddCharacter(InlineItemKind kind, char character, LayoutBox box, InlineStyle style)
    {
        Meet();
        _items.Add(new InlineItem { Kind = kind, Box = box, Style = style, Start = _text.Length, End = _text.Length + 1 });
        _text.Append(character);
        if (kind != InlineItemKind.BreakOpportunity) _dropsSpaces = false;
        _lastSpace = None;
    }

    private void AddForcedBreak(LayoutBox box, InlineStyle style)
    {
        RemoveLastSpace();
        // A forced break ends a bidi paragraph; embeddings begin anew behind it.
        for (var i = _bidi.Count - 1; i >= 0; i--) AddControls(_bidi[i].Exit, box, style);
        AddCharacter(InlineItemKind.ForcedBreak, '\n', box, style);
        foreach (var (enter, _) in _bidi) AddControls(enter, box, style);
        _dropsSpaces = true;
    }

    // Notes where the next character meets the one before.
    private void Meet()
    {
        if (_text.Length > 0) _boundaries.Add(new Boundary(_text.Length, _open[_outermost].Wraps));
        _outermost = _open.Count - 1;
    }

    private void EnterBidi(string enter, string exit, LayoutBox box)
    {
        _bidi.Add((enter, exit));
        AddControls(enter, box, _open[^1]);
    }

    private void ExitBidi(LayoutBox box)
    {
        AddControls(_bidi[^1].Exit, box, _open[^1]);
        _bidi.RemoveAt(_bidi.Count - 1);
    }

    private void AddControls(string controls, LayoutBox box, InlineStyle style)
    {
        foreach (var control in controls)
        {
            _items.Add(new InlineItem { Kind = InlineItemKind.Control, Box = box, Style = style, Start = _text.Length, End = _text.Length + 1 });
            _text.Append(control);
        }
    }

    private static (string Enter, string Exit) ControlsOf(ComputedStyle style)
    {
        var rtl = style.IsRtl;
        return style.Box.UnicodeBidi switch
        {
            UnicodeBidi.Embed => (rtl ? "\u202B" : "\u202A", "\u202C"),
            UnicodeBidi.BidiOverride => (rtl ? "\u202E" : "\u202D", "\u202C"),
            UnicodeBidi.Isolate => (rtl ? "\u2067" : "\u2066", "\u2069"),
            UnicodeBidi.IsolateOverride => (rtl ? "\u2068\u202E" : "\u2068\u202D", "\u202C\u2069"),
            UnicodeBidi.Plaintext => ("\u2068", "\u2069"),
            _ => ("", ""),
        };
    }

    // Neighbours mostly share a style.
    private InlineStyle StyleOf(ComputedStyle style)
    {
        foreach (var known in _styles)
        {
            if (known is not null && ReferenceEquals(known.Style, style)) return known;
        }

        var made = new InlineStyle(style, context.Fonts);
        _styles[_nextStyle] = made;
        _nextStyle = (_nextStyle + 1) % _styles.Length;
        return made;
    }
}
