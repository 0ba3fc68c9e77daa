using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Lines, floats, out-of-flow children.</content>
internal sealed partial class BlockPass
{
    /// <summary>Where floats and the like stand that come now: the next border edge, or where this box is expected when margins are pending.</summary>
    private LayoutUnit FloatTop => IsResolved ? NextEdge : _flow!.Expected;

    private void PlaceLines()
    {
        var empty = InlineLayout.IsEmpty(_box, _context);
        if (!empty)
        {
            if (!Resolve(NextEdge)) return;
            _position += _strut.Sum;
            _strut = default;
        }

        var before = _exclusions;
        var y = empty && IsResolved ? _position + _strut.Sum : _position;
        var bfc = new LayoutPoint(ContentLeft, IsResolved ? _top + y : _flow!.Expected);
        var content = new LayoutRect(_frame.Left, y, _contentWidth, LayoutUnit.Zero);
        var output = InlineLayout.Layout(_builder, new InlineInput(content, _percentageHeight, bfc, before), _context);
        _exclusions = output.Exclusions;
        if (empty)
        {
            if (!IsResolved) NoteFloats(_exclusions.SidesSince(before), bfc.Y);
            return;
        }

        _position = y + output.Height;
        _emptyChildWasCleared = false;
    }

    private void PlaceFloat(LayoutBox child)
    {
        var top = FloatTop;
        var placed = FloatLayout.Place(child, top, ContentLeft, _contentWidth, _percentageHeight, _exclusions, _context);
        _exclusions = placed.Exclusions;
        if (!IsResolved) NoteFloats(child.Style.Box.Float == Float.Left ? AdjoiningFloats.Left : AdjoiningFloats.Right, top);
        _builder.Add(placed.Fragment, placed.Offset - new LayoutPoint(_left, IsResolved ? _top : top));
    }

    private void NoteFloats(AdjoiningFloats sides, LayoutUnit top)
    {
        if (sides == AdjoiningFloats.None) return;
        _adjoining |= sides;
        _floatsAt = _floatsAt.IsIndefinite || _floatsAt == top ? top : LayoutUnit.Min;
    }

    /// <summary>The static position: where the box would be if it were in flow, but with `clear` and margin collapsing left out (CSS 2, 10.3.7, 10.6.4).</summary>
    private void PlaceOutOfFlow(LayoutBox child)
    {
        // While margins are pending they may be all there is to this box: they do not move what is in it then.
        var y = IsResolved ? _position + _strut.Sum : _position;
        var rtl = _box.Style.IsRtl;
        var (x, edge) = rtl ? (_frame.Left + _contentWidth, StaticEdge.End) : (_frame.Left, StaticEdge.Start);
        var isInline = child.Style.Box.OriginalDisplay is Display.Inline or Display.InlineBlock or Display.InlineFlex or Display.InlineGrid or Display.InlineTable;
        if (isInline)
        {
            var top = IsResolved ? _top + y : _flow!.Expected;
            var room = _exclusions.RoomAt(top, LayoutUnit.Zero, ContentLeft, ContentLeft + _contentWidth, out _);
            if (!IsResolved && !_exclusions.IsEmpty) NoteFloats(_adjoining, top);
            (x, edge) = InlineStart(room.Left - _left, room.Width, rtl);
        }
        else
        {
            (x, edge) = JustifiedStart(child, x, edge);
        }

        var own = child.Style.Flex;
        var vertical = isInline ? StaticEdge.Start : LinePlacer.VerticalEdge(own.AlignSelf.Value);
        var safe = AlignmentRules.SafeRoom(!isInline && own.JustifySelf.IsSafe, own.AlignSelf.IsSafe, new LayoutRect(x, y, _contentWidth, LayoutUnit.Max));
        _builder.AddOutOfFlow(new OutOfFlowItem(child, new LayoutPoint(x, y), edge, vertical, SafeRoom: safe));
    }

    /// <summary>justify-self within the container's width, which is the static position's rectangle (css-position-3, 4.2).</summary>
    private (LayoutUnit X, StaticEdge Edge) JustifiedStart(LayoutBox child, LayoutUnit x, StaticEdge edge)
    {
        var (left, right) = (_frame.Left, _frame.Left + _contentWidth);
        var rtl = _box.Style.IsRtl;
        return JustifyOf(child) switch
        {
            Alignment.Center => (left + (_contentWidth / 2), StaticEdge.Center),
            Alignment.End or Alignment.FlexEnd or Alignment.LastBaseline => rtl ? (left, StaticEdge.Start) : (right, StaticEdge.End),
            Alignment.SelfStart => child.Style.IsRtl ? (right, StaticEdge.End) : (left, StaticEdge.Start),
            Alignment.SelfEnd => child.Style.IsRtl ? (left, StaticEdge.Start) : (right, StaticEdge.End),
            Alignment.Left => (left, StaticEdge.Start),
            Alignment.Right => (right, StaticEdge.End),
            _ => (x, edge),
        };
    }

    private (LayoutUnit X, StaticEdge Edge) InlineStart(LayoutUnit left, LayoutUnit width, bool rtl) => _box.Style.Text.Align switch
    {
        TextAlign.Center or TextAlign.WebkitCenter => (left + (width / 2), rtl ? StaticEdge.End : StaticEdge.Start),
        TextAlign.Right or TextAlign.WebkitRight => (left + width, rtl ? StaticEdge.End : StaticEdge.Start),
        TextAlign.Left or TextAlign.WebkitLeft => (left, rtl ? StaticEdge.End : StaticEdge.Start),
        TextAlign.End => (rtl ? left : left + width, rtl ? StaticEdge.End : StaticEdge.Start),
        _ => (rtl ? left + width : left, rtl ? StaticEdge.End : StaticEdge.Start),
    };
}
