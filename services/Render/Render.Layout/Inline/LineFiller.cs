using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What lines are filled for.</summary>
internal enum FillMode : byte
{
    /// <summary>To be placed.</summary>
    Layout,

    /// <summary>Each as short as can be: the widest gives the min-content width.</summary>
    MinContent,

    /// <summary>Broken only where breaks are forced.</summary>
    MaxContent,
}

/// <summary>
/// Takes as many items as fit on a line (css-text-4, 5): greedily, back to the last opportunity when something does not fit. A line without an opportunity breaks
/// between any characters where that is allowed, and sticks out else.
/// </summary>
internal sealed partial class LineFiller
{
    private readonly InlineContent _content;
    private readonly InlineItem[] _items;
    private readonly LayoutContext _context;
    private readonly FillMode _mode;
    private readonly LayoutUnit _percentageHeight;
    private LayoutUnit _position, _trailing;
    private int _next, _offset, _lineStart;
    private bool _atBoundary, _anywhere, _mayBreakAnywhere;
    private Candidate _candidate;

    /// <param name="content">What to make lines of.</param>
    /// <param name="mode">What for.</param>
    /// <param name="width">The container's content width; what percentages refer to.</param>
    /// <param name="percentageHeight">What percentages of heights refer to.</param>
    /// <param name="context">The pass.</param>
    internal LineFiller(InlineContent content, FillMode mode, LayoutUnit width, LayoutUnit percentageHeight, LayoutContext context)
    {
        (_content, _items, _context, _mode, ContainerWidth, _percentageHeight) = (content, content.Items, context, mode, width, percentageHeight);
    }

    /// <summary>The line that was filled last.</summary>
    internal Line Line { get; } = new();

    /// <summary>Floats beside lines; needed for layout.</summary>
    internal LineFloats? Floats { get; init; }

    /// <summary>The container's content width.</summary>
    internal LayoutUnit ContainerWidth { get; }

    /// <summary>Room for a line without floats.</summary>
    internal LayoutUnit Available { get; set; }

    /// <summary>When measuring: the widths of floats on the line.</summary>
    internal FloatSizes FloatSizes { get; } = new();

    /// <summary>When measuring: the line's width, floats and all.</summary>
    internal LayoutUnit WidthWithFloats => _mode == FillMode.MinContent ? LayoutUnit.Larger(LayoutUnit.Larger(Line.Width, _widthOfWord), FloatSizes.Min) : Line.Width + FloatSizes.Max;

    /// <summary>A place where the line may end, and all that has to be known to go back to it.</summary>
    private struct Candidate
    {
        internal bool IsValid;
        internal int Count, NextItem, NextOffset, SplitEnd;
        internal LayoutUnit Position, Trailing;
        internal LineFloats.Mark Floats;
    }

    private LayoutUnit Limit => _mode switch
    {
        FillMode.MinContent => LayoutUnit.Epsilon,
        FillMode.MaxContent => LayoutUnit.Max,
        _ => (Floats is { } floats ? floats.Room.Width : Available) + LayoutUnit.Epsilon,
    };

    private bool Fits => _position - _trailing <= Limit;

    /// <summary>Fills <see cref="Line"/>.</summary>
    /// <param name="item">The item that it begins with.</param>
    /// <param name="offset">The character that it begins with.</param>
    /// <param name="indent">Space before it.</param>
    internal void Fill(int item, int offset, LayoutUnit indent)
    {
        var mark = Floats?.Save() ?? default;
        _anywhere = false;
        while (!TryFill(item, offset, indent))
        {
            _anywhere = true;
            Floats?.Restore(mark);
        }

        Finish(item, offset);
    }

    // False when the line has to be filled again, with breaks anywhere.
    private bool TryFill(int item, int offset, LayoutUnit indent)
    {
        Line.Clear();
        FloatSizes.Clear();
        (Line.Indent, _position, _trailing, _next, _offset) = (indent, indent, LayoutUnit.Zero, item, offset);
        (_atBoundary, _mayBreakAnywhere, _candidate, BoundaryOffset, _lineStart) = (false, false, default, -1, offset);
        while (_next < _items.Length)
        {
            var current = _items[_next];
            if (_atBoundary && !StaysWithLine(current))
            {
                _atBoundary = false;
                if (_content.CanBreak(BoundaryOffset) || (_anywhere && BreaksAnywhere(_items[_next].Style)))
                {
                    if (Fits) Save();
                    else return GoBackOrStay();
                }
            }

            var (done, again) = Take(current);
            if (again) return false;
            if (done) return true;
        }

        return true;
    }

    // Ends of boxes, floats and what is out of flow never begin a line where another one can end; but what follows a float goes with what comes next.
    private bool StaysWithLine(InlineItem item) => EndsBox(item) || item.Kind is InlineItemKind.Float or InlineItemKind.ForcedBreak || (item.Kind == InlineItemKind.OutOfFlow && Fits && (_next == 0 || _items[_next - 1].Kind != InlineItemKind.Float)) || (item.Kind == InlineItemKind.Text && item.Length == 0);

    private int BoundaryOffset { get; set; }

    private bool BreaksAnywhere(InlineStyle style) => _mode == FillMode.MinContent ? style.ShrinksAnywhere : style.BreaksAnywhere;

    // What there is does not fit: back to the last opportunity, or, if there is none, on until here.
    private bool GoBackOrStay()
    {
        if (_candidate.IsValid)
        {
            GoBack();
            return true;
        }

        return _anywhere || !_mayBreakAnywhere;
    }

    private (bool Done, bool Again) Take(InlineItem item)
    {
        switch (item.Kind)
        {
            case InlineItemKind.Text:
                return TakeText(item);
            case InlineItemKind.Tab:
                return TakeTab(item);
            case InlineItemKind.Atomic:
                return TakeAtomic(item);
            case InlineItemKind.ForcedBreak:
                if (CheckRoom() is { Done: true } full) return full;
                Append(item.Start, item.End, LayoutUnit.Zero);
                Line.ForcedBreak = item.Box;
                Advance(item);
                return (true, false);
            case InlineItemKind.BreakOpportunity:
                Append(item.Start, item.End, LayoutUnit.Zero);
                Advance(item);
                return default;
            case InlineItemKind.Open or InlineItemKind.Close:
                return TakeEdge(item);
            case InlineItemKind.Float:
                TakeFloat(item);
                return default;
            default:
                Append(item.Start, item.End, LayoutUnit.Zero);
                GoTo(_next + 1);
                return default;
        }
    }

    private (bool Done, bool Again) TakeEdge(InlineItem item)
    {
        var width = LayoutUnit.Zero;
        if (item.HasEdge)
        {
            var edges = InlineEdges.Of(item.Box.Style, _mode == FillMode.Layout ? ContainerWidth : LayoutUnit.Indefinite);
            width = (item.Kind == InlineItemKind.Open) == item.Box.Style.IsRtl ? edges.Right : edges.Left;
        }

        Append(item.Start, item.End, width);
        _position += width;
        _next++;
        if (item.Kind == InlineItemKind.Open) return default;
        // Behind a box's end there is an opportunity again where there was one before it.
        _atBoundary |= BoundaryOffset >= 0;
        return width > LayoutUnit.Zero ? CheckRoom() : default;
    }

    private (bool Done, bool Again) TakeAtomic(InlineItem item)
    {
        if (_mode == FillMode.Layout)
        {
            var space = ConstraintSpace.For(
                new LayoutSize(ContainerWidth, WritingFlow.IsOrthogonal(item.Box) ? _percentageHeight : LayoutUnit.Indefinite), new LayoutSize(ContainerWidth, _percentageHeight), AutoWidth.FitContent);
            var result = BoxLayout.Layout(item.Box, space, _context);
            var margin = SizeResolver.Margin(item.Box.Style, ContainerWidth);
            Append(item.Start, item.End, result.Fragment.Width + margin.Horizontal);
            Line.Items.Ref(^1).Result = result;
            Line.Items.Ref(^1).Margin = margin;
        }
        else
        {
            var sizes = SizeResolver.Contribution(item.Box, _percentageHeight, _context);
            Append(item.Start, item.End, _mode == FillMode.MinContent ? sizes.Min : sizes.Max);
        }

        _position += Line.Items[^1].Width;
        _trailing = LayoutUnit.Zero;
        Advance(item);
        return CheckRoom();
    }

    private void TakeFloat(InlineItem item)
    {
        if (_mode == FillMode.Layout) Floats!.Offer(item.Box, _next, _position - _trailing);
        else FloatSizes.Add(item.Box, SizeResolver.Contribution(item.Box, _percentageHeight, _context));
        _next++;
    }

    private (bool Done, bool Again) TakeTab(InlineItem item)
    {
        var text = item.Style.Style.Text;
        var space = item.Style.Font.Metrics.SpaceWidth;
        var stop = text.TabIsLength ? text.TabSize : text.TabSize * (space + text.LetterSpacing);
        var width = LayoutUnit.Zero;
        if (stop > 0)
        {
            var position = _position.ToDouble();
            var distance = stop - (position - (Math.Floor(position / stop) * stop));
            if (distance < space / 2) distance += stop;
            width = LayoutUnit.Ceil(distance);
        }

        Append(item.Start, item.End, width);
        _position += width;
        _trailing = item.Style.Hangs ? _trailing + width : LayoutUnit.Zero;
        Advance(item);
        return CheckRoom();
    }

    // Something that can't be cut was added.
    private (bool Done, bool Again) CheckRoom()
    {
        if (Fits || !_candidate.IsValid) return default;
        GoBack();
        return (true, false);
    }

    private void Append(int start, int end, LayoutUnit width) => Line.Items.Add(new LineItem { Index = _next, Start = start, End = end, Width = width });

    // Goes on behind an item with characters.
    private void Advance(InlineItem item)
    {
        BoundaryOffset = item.End;
        _atBoundary = true;
        GoTo(_next + 1);
    }

    private void GoTo(int item)
    {
        _next = item;
        _offset = item < _items.Length ? _items[item].Start : _content.Text.Length;
    }

    private void Save(int splitEnd = -1) => _candidate = new Candidate
    {
        IsValid = true,
        Count = Line.Items.Count,
        NextItem = _next,
        NextOffset = splitEnd < 0 ? _next < _items.Length ? _items[_next].Start : _content.Text.Length : splitEnd,
        SplitEnd = splitEnd,
        Position = _position,
        Trailing = _trailing,
        Floats = Floats?.Save() ?? default,
    };

    private void GoBack()
    {
        (_next, _offset, _position, _trailing) = (_candidate.NextItem, _candidate.NextOffset, _candidate.Position, _candidate.Trailing);
        Line.Items.RemoveRange(_candidate.Count, Line.Items.Count - _candidate.Count);
        if (_candidate.SplitEnd >= 0)
        {
            ref var last = ref Line.Items.Ref(^1);
            last.End = _candidate.SplitEnd;
            last.Width = _content.WidthOf(last.Start, last.End);
        }

        Floats?.Restore(_candidate.Floats);
        _atBoundary = false;
    }
}
