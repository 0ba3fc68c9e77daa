using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Layout;

/// <summary>
/// How far the viewport and scroll containers are scrolled. Kept by element, so that it outlives boxes. Belongs to the document's thread.
/// </summary>
public sealed class ScrollState
{
    private readonly LayoutEngine _engine;
    private readonly Dictionary<Element, LayoutPoint> _offsets = [];
    private LayoutPoint _viewport;

    internal ScrollState(LayoutEngine engine) => _engine = engine;

    /// <summary>Whether anything is scrolled.</summary>
    public bool IsAny => _offsets.Count > 0 || _viewport != default;

    /// <summary>How far a box's contents are scrolled; 0 for boxes that do not scroll. In rtl the x of what lies to the left is negative.</summary>
    public LayoutPoint OffsetOf(LayoutBox box)
    {
        if (box.Parent is null) return _viewport;
        return _offsets.Count > 0 && box.Element is { } element && _offsets.TryGetValue(element, out var offset) && box.Style.IsScrollContainer ? offset : default;
    }

    /// <summary>Scrolls a container, or the viewport when there is none, as far as it can. Layout has to be up to date.</summary>
    /// <returns>Where it is then.</returns>
    public LayoutPoint ScrollTo(Element? container, LayoutPoint offset)
    {
        var held = Held(container, offset);
        if (container is null) _viewport = held;
        else if (held == default) _offsets.Remove(container);
        else _offsets[container] = held;
        return held;
    }

    /// <summary>The least and the greatest offset; both 0 where nothing can be scrolled.</summary>
    public (LayoutPoint Least, LayoutPoint Most) RangeOf(Element? container)
    {
        if (_engine.Root is not { } root) return default;
        var fragment = container is null ? root : FindFragment(root, container);
        return fragment is null || (container is not null && !fragment.Box.Style.IsScrollContainer) ? default : RangeOf(fragment);
    }

    /// <summary>Holds all offsets within what layout left to scroll.</summary>
    internal void Clamp()
    {
        if (!IsAny) return;
        _viewport = Held(null, _viewport);
        foreach (var (element, offset) in _offsets.ToArray()) ScrollTo(element, offset);
    }

    private LayoutPoint Held(Element? container, LayoutPoint offset)
    {
        var (least, most) = RangeOf(container);
        return new LayoutPoint(offset.X.Within(least.X, most.X), offset.Y.Within(least.Y, most.Y));
    }

    /// <summary>The same of a scroll container's fragment.</summary>
    public static (LayoutPoint Least, LayoutPoint Most) RangeOf(Fragment fragment)
    {
        var padding = fragment.PaddingRect;
        var (width, height) = (padding.Width - fragment.Scrollbars.Width, padding.Height - fragment.Scrollbars.Height);
        var overflow = fragment.Overflow;
        var right = (overflow.Right - padding.X - width).AtLeastZero();
        var bottom = (overflow.Bottom - padding.Y - height).AtLeastZero();
        if (!fragment.Box.Style.IsRtl) return (default, new LayoutPoint(right, bottom));
        var left = (padding.X - overflow.X).AtLeastZero();
        return (new LayoutPoint(-left, 0), new LayoutPoint(0, bottom));
    }

    /// <summary>An element's box fragment. Descends along containing blocks only.</summary>
    private static Fragment? FindFragment(Fragment root, Element element)
    {
        if (element.LayoutData is not LayoutBox target) return null;
        var stack = new Stack<Fragment>();
        stack.Push(root);
        while (stack.TryPop(out var fragment))
        {
            if (fragment.Box == target && fragment.Kind == FragmentKind.Box) return fragment;
            foreach (var (child, _) in fragment.Children)
            {
                if (child.Kind != FragmentKind.Text) stack.Push(child);
            }
        }

        return null;
    }
}
