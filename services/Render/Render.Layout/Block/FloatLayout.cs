using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A float that was placed.</summary>
/// <param name="Fragment">Its fragment.</param>
/// <param name="Offset">Its border box's corner in the block formatting context.</param>
/// <param name="Exclusions">The exclusions with it.</param>
internal readonly record struct PlacedFloat(Fragment Fragment, LayoutPoint Offset, ExclusionSpace Exclusions);

/// <summary>Lays floats out and finds their places (CSS 2, 9.5.1). Used by block and by inline layout.</summary>
internal static class FloatLayout
{
    /// <summary>Lays out a float and places it as high as it may be.</summary>
    /// <param name="box">The float.</param>
    /// <param name="top">Where it may be at the highest, in the block formatting context.</param>
    /// <param name="left">Left content edge of its containing block, in the block formatting context.</param>
    /// <param name="width">Content width of its containing block.</param>
    /// <param name="percentageHeight">Content height of its containing block, or Indefinite.</param>
    /// <param name="exclusions">Floats so far.</param>
    /// <param name="context">The pass.</param>
    internal static PlacedFloat Place(
        LayoutBox box, LayoutUnit top, LayoutUnit left, LayoutUnit width, LayoutUnit percentageHeight, ExclusionSpace exclusions, LayoutContext context)
    {
        var fragment = LayOut(box, width, percentageHeight, context);
        var margin = SizeResolver.Margin(box.Style, width);
        var outer = new LayoutSize(fragment.Width + margin.Horizontal, fragment.Height + margin.Vertical);
        var highest = LayoutUnit.Larger(top, LayoutUnit.Larger(exclusions.LastTop, exclusions.Below(box.Style.Box.Clear)));
        var room = exclusions.Find(highest, LayoutUnit.Zero, outer.Width, left, left + width);
        var x = box.Style.Box.Float == Float.Left ? room.Left : room.Left + room.Width - outer.Width;
        var placed = exclusions.Add(new LayoutRect(x, room.Top, outer.Width.AtLeastZero(), outer.Height.AtLeastZero()), box.Style.Box.Float);
        return new PlacedFloat(fragment, new LayoutPoint(x + margin.Left, room.Top + margin.Top), placed);
    }

    /// <summary>Lays a float out without placing it, to know its size: whether it fits on a line that has content.</summary>
    internal static Fragment LayOut(LayoutBox box, LayoutUnit width, LayoutUnit percentageHeight, LayoutContext context)
    {
        var available = new LayoutSize(width, percentageHeight);
        return BoxLayout.Layout(box, ConstraintSpace.For(available, available, AutoWidth.FitContent), context).Fragment;
    }
}
