using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Lays out boxes whose writing mode is not that of the box around them (css-writing-modes-4, 7.3).</summary>
internal static class OrthogonalFlow
{
    /// <summary>Lays a box out in its own mode, and turns what comes out into the current one.</summary>
    internal static LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context)
    {
        var (outer, mode) = (WritingFlow.Current, box.WritingMode);
        var isOrthogonal = WritingFlow.AreOrthogonal(outer, mode);
        var inner = isOrthogonal ? Turn(box, space, context) : space with { Flow = null };
        // Percentages of its paddings refer to the width of lines around it, not to that of its own.
        box.ForgetPadding();
        if (isOrthogonal && space.PercentageWidth.IsDefinite) box.ResolvePadding(mode, SizeResolver.Padding(box.Style, space.PercentageWidth));
        var result = Within(box, mode, () => BoxLayout.Layout(box, inner, context));
        var fragment = FragmentTurner.Turn(result.Fragment, mode, outer);
        return new LayoutResult(fragment) { IntrinsicHeight = isOrthogonal ? fragment.Height : result.IntrinsicHeight };
    }

    /// <summary>Intrinsic border-box widths in the current mode: those of an orthogonal box are as wide as all of its lines.</summary>
    /// <param name="box">The box.</param>
    /// <param name="height">What the lines' length is held within: percentages of heights refer to it; or Indefinite.</param>
    /// <param name="context">The pass.</param>
    internal static MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit height, LayoutContext context)
    {
        var mode = box.WritingMode;
        box.ForgetPadding();
        if (!WritingFlow.AreOrthogonal(WritingFlow.Current, mode)) return Within(box, mode, () => BoxLayout.Intrinsic(box, height, context));
        var unknown = LayoutUnit.Indefinite;
        var stretched = box.StretchedHeight;
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = height, PercentageWidth = unknown, PercentageHeight = height, AutoWidth = AutoWidth.FitContent, IsMeasure = true };
        if (stretched.IsDefinite) space = space with { AvailableHeight = stretched, IsFixedHeight = true };
        var inner = Turn(box, space, context);
        var width = Within(box, mode, () => BoxLayout.Layout(box, inner, context)).IntrinsicHeight;
        return new MinMaxSizes(width, width);
    }

    /// <summary>Intrinsic border-box heights of an orthogonal box: those of its lines.</summary>
    internal static MinMaxSizes Heights(LayoutBox box, LayoutContext context) =>
        Within(box, box.WritingMode, () => BoxLayout.Intrinsic(box, LayoutUnit.Indefinite, context));

    private static T Within<T>(LayoutBox box, WritingMode mode, Func<T> layout)
    {
        // What containers say of its height is about the other axis in there.
        var stretched = box.StretchedHeight;
        var outer = WritingFlow.Enter(mode);
        box.StretchedHeight = LayoutUnit.Indefinite;
        try
        {
            return layout();
        }
        finally
        {
            box.StretchedHeight = stretched;
            WritingFlow.Enter(outer);
        }
    }

    /// <summary>The space in a frame whose axes are the other way round. Lines that nothing limits are as long as the viewport at most (7.3.1).</summary>
    private static ConstraintSpace Turn(LayoutBox box, in ConstraintSpace space, LayoutContext context)
    {
        var viewport = LayoutUnit.From(WritingFlow.IsVertical ? context.Options.ViewportWidth : context.Options.ViewportHeight);
        if (space.AvailableHeight.IsIndefinite && box.Parent is { } parent && parent.Style.Size.MaxHeight is { IsLength: true, HasPercent: false } limit)
        {
            var frame = (SizeResolver.Border(parent) + SizeResolver.Padding(parent.Style, LayoutUnit.Indefinite)).Vertical;
            var most = SizeResolver.Resolve(limit, LayoutUnit.Zero) - (parent.Style.Box.BoxSizing == BoxSizing.BorderBox ? frame : LayoutUnit.Zero);
            viewport = LayoutUnit.Smaller(viewport, most.AtLeastZero());
        }

        return new ConstraintSpace
        {
            AvailableWidth = space.AvailableHeight.IsDefinite ? space.AvailableHeight : viewport,
            AvailableHeight = space.AvailableWidth,
            PercentageWidth = space.PercentageHeight.IsDefinite ? space.PercentageHeight : viewport,
            PercentageHeight = space.PercentageWidth,
            IsFixedWidth = space.IsFixedHeight,
            IsFixedHeight = space.IsFixedWidth,
            AutoWidth = space.StretchHeight && space.AvailableHeight.IsDefinite ? AutoWidth.Stretch : AutoWidth.FitContent,
            StretchHeight = space.AutoWidth != AutoWidth.FitContent && space.AvailableWidth.IsDefinite,
            IsMeasure = space.IsMeasure,
            CellBaseline = space.CellBaseline.IsIndefinite ? space.CellBaseline : LayoutUnit.Zero,
        };
    }
}
