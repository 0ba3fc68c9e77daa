using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Collects what an algorithm lays out within one box, and makes the fragment: applies relative positioning, passes out-of-flow boxes on or places
/// them, sums up overflow. One use.
/// </summary>
internal sealed class FragmentBuilder(LayoutBox box, LayoutContext context)
{
    private readonly List<FragmentLink> _children = [];
    private List<OutOfFlowItem>? _pending;

    internal LayoutBox Box { get; } = box;

    internal LayoutContext Context { get; } = context;

    internal FragmentKind Kind { get; init; } = FragmentKind.Box;

    internal Insets Border { get; set; }

    internal Insets Padding { get; set; }

    internal Insets Margin { get; set; }

    internal LayoutSize Scrollbars { get; set; }

    /// <summary>Border box; to be set before <see cref="Build"/>.</summary>
    internal LayoutUnit Width { get; set; }

    internal LayoutUnit Height { get; set; }

    internal TableParts? Table { get; set; }

    internal LayoutUnit? FirstBaseline { get; set; }

    internal LayoutUnit? LastBaseline { get; set; }

    /// <summary>What percentages of children's `top` and `bottom` refer to; Indefinite: they behave as auto.</summary>
    internal LayoutUnit PercentageHeight { get; set; } = LayoutUnit.Indefinite;

    internal IReadOnlyList<FragmentLink> Children => _children;

    /// <summary>Out-of-flow boxes so far.</summary>
    internal IReadOnlyList<OutOfFlowItem> Pending => _pending ?? [];

    /// <summary>Adds a child. Its pending out-of-flow boxes move over by themselves.</summary>
    /// <param name="fragment">The child's fragment.</param>
    /// <param name="offset">Its border box's corner from this border box's, before relative positioning.</param>
    /// <param name="area">Its containing block's size where that is not the content box, as a grid area.</param>
    internal void Add(Fragment fragment, LayoutPoint offset, LayoutSize? area = null)
    {
        var at = offset;
        if (fragment.Kind is FragmentKind.Box or FragmentKind.Inline && fragment.Box.Style.Position == Position.Relative)
            at += RelativeOffset(fragment.Box, area?.Width ?? Width - Border.Horizontal - Padding.Horizontal, area?.Height ?? PercentageHeight);
        _children.Add(new FragmentLink(fragment, at));
        foreach (var item in fragment.Pending) AddOutOfFlow(item with { Static = item.Static + at, Area = null });
    }

    /// <summary>Adds an out-of-flow child, or passes on one from within.</summary>
    internal void AddOutOfFlow(OutOfFlowItem item) => (_pending ??= []).Add(item);

    /// <summary>Gives out-of-flow boxes from further in the areas that they name, if this grid is their containing block.</summary>
    internal void PlaceInAreas(Func<LayoutBox, LayoutRect> areaOf)
    {
        for (var i = 0; i < (_pending?.Count ?? 0); i++)
        {
            var item = _pending![i];
            if (item.Area is null && OutOfFlowLayout.Contains(Box, item) && item.InlineContainer is null) _pending[i] = item with { Area = areaOf(item.Box) };
        }
    }

    /// <summary>Moves everything that was added so far, pending boxes and baselines with it.</summary>
    internal void Shift(LayoutPoint by)
    {
        if (by == default) return;
        for (var i = 0; i < _children.Count; i++) _children[i] = _children[i] with { Offset = _children[i].Offset + by };
        for (var i = 0; i < (_pending?.Count ?? 0); i++) _pending![i] = _pending[i] with { Static = _pending[i].Static + by };
        FirstBaseline += by.Y;
        LastBaseline += by.Y;
    }

    /// <summary>Replaces the pending boxes; placing them is what <see cref="OutOfFlowLayout"/> does.</summary>
    internal void SetPending(List<OutOfFlowItem>? pending) => _pending = pending;

    /// <summary>Adds a placed out-of-flow fragment, which nothing moves any more.</summary>
    internal void AddPlaced(Fragment fragment, LayoutPoint offset) => _children.Add(new FragmentLink(fragment, offset));

    /// <summary>How far position: relative moves a box (css-position-3, 3.4): left wins over right in ltr, right over left in rtl; top over bottom.</summary>
    /// <param name="box">The box.</param>
    /// <param name="width">Its containing block's content width.</param>
    /// <param name="height">Its containing block's content height, or Indefinite.</param>
    internal static LayoutPoint RelativeOffset(LayoutBox box, LayoutUnit width, LayoutUnit height)
    {
        var inset = box.Style.Size.Inset;
        var left = SizeResolver.Resolve(inset.Left, width);
        var right = SizeResolver.Resolve(inset.Right, width);
        var top = SizeResolver.Resolve(inset.Top, height);
        var bottom = SizeResolver.Resolve(inset.Bottom, height);
        var rtl = (box.Parent?.Style ?? box.Style).IsRtl;
        var x = left.IsDefinite && (!rtl || right.IsIndefinite) ? left : right.IsDefinite ? -right : LayoutUnit.Zero;
        var y = top.IsDefinite ? top : bottom.IsDefinite ? -bottom : LayoutUnit.Zero;
        return new LayoutPoint(x, y);
    }

    /// <summary>Makes the fragment. Out-of-flow boxes whose containing block this is are placed now.</summary>
    internal Fragment Build()
    {
        if (_pending is not null && Kind == FragmentKind.Box) OutOfFlowLayout.Place(this);
        return new Fragment(Box, Kind)
        {
            Width = Width,
            Height = Height,
            Border = Border,
            Padding = Padding,
            Margin = Margin,
            Scrollbars = Scrollbars,
            Children = _children.Count == 0 ? [] : _children.ToArray(),
            Table = Table,
            FirstBaseline = FirstBaseline,
            LastBaseline = LastBaseline,
            Pending = _pending is { Count: > 0 } ? _pending : [],
            Overflow = OverflowOf(),
        };
    }

    private LayoutRect OverflowOf()
    {
        var rect = new LayoutRect(Border.Left, Border.Top, (Width - Border.Horizontal).AtLeastZero(), (Height - Border.Vertical).AtLeastZero());
        foreach (var (child, offset) in _children)
        {
            if (child.Width.IsIndefinite) continue;
            var border = new LayoutRect(offset.X, offset.Y, child.Width, child.Height);
            if (child.Kind != FragmentKind.Line) rect = rect.Union(border);
            if (!child.Box.Style.IsScrollContainer || child.Kind == FragmentKind.Line) rect = rect.Union(child.Overflow.Offset(offset));
        }

        return rect;
    }
}
