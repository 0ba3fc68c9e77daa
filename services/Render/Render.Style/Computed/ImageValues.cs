namespace WasmEngine.Render.Style;

/// <summary>A CSS image: url, gradient, plain colour. Immutable, compared by value.</summary>
public abstract record CssImage;

/// <summary>url(…), resolved against its sheet's base.</summary>
public sealed record UrlImage(string Url) : CssImage;

/// <summary>A stop of a gradient.</summary>
/// <param name="Color">Its colour; null for a hint (the midpoint).</param>
/// <param name="Position">Along the gradient's line, or an angle as percent of a turn for conic ones; null when not given.</param>
public readonly record struct ColorStop(Color? Color, LengthPercentage? Position);

/// <summary>A gradient. Stops are as written: missing positions are to be filled in as css-images-4 says.</summary>
public abstract record Gradient(IReadOnlyList<ColorStop> Stops, bool Repeating, GradientSpace Space) : CssImage
{
    /// <summary>Which way round hues go, in spaces that have one.</summary>
    public HueArc Hue { get; init; }
}

/// <summary>Where colours are interpolated.</summary>
public enum GradientSpace : byte { Srgb, SrgbLinear, Oklab, Oklch, Lab, Lch, Hsl, Hwb }

/// <summary>linear-gradient.</summary>
/// <param name="Angle">Degrees clockwise from up, when no corner is given.</param>
/// <param name="CornerX">-1 left, 1 right, 0 none: `to top left` and the like; with both set the angle depends on the box.</param>
/// <param name="CornerY">-1 top, 1 bottom, 0 none.</param>
public sealed record LinearGradient(float Angle, int CornerX, int CornerY, IReadOnlyList<ColorStop> Stops, bool Repeating, GradientSpace Space)
    : Gradient(Stops, Repeating, Space);

/// <summary>Extent of a radial gradient or of a shape.</summary>
public enum RadialExtent : byte { FarthestCorner, FarthestSide, ClosestCorner, ClosestSide, Explicit }

/// <summary>radial-gradient.</summary>
public sealed record RadialGradient(
    bool Circle, RadialExtent Extent, LengthPercentage RadiusX, LengthPercentage RadiusY, PositionValue Center,
    IReadOnlyList<ColorStop> Stops, bool Repeating, GradientSpace Space) : Gradient(Stops, Repeating, Space);

/// <summary>conic-gradient.</summary>
public sealed record ConicGradient(float From, PositionValue Center, IReadOnlyList<ColorStop> Stops, bool Repeating, GradientSpace Space)
    : Gradient(Stops, Repeating, Space);

/// <summary>background-size of a layer.</summary>
public enum BackgroundSizeKind : byte { Explicit, Cover, Contain }

/// <summary>One layer of a background (or of a mask).</summary>
public sealed record BackgroundLayer
{
    public static BackgroundLayer Initial { get; } = new();

    /// <summary>Null is `none`.</summary>
    public CssImage? Image { get; init; }

    public PositionValue Position { get; init; }

    public BackgroundSizeKind SizeKind { get; init; }

    /// <summary>Explicit width; Auto or Length.</summary>
    public SizeValue Width { get; init; }

    public SizeValue Height { get; init; }

    public BackgroundRepeat RepeatX { get; init; }

    public BackgroundRepeat RepeatY { get; init; }

    public BackgroundAttachment Attachment { get; init; }

    public BackgroundBox Origin { get; init; } = BackgroundBox.PaddingBox;

    public BackgroundBox Clip { get; init; } = BackgroundBox.BorderBox;

    public BlendMode Blend { get; init; }
}

/// <summary>border-image; null where `none`.</summary>
public sealed record BorderImage(
    CssImage Source, Sides<float> Slice, bool SliceIsPercent, bool Fill, Sides<SizeValue> Width, bool WidthIsNumber, Sides<float> Outset, BackgroundRepeat RepeatX, BackgroundRepeat RepeatY);
