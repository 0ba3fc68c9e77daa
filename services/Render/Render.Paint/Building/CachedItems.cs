using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>The items that a fragment was drawn with last; good as long as its style and place are the same.</summary>
internal sealed class CachedItems
{
    private readonly ComputedStyle _style;
    private readonly LayoutPoint _offset;
    private readonly bool _bare;
    private DisplayItem? _content;
    private DisplayItem[]? _borders;
    private int _contentVersion;
    private ControlState? _control;
    private Shape _shape;
    private RectF? _viewport; // where a background is fixed to it

    /// <summary>All of a fragment that its decorations depend on.</summary>
    private readonly record struct Shape(LayoutSize Size, Insets Border, Insets Padding, bool IsEmpty)
    {
        internal static Shape Of(Fragment fragment) => new(fragment.Size, fragment.Border, fragment.Padding, fragment.Children.Count == 0);
    }

    private CachedItems(ComputedStyle style, LayoutPoint offset, bool bare, DisplayItem[] decorations, DisplayItem? outline)
    {
        (_style, _offset, _bare) = (style, offset, bare);
        Decorations = decorations;
        Outline = outline;
    }

    /// <summary>Shadows, backgrounds, borders: back to front.</summary>
    internal DisplayItem[] Decorations { get; }

    internal DisplayItem? Outline { get; }

    /// <summary>Items of a box or inline fragment.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="offset">Its border box's corner in the space of painting.</param>
    /// <param name="bare">Its background is painted elsewhere.</param>
    /// <param name="input">What painting asks for.</param>
    internal static CachedItems Of(Fragment fragment, LayoutPoint offset, bool bare, IPaintInput input)
    {
        var style = fragment.Box.Style;
        var former = fragment.PaintCache as CachedItems ?? OfFormerFragment(fragment);
        if (former is { } known && PaintEquality.OfBoxes(known._style, style) && known._offset == offset && known._bare == bare && !known.AwaitsImages && (known._viewport is not { } viewport || viewport == input.Viewport)
            && (style.Box.Appearance == Appearance.None || known._control == ControlState.Of(fragment)))
        {
            fragment.PaintCache = known;
            return known;
        }

        var decorations = BoxDecorationPainter.Paint(fragment, offset, bare, input);
        var items = new CachedItems(style, offset, bare, decorations, BoxDecorationPainter.Outline(fragment, offset))
        {
            AwaitsImages = HasUrls(style),
            _control = style.Box.Appearance == Appearance.None ? null : ControlState.Of(fragment),
            _shape = Shape.Of(fragment),
            _viewport = IsFixed(style) ? input.Viewport : null,
        };
        fragment.PaintCache = items;
        if (fragment.Kind == FragmentKind.Box) fragment.Box.PaintedItems = MayOutlive(fragment) ? items : null;
        return items;
    }

    // Layout made a new fragment for something within, and the box itself is as it was.
    private static CachedItems? OfFormerFragment(Fragment fragment) =>
        fragment.Kind == FragmentKind.Box && fragment.Box.PaintedItems is CachedItems known && MayOutlive(fragment) && known._shape == Shape.Of(fragment) ? known : null;

    // A table's grid and a background that is seen through text lie within; pictures and controls have more than a style and a shape.
    private static bool MayOutlive(Fragment fragment) => fragment.Table is null && fragment.Box is not ReplacedBox && fragment.Box.Style.Box.Appearance == Appearance.None
        && !BoxDecorationPainter.HasTextClip(fragment.Box.Style.Background);

    private static bool IsFixed(ComputedStyle style)
    {
        foreach (var layer in style.Background.Layers)
        {
            if (layer.Attachment == BackgroundAttachment.Fixed) return true;
        }

        return false;
    }

    // An image that arrives later changes the items without changing the style.
    private bool AwaitsImages { get; init; }

    private static bool HasUrls(ComputedStyle style)
    {
        if (style.Border.Image is not null) return true;
        foreach (var layer in style.Background.Layers)
        {
            if (layer.Image is UrlImage) return true;
        }

        return false;
    }

    /// <summary>The collapsed borders of a table.</summary>
    internal static DisplayItem[] BordersOf(Fragment fragment, TableParts parts, LayoutPoint offset, IPaintInput input)
    {
        var items = Of(fragment, offset, fragment.PaintCache is CachedItems { _bare: true }, input);
        return items._borders ??= TablePainter.Borders(parts, offset);
    }

    /// <summary>The picture of a replaced box.</summary>
    internal static DisplayItem? ContentOf(Fragment fragment, ReplacedBox box, LayoutPoint offset, IPaintInput input)
    {
        var items = Of(fragment, offset, bare: false, input);
        var version = input.VersionOf(box);
        if (items._content is { } known && items._contentVersion == version) return known;
        items._contentVersion = version;
        return items._content = ReplacedPainter.Paint(fragment, box, offset, version, input);
    }
}
