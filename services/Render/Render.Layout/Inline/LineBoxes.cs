using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Layout;

/// <summary>An inline box, or atomic inline, on a line. The first one is the root inline box, the block container's own.</summary>
internal struct LineBox
{
    internal LayoutBox Box;

    internal InlineStyle Style;

    /// <summary>Index of the box around it; -1 for the root.</summary>
    internal int Parent;

    /// <summary>How far its content reaches, about its own baseline; with half-leadings.</summary>
    internal FontHeight Metrics;

    /// <summary>Of an atomic inline: its margin box's top above its baseline.</summary>
    internal LayoutUnit Rise;

    /// <summary>How far its baseline lies below that of the box around it.</summary>
    internal LayoutUnit Shift;

    /// <summary>Its baseline, from the root's baseline down.</summary>
    internal LayoutUnit Baseline;

    /// <summary>Its fragments are as large as what is in them; see <see cref="InlineItem.IsCulled"/>.</summary>
    internal bool IsCulled;

    /// <summary>It begins on this line.</summary>
    internal bool Opens;

    /// <summary>It ends on this line.</summary>
    internal bool Closes;

    /// <summary>Leaves in it, those of boxes in it among them.</summary>
    internal int Leaves;

    /// <summary>Those that were placed.</summary>
    internal int Placed;

    // Boxes aligned to its top and bottom, chained.
    internal int FirstAligned;
    internal int NextAligned;
}

/// <summary>What stands on a line side by side.</summary>
/// <param name="Item">Its line item; -1 for an inline box without any content.</param>
/// <param name="Parent">Index of the box that it is in.</param>
/// <param name="Box">An atomic inline's own entry.</param>
/// <param name="Level">Bidi level.</param>
/// <param name="Width">Its room.</param>
/// <param name="Pieces">Index of a text's first piece.</param>
/// <param name="PieceCount">How many there are.</param>
internal readonly record struct LineLeaf(int Item, int Parent, int Box, byte Level, LayoutUnit Width, int Pieces = 0, int PieceCount = 0);

/// <summary>
/// The boxes of a line, and how high they stand (CSS 2, 10.8; css-inline-3): from the innermost outward each box's reach and its shift against the box around it,
/// then baselines from the root inward. Used again for the next line.
/// </summary>
internal sealed partial class LineBoxes(LayoutBox block, InlineContent content, LayoutContext context, bool isQuirky)
{
    private readonly List<LineBox> _boxes = [];
    private readonly List<LineLeaf> _leaves = [];
    private readonly List<TextPiece> _pieces = [];

    // Inline boxes that go on from line to line, as indices of items.
    private readonly List<int> _open = [];
    private readonly List<int> _openEntries = [];

    internal List<LineBox> Boxes => _boxes;

    internal List<LineLeaf> Leaves => _leaves;

    internal List<TextPiece> Pieces => _pieces;

    /// <summary>The marker on this line, laid out; null if there is none.</summary>
    internal Fragment? Marker { get; private set; }

    /// <summary>Collects a line's boxes and leaves; gives the line box's reach about its baseline.</summary>
    internal FontHeight Measure(Line line)
    {
        Build(line);
        if (!line.HasContent) return default;
        return Align();
    }

    /// <summary>Goes on to the next line: boxes that this one left open go on there.</summary>
    internal void Advance(Line line)
    {
        foreach (var item in line.Items)
        {
            if (content.Items[item.Index].Kind == InlineItemKind.Open) _open.Add(item.Index);
            else if (content.Items[item.Index].Kind == InlineItemKind.Close) _open.RemoveAt(_open.Count - 1);
        }
    }

    private void Build(Line line)
    {
        _boxes.Clear();
        _leaves.Clear();
        _pieces.Clear();
        _openEntries.Clear();
        Marker = null;
        Enter(block, content.BlockStyle, opens: true, culled: false);
        foreach (var item in _open) Enter(content.Items[item], opens: false);
        for (var i = 0; i < line.Items.Count; i++) AddItem(line.Items[i], i);
        while (_openEntries.Count > 1) Leave(closes: false);
    }

    private void Enter(InlineItem item, bool opens) => Enter(item.Box, item.Style, opens, item.IsCulled);

    private void Enter(LayoutBox box, InlineStyle style, bool opens, bool culled)
    {
        var parent = _openEntries.Count > 0 ? _openEntries[^1] : -1;
        _openEntries.Add(_boxes.Count);
        _boxes.Add(new LineBox
        {
            Box = box,
            Style = style,
            Parent = parent,
            Opens = opens,
            IsCulled = culled,
            Metrics = isQuirky ? FontHeight.None : style.Height,
            FirstAligned = -1,
            NextAligned = -1,
        });
    }

    private void Leave(bool closes)
    {
        var entry = _openEntries[^1];
        _openEntries.RemoveAt(_openEntries.Count - 1);
        ref var box = ref _boxes.Ref(entry);
        box.Closes = closes;
        var parent = box.Parent;
        if (box.Leaves == 0)
        {
            // It still has a place.
            _leaves.Add(new LineLeaf(-1, entry, -1, LevelHere(), LayoutUnit.Zero));
            box.Leaves = 1;
        }

        if (parent >= 0) _boxes.Ref(parent).Leaves += box.Leaves;
    }

    private byte LevelHere() => _leaves.Count > 0 ? _leaves[^1].Level : content.Bidi.BaseLevel;

    private void AddItem(in LineItem part, int index)
    {
        var item = content.Items[part.Index];
        switch (item.Kind)
        {
            case InlineItemKind.Open:
                Enter(item, opens: true);
                if (isQuirky && item.HasEdge) Strut();
                break;
            case InlineItemKind.Close:
                if (isQuirky && item.HasEdge) Strut();
                Leave(closes: true);
                break;
            case InlineItemKind.Text:
                if (part.Start < part.End) AddText(part, item, index);
                break;
            case InlineItemKind.Atomic:
                AddAtomic(part, item, index);
                break;
            case InlineItemKind.Marker:
                AddMarker(item, index);
                break;
            default:
                if (item.Kind is InlineItemKind.Control && content.IsLeftToRight) break;
                if (item.Kind is not (InlineItemKind.OutOfFlow or InlineItemKind.Control)) Strut();
                AddLeaf(new LineLeaf(index, _openEntries[^1], -1, item.Level, part.Width));
                break;
        }
    }

    private void AddLeaf(in LineLeaf leaf)
    {
        _leaves.Add(leaf);
        _boxes.Ref(leaf.Parent).Leaves++;
    }

    // In quirks mode only boxes with text of their own have the height of their font.
    private void Strut()
    {
        ref var box = ref _boxes.Ref(_openEntries[^1]);
        if (isQuirky) box.Metrics = box.Metrics.Unite(box.Style.Height);
    }

    private void AddText(in LineItem part, InlineItem item, int index)
    {
        Strut();
        var first = _pieces.Count;
        content.Cut(item, part.Start, part.End, _pieces);
        if (part.HasHyphen) _pieces.Add(new TextPiece(LineFiller.Hyphen(item.Style, context), -1));
        AddLeaf(new LineLeaf(index, _openEntries[^1], -1, item.Level, part.Width, first, _pieces.Count - first));
        if (!item.Style.IsNormalLineHeight) return;
        // With line-height: normal every font that is used takes part (CSS 2, 10.8.1).
        var last = item.Style.Font.Primary;
        for (var i = first; i < _pieces.Count; i++)
        {
            var font = _pieces[i].Run.Font;
            if (ReferenceEquals(font, last)) continue;
            last = font;
            ref var box = ref _boxes.Ref(_openEntries[^1]);
            box.Metrics = box.Metrics.Unite(InlineStyle.HeightOf(font.Metrics).WithLineHeight(LayoutUnit.From(font.Metrics.LineSpacing)));
        }
    }

    private void AddAtomic(in LineItem part, InlineItem item, int index)
    {
        AddAtomicBox(item, _openEntries[^1], AtomicHeight(part.Result!.Fragment, part.Margin));
        AddLeaf(new LineLeaf(index, _openEntries[^1], _boxes.Count - 1, item.Level, part.Width));
    }

    // A marker stands beside the line's content, on its baseline; it takes height but no width.
    private void AddMarker(InlineItem item, int index)
    {
        var unknown = LayoutUnit.Indefinite;
        var space = ConstraintSpace.For(new LayoutSize(unknown, unknown), new LayoutSize(LayoutUnit.Zero, unknown), AutoWidth.FitContent);
        Marker = BoxLayout.Layout(item.Box, space, context).Fragment;
        AddAtomicBox(item, 0, AtomicHeight(Marker, SizeResolver.Margin(item.Box.Style, LayoutUnit.Zero)) with { Descent = LayoutUnit.Zero }); // only a larger ascent makes room
        AddLeaf(new LineLeaf(index, 0, _boxes.Count - 1, item.Level, LayoutUnit.Zero));
        // The line is as high as the list item's own text.
        Strut();
    }

    // A list item's symbol takes the height of its font: inside all of it, outside its ascent.
    private void AddAtomicBox(InlineItem item, int parent, FontHeight metrics) => _boxes.Add(new LineBox
    {
        Box = item.Box,
        Style = item.Style,
        Parent = parent,
        Rise = metrics.Ascent,
        Metrics = item.Box is MarkerSymbolBox ? item.Style.Height
            : item.Kind == InlineItemKind.Marker && item.Box.Children is [MarkerSymbolBox] ? item.Style.Height with { Descent = LayoutUnit.Zero } : metrics,
        FirstAligned = -1,
        NextAligned = -1,
    });

    private static FontHeight AtomicHeight(Fragment fragment, in Insets margin)
    {
        var box = fragment.Box;
        var baseline = box.Style.Box.ContainsLayout ? null
            : box.Kind != BoxKind.Block && box.Style.Display != Display.InlineBlock ? Held(fragment, fragment.FirstBaseline) // an InlineBlock of another kind is a button or the like
            : box.Style.IsScrollContainer ? null : LastOf(fragment) ?? fragment.LastBaseline;
        // Without a baseline the bottom margin edge stands on the line.
        var ascent = baseline is null && WritingFlow.IsVertical ? (fragment.Height + margin.Vertical) / 2 : margin.Top + (baseline ?? (fragment.Height + margin.Bottom));
        return new FontHeight(ascent, margin.Vertical + fragment.Height - ascent);
    }

    // A scroll container's baseline is within its border box.
    private static LayoutUnit? Held(Fragment fragment, LayoutUnit? baseline) =>
        baseline is { } at && fragment.Box.Style.IsScrollContainer ? at.Within(LayoutUnit.Zero, fragment.Height) : baseline;

    /// <summary>
    /// The baseline of an inline-block whose last box that could have one is no ordinary block (as in Blink): a scroll container gives its bottom margin edge, a flex
    /// or grid container its first baseline. Null where it is the last line's.
    /// </summary>
    private static LayoutUnit? LastOf(Fragment fragment)
    {
        for (var i = fragment.Children.Count - 1; i >= 0; i--)
        {
            var (child, offset) = fragment.Children[i];
            if (child.Kind != FragmentKind.Box) return null;
            if (child.Box.IsOutOfFlow || child.Box.IsFloating) continue;
            if (child.Box.Kind is BoxKind.Flex or BoxKind.Grid && child.FirstBaseline is { } first) return offset.Y + Held(child, first);
            if (child.Box.Kind != BoxKind.Block) continue;
            if (child.Box.Style.IsScrollContainer) return offset.Y + child.Height + child.Margin.Bottom;
            if (LastOf(child) is { } end) return offset.Y + end;
            if (child.LastBaseline is not null) return null;
        }

        return null;
    }
}
