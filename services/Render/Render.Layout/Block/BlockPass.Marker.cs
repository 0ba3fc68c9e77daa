namespace WasmEngine.Render.Layout;

/// <content>A list item's marker beside block-level content.</content>
internal sealed partial class BlockPass
{
    /// <summary>
    /// Puts the marker on the first line of the content, whatever box that is in; where there is none the item is as high as a line. False when layout has to stop.
    /// </summary>
    private bool PlaceMarker(LayoutBox marker)
    {
        var space = ConstraintSpace.For(new LayoutSize(LayoutUnit.Indefinite, LayoutUnit.Indefinite), new LayoutSize(_contentWidth, LayoutUnit.Indefinite), AutoWidth.FitContent);
        var fragment = BoxLayout.Layout(marker, space with { IsMeasure = _space.IsMeasure }, _context).Fragment;
        var margin = SizeResolver.Margin(marker.Style, _contentWidth);
        var x = _box.Style.IsRtl ? _frame.Left + _contentWidth + margin.Left : _frame.Left - margin.Right - fragment.Width;
        if (_builder.FirstBaseline is { } line)
        {
            _builder.AddPlaced(fragment, new LayoutPoint(x, line - (fragment.FirstBaseline ?? fragment.Height)));
            return true;
        }

        if (!Resolve(NextEdge)) return false;
        var height = new InlineStyle(_box.Style, _context.Fonts).Height;
        _builder.AddPlaced(fragment, new LayoutPoint(x, _frame.Top + height.Ascent - (fragment.FirstBaseline ?? fragment.Height)));
        _intrinsic = LayoutUnit.Larger(_intrinsic, _frame.Top + height.Height);
        return true;
    }
}
