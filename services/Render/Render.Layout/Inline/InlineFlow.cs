using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Lays out the lines of one block container, one below the other, around floats. One use.</summary>
internal sealed class InlineFlow
{
    // About half of what fits on the plane that positions can name.
    private const int MostLines = 1_000_000;

    private const int MostAttempts = 64;

    private readonly FragmentBuilder _builder;
    private readonly InlineInput _input;
    private readonly InlineContent _content;
    private readonly LineFloats _floats;
    private readonly LineFiller _filler;
    private readonly LineBoxes _boxes;
    private readonly LinePlacer _placer;
    private readonly LayoutBox _block;
    private readonly LayoutContext _context;
    private LayoutUnit _y;
    private FontHeight _metrics;

    internal InlineFlow(FragmentBuilder builder, in InlineInput input, LayoutContext context)
    {
        (_builder, _input, _block, _context) = (builder, input, builder.Box, context);
        _content = InlineShaper.ContentOf(_block, context);
        _floats = new LineFloats(builder, input, context);
        var mayFloat = _content.HasFloats || !input.Exclusions.IsEmpty;
        _filler = new LineFiller(_content, FillMode.Layout, input.Content.Width, input.PercentageHeight, context)
        {
            Floats = mayFloat ? _floats : null,
            Available = input.Content.Width,
        };
        _boxes = new LineBoxes(_block, _content, context, IsQuirky(_block));
        _placer = new LinePlacer(builder, input, _content, _boxes);
    }

    private static bool IsQuirky(LayoutBox? box)
    {
        while (box is { Node: null }) box = box.Parent;
        return box?.Node?.Document.IsQuirky ?? false;
    }

    internal InlineOutput Run()
    {
        if (_block.Style.Text.Wrap == TextWrap.Balance && _filler.Floats is null)
            _filler.Available = LineBalancer.WidthFor(_content, _input.Content.Width, _input.PercentageHeight, IndentOf(_block, _input.Content.Width), _context);
        int item = 0, offset = 0;
        var clamp = _block.Style.Box.LineClamp;
        var (lines, clamped) = (0, LayoutUnit.Indefinite);
        var indent = IndentOf(_block, _input.Content.Width);
        while (item < _content.Items.Length)
        {
            var line = AddLine(item, offset, indent);
            if (line.HasContent)
            {
                indent = LayoutUnit.Zero;
                if (++lines == clamp) clamped = _y;
            }

            (item, offset) = (line.NextItem, line.NextOffset);
            if (lines < MostLines) continue;
            _context.Issues.Add(Dom.IssueSeverity.Limit, $"a block has more than {MostLines} lines: the others are left out", line: _block.Node?.Line ?? 0);
            break;
        }

        _floats.PlaceLeading([], 0, _input.Bfc.Y + _y);
        _floats.Commit();
        return new InlineOutput(clamped.IsDefinite ? clamped : _y, _floats.Exclusions);
    }

    /// <summary>text-indent of a block's first line. Anonymous blocks behind others go on with a block whose first line is over.</summary>
    internal static LayoutUnit IndentOf(LayoutBox block, LayoutUnit width)
    {
        var indent = block.Style.Text.Indent;
        if (indent.IsZero || (block.IsAnonymous && block.Parent is { Kind: BoxKind.Block } parent && parent.Children[0] != block)) return LayoutUnit.Zero;
        return SizeResolver.OrZero(SizeResolver.Resolve(indent, width));
    }

    private Line AddLine(int item, int offset, LayoutUnit indent)
    {
        var line = _filler.Line;
        var room = new LineOpportunity(_input.Bfc.X, _input.Bfc.Y + _y, _input.Content.Width);
        if (_filler.Floats is null)
        {
            _filler.Fill(item, offset, indent);
            _metrics = _boxes.Measure(line);
        }
        else
        {
            _floats.PlaceLeading(_content.Items, item, room.Top);
            room = FillBesideFloats(item, offset, indent);
        }

        if (line.HasContent) _y = room.Top - _input.Bfc.Y;
        Place(line, room);
        _floats.Commit();
        _boxes.Advance(line);
        _y += _metrics.Height;
        if (line.ForcedBreak is { Kind: BoxKind.LineBreak } br && br.Style.Box.Clear != Clear.None)
            _y = LayoutUnit.Larger(_y, _floats.Exclusions.Below(br.Style.Box.Clear) - _input.Bfc.Y);
        return line;
    }

    // A line moves down until it fits beside floats, at its whole height (CSS 2, 9.5).
    private LineOpportunity FillBesideFloats(int item, int offset, LayoutUnit indent)
    {
        var line = _filler.Line;
        var start = _floats.Save();
        var (top, height) = (_input.Bfc.Y + _y, LayoutUnit.Epsilon);
        for (var attempt = 0; ; attempt++)
        {
            _floats.Begin(_floats.Find(top, height, LayoutUnit.Zero));
            _filler.Fill(item, offset, indent);
            _metrics = _boxes.Measure(line);
            var room = _floats.Room;
            if (!line.HasContent || attempt > MostAttempts) return room;
            // Where lines do not break they do not move down either, as in Blink.
            if (line.Width > room.Width + LayoutUnit.Epsilon && (_block.Style.Text.Wrap != TextWrap.NoWrap || room.IsClosed))
            {
                var lower = start.Exclusions.Find(room.Top, height, line.Width, _input.Bfc.X, _input.Bfc.X + _input.Content.Width, true);
                if (lower.Top > top)
                {
                    (top, height) = (lower.Top, LayoutUnit.Epsilon);
                    _floats.Restore(start);
                    continue;
                }
            }

            if (_metrics.Height <= height) return room;
            var whole = _floats.Find(room.Top, _metrics.Height, LayoutUnit.Zero);
            if (whole == room) return room;
            height = _metrics.Height;
            _floats.Restore(start);
        }
    }

    private void Place(Line line, in LineOpportunity room)
    {
        var space = room.Width - line.Width;
        var align = AlignOf(line);
        if (align == TextAlign.Justify && space > LayoutUnit.Zero && Justifier.Justify(_content, _boxes, line, space)) space = LayoutUnit.Zero;
        var rtl = _content.Text.Length == 0 ? _block.Style.IsRtl : (_content.IsLeftToRight ? 0 : _content.Bidi.BaseLevelAt(LineStart(line)) & 1) != 0;
        var left = room.Left - _input.Bfc.X + OffsetOf(align, rtl, space);
        // Spaces hang at the line's end, which is the left one in right-to-left text; there the indent is on the right.
        left = rtl ? left - line.Hang : left + line.Indent;
        if (_filler.Floats is not null) _placer.Leading = _floats.Leading;
        _placer.LineRoom = room;
        var fragment = _placer.Place(line, _metrics, _y, left, room with { Left = room.Left - _input.Bfc.X });
        var top = _input.Content.Y + _y;
        _builder.Add(fragment, new LayoutPoint(_input.Content.X, top));
        if (!line.HasContent) return;
        _builder.FirstBaseline ??= top + _metrics.Ascent;
        _builder.LastBaseline = top + _metrics.Ascent;
    }

    private int LineStart(Line line) => line.Items.Count == 0 ? 0 : Math.Min(line.Items[0].Start, Math.Max(0, _content.Text.Length - 1));

    private TextAlign AlignOf(Line line)
    {
        var text = _block.Style.Text;
        if (!line.IsLast) return text.Align;
        return text.AlignLast switch
        {
            TextAlignLast.Start => TextAlign.Start,
            TextAlignLast.End => TextAlign.End,
            TextAlignLast.Left => TextAlign.Left,
            TextAlignLast.Right => TextAlign.Right,
            TextAlignLast.Center => TextAlign.Center,
            TextAlignLast.Justify => TextAlign.Justify,
            _ => text.Align == TextAlign.Justify ? TextAlign.Start : text.Align,
        };
    }

    // Lines that are too wide stick out at their end, whatever text-align says (css-text-4, 7.1).
    private static LayoutUnit OffsetOf(TextAlign align, bool rtl, LayoutUnit space)
    {
        var toRight = align switch
        {
            TextAlign.Right or TextAlign.WebkitRight => true,
            TextAlign.Left or TextAlign.WebkitLeft => false,
            TextAlign.End => !rtl,
            _ => rtl,
        };
        if (align is TextAlign.Center or TextAlign.WebkitCenter)
            return space > LayoutUnit.Zero ? space / 2 : rtl ? space : LayoutUnit.Zero;
        if (!toRight) return rtl ? LayoutUnit.Smaller(space, LayoutUnit.Zero) : LayoutUnit.Zero;
        return rtl ? space : space.AtLeastZero();
    }
}
