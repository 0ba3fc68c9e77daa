using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Places absolutely positioned and fixed boxes in their containing block (css-position-3; CSS 2, 10.3.7, 10.6.4).</summary>
internal static class OutOfFlowLayout
{
    /// <summary>Places those pending boxes whose containing block the builder's box is; the others stay pending.</summary>
    internal static void Place(FragmentBuilder builder)
    {
        var queue = new List<OutOfFlowItem>(builder.Pending);
        List<OutOfFlowItem>? others = null;
        Dictionary<LayoutBox, LayoutRect>? inline = null;
        for (var i = 0; i < queue.Count; i++)
        {
            var item = queue[i];
            if (!Contains(builder.Box, item))
            {
                (others ??= []).Add(item);
                continue;
            }

            var block = item.InlineContainer is { } container ? (inline ??= InlineBlocks(builder)).GetValueOrDefault(container, PaddingBox(builder)) : item.Area ?? PaddingBox(builder);
            var (fragment, offset) = PlaceOne(item, block, builder.Box.Style.IsRtl, builder.Context);
            builder.AddPlaced(fragment, offset);
            foreach (var inner in fragment.Pending) queue.Add(inner with { Static = inner.Static + offset, Area = null });
        }

        builder.SetPending(others);
    }

    internal static bool Contains(LayoutBox box, in OutOfFlowItem item) =>
        box.Parent is null || item.InlineContainer is not null || (item.Box.Style.Position == Position.Fixed ? box.Style.ContainsFixed : box.Style.ContainsAbsolute);

    private static LayoutRect PaddingBox(FragmentBuilder builder)
    {
        var bars = ScrollbarRoom.AsInsets(builder.Scrollbars, builder.Box.Style);
        var frame = builder.Border + bars;
        return new LayoutRect(frame.Left, frame.Top, (builder.Width - frame.Horizontal).AtLeastZero(), (builder.Height - frame.Vertical).AtLeastZero());
    }

    /// <summary>Containing blocks that inline boxes make: from the first fragment's padding box to the last one's (CSS 2, 10.1).</summary>
    private static Dictionary<LayoutBox, LayoutRect> InlineBlocks(FragmentBuilder builder)
    {
        var blocks = new Dictionary<LayoutBox, LayoutRect>();
        foreach (var (child, offset) in builder.Children) Collect(child, offset);
        return blocks;

        void Collect(Fragment fragment, LayoutPoint at)
        {
            if (fragment.Kind == FragmentKind.Inline)
            {
                var rect = fragment.PaddingRect.Offset(at);
                blocks[fragment.Box] = blocks.TryGetValue(fragment.Box, out var first) ? Join(first, rect, fragment.Box.Style.IsRtl) : rect;
            }
            else if (fragment.Kind != FragmentKind.Line)
            {
                return;
            }

            foreach (var (child, offset) in fragment.Children) Collect(child, at + offset);
        }

        static LayoutRect Join(LayoutRect first, LayoutRect last, bool rtl)
        {
            var (left, right) = rtl ? (last.X, first.Right) : (first.X, last.Right);
            return new LayoutRect(left, first.Y, (right - left).AtLeastZero(), (last.Bottom - first.Y).AtLeastZero());
        }
    }

    /// <summary>Lays one out and finds its border box's corner, in the coordinates of the containing block and the static position.</summary>
    /// <param name="item">The box.</param>
    /// <param name="block">Its containing block.</param>
    /// <param name="isRtl">The containing block's direction.</param>
    /// <param name="context">The pass.</param>
    internal static (Fragment Fragment, LayoutPoint Offset) PlaceOne(in OutOfFlowItem item, LayoutRect block, bool isRtl, LayoutContext context)
    {
        var box = item.Box;
        var style = box.Style;
        var size = style.Size;
        var margin = SizeResolver.Margin(style, block.Width);
        var horizontal = new Axis
        {
            Start = block.X,
            End = block.Right,
            InsetStart = SizeResolver.Resolve(size.Inset.Left, block.Width),
            InsetEnd = SizeResolver.Resolve(size.Inset.Right, block.Width),
            MarginStart = margin.Left,
            MarginEnd = margin.Right,
            IsAutoStart = size.Margin.Left.IsAuto,
            IsAutoEnd = size.Margin.Right.IsAuto,
            Static = item.Static.X,
            Edge = item.EdgeX,
            SafeRoom = item.SafeRoom?.Width ?? LayoutUnit.Indefinite,
            IsStaticReversed = box.Parent?.Style.IsRtl ?? false,
            Align = style.Flex.JustifySelf,
            IsReversed = isRtl,
            IsSelfReversed = style.IsRtl,
        };
        var vertical = new Axis
        {
            Start = block.Y,
            End = block.Bottom,
            InsetStart = SizeResolver.Resolve(size.Inset.Top, block.Height),
            InsetEnd = SizeResolver.Resolve(size.Inset.Bottom, block.Height),
            MarginStart = margin.Top,
            MarginEnd = margin.Bottom,
            IsAutoStart = size.Margin.Top.IsAuto,
            IsAutoEnd = size.Margin.Bottom.IsAuto,
            Static = item.Static.Y,
            Edge = item.EdgeY,
            SafeRoom = item.SafeRoom?.Height ?? LayoutUnit.Indefinite,
            Align = style.Flex.AlignSelf,
            IsVertical = true,
        };
        var (stretchX, stretchY) = (horizontal.Stretches(box), vertical.Stretches(box));
        var alwaysX = horizontal.Align.Value == Alignment.Stretch;
        if (stretchY && (stretchX || !size.Width.IsAuto) && SizeResolver.RatioOf(box, out _) > 0)
        {
            // With a ratio one axis alone stretches, unless both are told to: a ratio is stronger than `normal`, not than `stretch`.
            var alwaysY = vertical.Align.Value == Alignment.Stretch;
            if (alwaysY && !alwaysX) stretchX = false; // where width is auto
            else if (!alwaysY) stretchY = false;
        }

        var space = new ConstraintSpace
        {
            AvailableWidth = horizontal.Room,
            AvailableHeight = vertical.Room,
            PercentageWidth = block.Width,
            PercentageHeight = block.Height,
            AutoWidth = !stretchX ? AutoWidth.FitContent : alwaysX ? AutoWidth.StretchAlways : AutoWidth.Stretch,
            StretchHeight = stretchY,
        };
        if (stretchY && !stretchX && size.Width.IsAuto && vertical.Align.Value is Alignment.Auto or Alignment.Normal && SizeResolver.RatioOf(box, out _) > 0)
        {
            // The height gives the width; but then it is the width, held within its limits, that the height comes of.
            var width = SizeResolver.Width(box, space, SizeResolver.Border(box) + SizeResolver.Padding(style, block.Width), context);
            space = space with { AvailableWidth = width, IsFixedWidth = true, StretchHeight = false };
        }

        var fragment = BoxLayout.Layout(box, space, context).Fragment;
        return (fragment, new LayoutPoint(horizontal.Place(fragment.Width), vertical.Place(fragment.Height)));
    }

    /// <summary>One axis of the placement.</summary>
    private readonly struct Axis
    {
        /// <summary>Containing block's edges.</summary>
        internal LayoutUnit Start { get; init; }

        internal LayoutUnit End { get; init; }

        /// <summary>Insets; Indefinite for `auto`.</summary>
        internal LayoutUnit InsetStart { get; init; }

        internal LayoutUnit InsetEnd { get; init; }

        internal LayoutUnit MarginStart { get; init; }

        internal LayoutUnit MarginEnd { get; init; }

        internal bool IsAutoStart { get; init; }

        internal bool IsAutoEnd { get; init; }

        internal LayoutUnit Static { get; init; }

        internal StaticEdge Edge { get; init; }

        /// <summary>What the static position is aligned in if that is safe, else Indefinite.</summary>
        internal LayoutUnit SafeRoom { get; init; }

        /// <summary>The static position's start is at the axis' end.</summary>
        internal bool IsStaticReversed { get; init; }

        internal AlignmentValue Align { get; init; }

        internal bool IsVertical { get; init; }

        /// <summary>The containing block's start is at the axis' end (rtl).</summary>
        internal bool IsReversed { get; init; }

        internal bool IsSelfReversed { get; init; }

        private bool IsStatic => InsetStart.IsIndefinite && InsetEnd.IsIndefinite;

        private bool HasBoth => InsetStart.IsDefinite && InsetEnd.IsDefinite;

        /// <summary>The inset-modified containing block (css-position-3, 4.1).</summary>
        private (LayoutUnit From, LayoutUnit To) Inner
        {
            get
            {
                if (!IsStatic)
                {
                    var (from, to) = (Start + SizeResolver.OrZero(InsetStart), End - SizeResolver.OrZero(InsetEnd));
                    if (to >= from) return (from, to);
                    // The weaker inset gives way: `auto`, else that at the end.
                    return InsetStart.IsIndefinite || (IsReversed && InsetEnd.IsDefinite) ? (to, to) : (from, from);
                }

                if (Edge == StaticEdge.Start) return (Static, End);
                if (Edge == StaticEdge.End) return (Start, Static);
                var half = LayoutUnit.Smaller(Static - Start, End - Static);
                return (Static - half, Static + half);
            }
        }

        internal LayoutUnit Room => (Inner.To - Inner.From).AtLeastZero();

        internal bool Stretches(LayoutBox box) => HasBoth && box.Kind != BoxKind.Replaced
            && (Align.Value == Alignment.Stretch || (Align.Value is Alignment.Auto or Alignment.Normal && box.Kind != BoxKind.Table));

        /// <summary>Where the border box begins.</summary>
        internal LayoutUnit Place(LayoutUnit size)
        {
            var (from, to) = Inner;
            if (IsStatic)
            {
                var outer = size + MarginStart + MarginEnd;
                if (SafeRoom == LayoutUnit.Max)
                {
                    if (outer > to - from) return (IsStaticReversed ? to - outer : from) + MarginStart;
                }
                else if (SafeRoom.IsDefinite && outer > SafeRoom)
                {
                    var start = Static - (Edge == StaticEdge.End ? SafeRoom : Edge == StaticEdge.Center ? SafeRoom / 2 : LayoutUnit.Zero);
                    return (IsStaticReversed ? start + SafeRoom - outer : start) + MarginStart;
                }

                return Edge switch
                {
                    StaticEdge.Start => Static + MarginStart,
                    StaticEdge.End => Static - MarginEnd - size,
                    _ => Static - (outer / 2) + MarginStart,
                };
            }

            if (InsetEnd.IsIndefinite) return from + MarginStart;
            if (InsetStart.IsIndefinite) return to - MarginEnd - size;
            var free = to - from - size - MarginStart - MarginEnd;
            return from + MarginStart + (IsAutoStart || IsAutoEnd ? AutoMargin(free) : Aligned(free));
        }

        /// <summary>Both `auto`: halves; horizontally without a negative one at the start (CSS 2, 10.3.7).</summary>
        private LayoutUnit AutoMargin(LayoutUnit free)
        {
            if (!IsAutoStart || !IsAutoEnd) return IsAutoStart ? free : LayoutUnit.Zero;
            return free > LayoutUnit.Zero || IsVertical ? free / 2 : IsReversed ? free : LayoutUnit.Zero;
        }

        private LayoutUnit Aligned(LayoutUnit free)
        {
            var start = IsReversed ? free : LayoutUnit.Zero;
            if (Align.Value is Alignment.Auto or Alignment.Normal || (Align.IsSafe && free < LayoutUnit.Zero)) return start;
            var at = Align.Value switch
            {
                Alignment.Center => free / 2,
                Alignment.End or Alignment.FlexEnd or Alignment.LastBaseline => free - start,
                Alignment.SelfStart => IsSelfReversed ? free : LayoutUnit.Zero,
                Alignment.SelfEnd => IsSelfReversed ? LayoutUnit.Zero : free,
                Alignment.Left => LayoutUnit.Zero,
                Alignment.Right => free,
                _ => start,
            };
            if (free >= LayoutUnit.Zero || Align.IsUnsafe) return at;

            // css-align-3, 4.4.1: what overflows is moved back into the containing block, as far as it has room.
            var (from, to) = Inner;
            var least = LayoutUnit.Smaller(Start, from) - from;
            var most = LayoutUnit.Larger(End, to) - to + free;
            if (most < least) return at == start ? at : IsReversed ? most : least;
            return at.Within(least, most);
        }
    }
}
