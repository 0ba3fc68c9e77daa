using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Layout;

/// <content>
/// text-overflow: ellipsis (css-overflow-4, 4.1): what does not fit keeps its place but is not shown; a text at the edge shows the part that fits before the
/// ellipsis, one character at least.
/// </content>
internal sealed partial class LinePlacer
{
    private ShapedRun? _ellipsis;
    private bool _cuts, _isCut, _showedAny;
    private LayoutUnit _edge, _ellipsisWidth;

    // Decides whether the line is cut, and where: the edge that text may reach.
    private void PrepareEllipsis(LayoutUnit roomLeft, LayoutUnit roomRight)
    {
        var style = builder.Box.Style;
        (_isCut, _showedAny) = (false, false);
        _cuts = style.Box.TextOverflow == TextOverflow.Ellipsis && style.Box.OverflowX != Overflow.Visible && _line.HasContent
            && _line.Width > roomRight - roomLeft + LayoutUnit.Epsilon;
        if (!_cuts) return;
        _ellipsis ??= EllipsisOf();
        _ellipsisWidth = LayoutUnit.Ceil(_ellipsis.Width);
        _edge = style.IsRtl ? roomLeft + _ellipsisWidth : roomRight - _ellipsisWidth;
    }

    private ShapedRun EllipsisOf()
    {
        var runs = new List<ShapedItem>();
        var font = content.BlockStyle.Font;
        var text = font.Primary.Contains('\u2026') ? "\u2026" : "...";
        builder.Context.Shaper.Shape(text, [new TextSpan(0, text.Length, font)], [], runs);
        return runs[0].Run;
    }

    /// <summary>Whether something between two places on the line is hidden; puts the ellipsis beside it when it is the first that is.</summary>
    private bool IsCutOff(LayoutUnit x, LayoutUnit end, LayoutUnit baseline, LayoutBox box, in Frame frame)
    {
        if (!_cuts) return false;
        var rtl = builder.Box.Style.IsRtl;
        if (rtl)
        {
            if (x < _edge) return true;
            if (!_isCut) AddEllipsis(box, x - _ellipsisWidth, baseline, frame);
            return false;
        }

        if (end <= _edge && !_isCut)
        {
            _showedAny = true;
            return false;
        }

        if (_isCut || !_showedAny) return _isCut;
        AddEllipsis(box, x, baseline, frame);
        return true;
    }

    // The text at the edge: shows what fits of it; the whole is there, hidden.
    private bool CutText(in LineLeaf leaf, InlineItem item, LayoutUnit x, LayoutUnit baseline, in Frame frame)
    {
        if (!_cuts || _isCut) return _isCut && !builder.Box.Style.IsRtl;
        var rtl = builder.Box.Style.IsRtl;
        var end = x + leaf.Width;
        if (rtl ? x >= _edge : end <= _edge) return IsCutOff(x, end, baseline, item.Box, frame);
        if (rtl && end <= _edge) return true;
        var room = rtl ? end - _edge : _edge - x;
        var width = ShowPart(leaf, item, rtl ? end : x, room.ToDouble(), baseline, frame);
        AddEllipsis(item.Box, rtl ? end - width - _ellipsisWidth : x + width, baseline, frame);
        return true;
    }

    private LayoutUnit ShowPart(in LineLeaf leaf, InlineItem item, LayoutUnit from, double room, LayoutUnit baseline, in Frame frame)
    {
        var used = 0.0;
        var rtl = builder.Box.Style.IsRtl;
        for (var i = 0; i < leaf.PieceCount; i++)
        {
            var (run, start) = boxes.Pieces[leaf.Pieces + i];
            if (start < 0) break;
            var count = room - used < 0 ? 0 : run.IndexForWidth(0, (float)(room - used));
            if (count == 0 && !_showedAny) count = Math.Max(1, run.NextSafeToBreak(1));
            if (count == 0) break;
            var part = run.Slice(0, count);
            var at = rtl ? from.ToDouble() - used - part.Width : from.ToDouble() + used;
            AddText(item.Box, part, content.Text, start, LayoutUnit.Round(at), baseline, frame);
            used += part.Width;
            _showedAny = true;
            if (count < run.Length) break;
        }

        return LayoutUnit.Ceil(used);
    }

    private void AddEllipsis(LayoutBox box, LayoutUnit x, LayoutUnit baseline, in Frame frame)
    {
        _isCut = true;
        var height = InlineStyle.HeightOf(_ellipsis!.Font.Metrics);
        var fragment = new TextFragment(box, _ellipsis, _ellipsis.Length == 1 ? "\u2026" : "...", 0, _ellipsis.Length)
        {
            Width = _ellipsisWidth,
            Height = height.Height,
            Baseline = height.Ascent,
            IsEllipsis = true,
        };
        _links.Add(new FragmentLink(fragment, new LayoutPoint(x - frame.X, baseline - height.Ascent - frame.Y)));
    }
}
