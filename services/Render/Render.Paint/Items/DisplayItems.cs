using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Paint;

/// <summary>
/// Something to draw, in the space of its chunk's transform, CSS px. Immutable, and the same object in list after list while nothing of it changed: that
/// is how damage is found. May be drawn from any thread; <see cref="Native"/> is a rasterizer's own.
/// </summary>
public abstract class DisplayItem
{
    private object? _native;

    protected DisplayItem(RectF bounds) => Bounds = bounds;

    /// <summary>Everything that it may touch.</summary>
    public RectF Bounds { get; }

    /// <summary>Whether every pixel of Bounds becomes opaque.</summary>
    public virtual bool IsOpaque => false;

    /// <summary>Whether it surely makes every pixel of a rectangle opaque, so that what is below needs not be drawn there.</summary>
    /// <param name="part">In the item's space.</param>
    public virtual bool Covers(RectF part) => IsOpaque && Bounds.Contains(part);

    /// <summary>Whether it may draw anything in a rectangle.</summary>
    /// <param name="part">In the item's space.</param>
    public virtual bool Touches(RectF part) => Bounds.Intersects(part);

    /// <summary>What a rasterizer keeps with the item (paths, shaders); must be freed by its finalizer.</summary>
    public object? Native
    {
        // SYNC: acquire, partner of the exchange in SetNative.
        get => Volatile.Read(ref _native);
    }

    /// <summary>Position in the list that was built last; for finding damage.</summary>
    internal int Order { get; set; } = -1;

    /// <summary>Stores what <see cref="Native"/> gives unless another thread was first; gives what is stored.</summary>
    public object SetNative(object native) =>
        // SYNC: full fence, partner of the read in Native: who sees the object sees it whole.
        Interlocked.CompareExchange(ref _native, native, null) ?? native;
}

/// <summary>A filled rounded rectangle: background colours, table cells, selections.</summary>
public sealed class FillItem(RoundedRect shape, Color color) : DisplayItem(shape.Rect)
{
    public RoundedRect Shape { get; } = shape;

    public Color Color { get; } = color;

    public override bool IsOpaque => Shape.IsRect && Color.IsOpaque;

    /// <inheritdoc/>
    public override bool Covers(RectF part) => Color.IsOpaque && Shape.Contains(part);
}

/// <summary>A background (or mask) layer with an image or gradient.</summary>
/// <param name="image">What is drawn.</param>
/// <param name="area">The positioning area.</param>
/// <param name="clip">What may be painted.</param>
/// <param name="tile">One tile: position (from the area's corner included) and size.</param>
/// <param name="repeatX">How it repeats.</param>
/// <param name="repeatY">How it repeats.</param>
/// <param name="spacing">Gaps between tiles (`space`).</param>
/// <param name="blend">How it goes on what is below within the element.</param>
public sealed class BackgroundItem(
    CssImage image, RectF area, RoundedRect clip, RectF tile, BackgroundRepeat repeatX, BackgroundRepeat repeatY, LayoutSize spacing, BlendMode blend, ImageRendering rendering)
    : DisplayItem(clip.Rect)
{
    public CssImage Image { get; } = image;

    public RectF Area { get; } = area;

    public RoundedRect Clip { get; } = clip;

    public RectF Tile { get; } = tile;

    public BackgroundRepeat RepeatX { get; } = repeatX;

    public BackgroundRepeat RepeatY { get; } = repeatY;

    public LayoutSize Spacing { get; } = spacing;

    public BlendMode Blend { get; } = blend;

    public ImageRendering Rendering { get; } = rendering;
}

/// <summary>Borders of a box, or an outline (then Inner is the hole that the outline surrounds).</summary>
public sealed class BorderItem(RoundedRect outer, RoundedRect inner, Sides<float> widths, Sides<BorderStyle> styles, Sides<Color> colors) : DisplayItem(outer.Rect)
{
    public RoundedRect Outer { get; } = outer;

    public RoundedRect Inner { get; } = inner;

    /// <summary>0 where a side is not drawn.</summary>
    public Sides<float> Widths { get; } = widths;

    public Sides<BorderStyle> Styles { get; } = styles;

    public Sides<Color> Colors { get; } = colors;

    /// <inheritdoc/>
    public override bool Touches(RectF part) => Bounds.Intersects(part) && !Inner.Contains(part);
}

/// <summary>border-image.</summary>
public sealed class BorderImageItem(RectF box, RectF bounds, Sides<float> borderWidths, BorderImage image) : DisplayItem(bounds)
{
    public RectF Box { get; } = box;

    public Sides<float> BorderWidths { get; } = borderWidths;

    public BorderImage Image { get; } = image;
}

/// <summary>A box shadow. Outer ones are not drawn within the border box; inset ones only within the padding box.</summary>
/// <param name="box">The border box, or the padding box of an inset shadow.</param>
/// <param name="shadow">As computed.</param>
/// <param name="bounds">All that it may touch.</param>
/// <param name="isCovered">The box's own background, which comes next, hides all that is drawn within.</param>
public sealed class ShadowItem(RoundedRect box, Shadow shadow, RectF bounds, bool isCovered = false) : DisplayItem(bounds)
{
    /// <summary>The border box, or the padding box of an inset shadow.</summary>
    public RoundedRect Box { get; } = box;

    public Shadow Shadow { get; } = shadow;

    public bool IsCovered { get; } = isCovered;

    /// <inheritdoc/>
    public override bool Touches(RectF part) => Bounds.Intersects(part) && (Shadow.Inset || !Box.Contains(part));
}

/// <summary>Text of one font: the baseline begins at (X, Y).</summary>
public sealed class TextItem(ShapedRun run, float x, float y, Color color, IReadOnlyList<Shadow> shadows, RectF bounds) : DisplayItem(bounds)
{
    public ShapedRun Run { get; } = run;

    public float X { get; } = x;

    public float Y { get; } = y;

    public Color Color { get; } = color;

    /// <summary>It goes down from (X, Y), turned clockwise by a quarter.</summary>
    public bool IsVertical { get; init; }

    /// <summary>text-shadow, front to back; drawn before the text.</summary>
    public IReadOnlyList<Shadow> Shadows { get; } = shadows;
}

/// <summary>A background that is seen where text is.</summary>
public sealed class TextClippedItem(DisplayItem[] fills, TextItem[] texts, RectF bounds) : DisplayItem(bounds)
{
    /// <summary>Back to front.</summary>
    public IReadOnlyList<DisplayItem> Fills { get; } = fills;

    /// <summary>Their colours do not count.</summary>
    public IReadOnlyList<TextItem> Texts { get; } = texts;
}

/// <summary>A line of text-decoration: Line is its whole extent, or where a wavy one swings.</summary>
/// <param name="line">Where it is.</param>
/// <param name="style">Its style.</param>
/// <param name="color">Its colour.</param>
/// <param name="bounds">All that it may touch.</param>
/// <param name="over">The glyphs that it leaves room for; null: none.</param>
/// <param name="baseline">Of those glyphs, which begin where the line does.</param>
public sealed class DecorationItem(RectF line, TextDecorationStyle style, Color color, RectF bounds, ShapedRun? over = null, float baseline = 0) : DisplayItem(bounds)
{
    public ShapedRun? Over { get; } = over;

    public float Baseline { get; } = baseline;

    public RectF Line { get; } = line;

    public TextDecorationStyle Style { get; } = style;

    public Color Color { get; } = color;
}

/// <summary>Where the pixels of an image item come from.</summary>
public enum ImageSourceKind : byte
{
    /// <summary>img and the like; the key is the resource.</summary>
    Resource,

    /// <summary>An svg element in the document.</summary>
    Svg,

    /// <summary>canvas data-surface: a guest's surface, uncopied.</summary>
    Surface,
}

/// <summary>A replaced element's content.</summary>
/// <param name="kind">What it is.</param>
/// <param name="key">URL, surface name, or empty.</param>
/// <param name="element">The element.</param>
/// <param name="target">Where the whole picture goes (object-fit applied).</param>
/// <param name="clip">The content box, rounded where the border's radius reaches in.</param>
public sealed class ImageItem(ImageSourceKind kind, string key, Dom.Element element, RectF target, RoundedRect clip, ImageRendering rendering, int version) : DisplayItem(clip.Rect)
{
    public ImageSourceKind Kind { get; } = kind;

    public string Key { get; } = key;

    public Dom.Element Element { get; } = element;

    public RectF Target { get; } = target;

    public RoundedRect Clip { get; } = clip;

    public ImageRendering Rendering { get; } = rendering;

    /// <summary>Changes when the picture does (loaded, next frame of an animated one).</summary>
    public int Version { get; } = version;
}

/// <summary>A filled polygon or ellipse: list markers, checks, arrows of form controls.</summary>
public enum GlyphShape : byte { Disc, Circle, Square, TriangleDown, TriangleRight, TriangleUp, TriangleLeft, Check, Chevron, Dash }

/// <summary>A simple shape that no font is needed for.</summary>
public sealed class ShapeItem(GlyphShape shape, RectF rect, Color color) : DisplayItem(rect.Inflate(1))
{
    public GlyphShape Shape { get; } = shape;

    public RectF Rect { get; } = rect;

    public Color Color { get; } = color;
}
