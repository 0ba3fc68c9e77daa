namespace WasmEngine.Render.Style;

// Groups of properties that are not inherited. A group object is shared by all styles that have the same values in it; the cascade
// clones one before it changes it, and nobody else ever changes one.

/// <summary>What kind of box it is and where it goes.</summary>
public sealed class BoxStyle
{
    public Display Display { get; internal set; } = Display.Inline;

    /// <summary>`display` before it was blockified; what static positions ask for.</summary>
    public Display OriginalDisplay { get; internal set; } = Display.Inline;

    public Position Position { get; internal set; }

    public Float Float { get; internal set; }

    public Clear Clear { get; internal set; }

    public Overflow OverflowX { get; internal set; }

    public Overflow OverflowY { get; internal set; }

    public BoxSizing BoxSizing { get; internal set; }

    /// <summary>Null is `auto`.</summary>
    public int? ZIndex { get; internal set; }

    public UnicodeBidi UnicodeBidi { get; internal set; }

    public VerticalAlign VerticalAlign { get; internal set; }

    /// <summary>For Length; percentages are of the line height.</summary>
    public LengthPercentage VerticalAlignLength { get; internal set; }

    public ObjectFit ObjectFit { get; internal set; }

    public PositionValue ObjectPosition { get; internal set; } = new(new(0, 50), new(0, 50));

    public AspectRatio AspectRatio { get; internal set; } = new(true, 0);

    public Appearance Appearance { get; internal set; }

    public TableLayout TableLayout { get; internal set; }

    public TextOverflow TextOverflow { get; internal set; }

    /// <summary>-webkit-line-clamp / line-clamp; 0 is `none`.</summary>
    public int LineClamp { get; internal set; }

    public UserSelect UserSelect { get; internal set; }

    /// <summary>contain: paint, layout or strict/content set these.</summary>
    public bool ContainsPaint { get; internal set; }

    public bool ContainsLayout { get; internal set; }

    public bool ContainsSize { get; internal set; }

    /// <summary>contain: inline-size, or what implies it: intrinsic widths are those of an empty box.</summary>
    public bool ContainsInlineSize { get; internal set; }

    /// <summary>`display: -webkit-box` (or inline): a flex container, but with line-clamp and a vertical orientation a block.</summary>
    public bool IsLegacyBox { get; internal set; }

    internal bool IsLegacyVertical { get; set; }

    /// <summary>line-clamp as specified; -webkit-line-clamp has effect in a legacy box only.</summary>
    internal int SpecifiedLineClamp { get; set; }

    internal Containment Containment { get; set; }

    internal BoxStyle Clone() => (BoxStyle)MemberwiseClone();
}

/// <summary>Sizes, margins, padding, insets.</summary>
public sealed class SizeStyle
{
    public SizeValue Width { get; internal set; }

    public SizeValue Height { get; internal set; }

    /// <summary>Auto, a length, or intrinsic.</summary>
    public SizeValue MinWidth { get; internal set; }

    public SizeValue MinHeight { get; internal set; }

    /// <summary>None, a length, or intrinsic.</summary>
    public SizeValue MaxWidth { get; internal set; } = SizeValue.None;

    public SizeValue MaxHeight { get; internal set; } = SizeValue.None;

    /// <summary>Auto or Length.</summary>
    public Sides<SizeValue> Margin { get; internal set; } = Sides.All(SizeValue.Px(0));

    public Sides<LengthPercentage> Padding { get; internal set; }

    /// <summary>top, right, bottom, left: Auto or Length.</summary>
    public Sides<SizeValue> Inset { get; internal set; }

    internal SizeStyle Clone() => (SizeStyle)MemberwiseClone();
}

/// <summary>Borders and outline.</summary>
public sealed class BorderGroup
{
    /// <summary>Used widths, px: 0 where the style is none or hidden; rounded down to whole device pixels (at least one), as browsers do.</summary>
    public Sides<float> Width { get; internal set; }

    public Sides<BorderStyle> Style { get; internal set; }

    public Sides<Color> Color { get; internal set; }

    public Corners Radius { get; internal set; }

    public BorderImage? Image { get; internal set; }

    public float OutlineWidth { get; internal set; }

    public BorderStyle OutlineStyle { get; internal set; }

    public Color OutlineColor { get; internal set; }

    public float OutlineOffset { get; internal set; }

    /// <summary>Widths before the styles are looked at.</summary>
    internal Sides<float> SpecifiedWidth { get; set; } = Sides.All(3f);

    internal float SpecifiedOutlineWidth { get; set; } = 3;

    /// <summary>Null is currentcolor.</summary>
    internal Sides<Color?> SpecifiedColor { get; set; }

    internal Color? SpecifiedOutlineColor { get; set; }

    /// <summary>border-image-*; the source is <see cref="NoImage"/> where `none`.</summary>
    internal BorderImage ImageParts { get; set; } = NoBorderImage;

    internal static BorderImage NoBorderImage { get; } = new(
        NoImage.Instance, Sides.All(100f), true, false, Sides.All(SizeValue.Px(1)), true, default, BackgroundRepeat.Repeat, BackgroundRepeat.Repeat);

    internal BorderGroup Clone() => (BorderGroup)MemberwiseClone();
}

/// <summary>Background.</summary>
public sealed class BackgroundGroup
{
    public Color Color { get; internal set; }

    /// <summary>Front to back, as written; empty when there is no image. The colour takes the last layer's clip, see <see cref="ColorClip"/>.</summary>
    public IReadOnlyList<BackgroundLayer> Layers { get; internal set; } = [];

    public BackgroundBox ColorClip { get; internal set; } = BackgroundBox.BorderBox;

    internal LayerLists Lists { get; set; } = LayerLists.Initial;

    internal BackgroundGroup Clone() => (BackgroundGroup)MemberwiseClone();
}

/// <summary>Flex container and item, alignment, gaps, order.</summary>
public sealed class FlexStyle
{
    public FlexDirection Direction { get; internal set; }

    public FlexWrap Wrap { get; internal set; }

    public float Grow { get; internal set; }

    public float Shrink { get; internal set; } = 1;

    /// <summary>Auto, Content, Length or intrinsic.</summary>
    public SizeValue Basis { get; internal set; }

    public int Order { get; internal set; }

    public AlignmentValue AlignContent { get; internal set; } = new(Alignment.Normal);

    public AlignmentValue JustifyContent { get; internal set; } = new(Alignment.Normal);

    public AlignmentValue AlignItems { get; internal set; } = new(Alignment.Normal);

    /// <summary>`legacy` is resolved.</summary>
    public AlignmentValue JustifyItems { get; internal set; } = new(Alignment.Normal);

    public AlignmentValue AlignSelf { get; internal set; }

    public AlignmentValue JustifySelf { get; internal set; }

    /// <summary>Null is `normal` (0 in flex and grid).</summary>
    public LengthPercentage? RowGap { get; internal set; }

    public LengthPercentage? ColumnGap { get; internal set; }

    internal FlexStyle Clone() => (FlexStyle)MemberwiseClone();
}

/// <summary>Grid container and item.</summary>
public sealed class GridStyle
{
    public TrackList TemplateRows { get; internal set; } = TrackList.None;

    public TrackList TemplateColumns { get; internal set; } = TrackList.None;

    public GridAreas TemplateAreas { get; internal set; } = GridAreas.None;

    /// <summary>Empty is one `auto`.</summary>
    public IReadOnlyList<TrackSize> AutoRows { get; internal set; } = [];

    public IReadOnlyList<TrackSize> AutoColumns { get; internal set; } = [];

    public GridAutoFlow AutoFlow { get; internal set; }

    public GridLine RowStart { get; internal set; }

    public GridLine RowEnd { get; internal set; }

    public GridLine ColumnStart { get; internal set; }

    public GridLine ColumnEnd { get; internal set; }

    internal GridStyle Clone() => (GridStyle)MemberwiseClone();
}

/// <summary>What is done to the painted box.</summary>
public sealed class EffectStyle
{
    public float Opacity { get; internal set; } = 1;

    /// <summary>translate, rotate and scale properties come first, in that order, then `transform`.</summary>
    public IReadOnlyList<TransformFunction> Transform { get; internal set; } = [];

    public PositionValue TransformOrigin { get; internal set; } = new(new(0, 50), new(0, 50));

    public float TransformOriginZ { get; internal set; }

    public TransformStyle TransformStyle { get; internal set; }

    /// <summary>px; 0 is `none`.</summary>
    public float Perspective { get; internal set; }

    public PositionValue PerspectiveOrigin { get; internal set; } = new(new(0, 50), new(0, 50));

    public BackfaceVisibility BackfaceVisibility { get; internal set; }

    public IReadOnlyList<FilterFunction> Filter { get; internal set; } = [];

    public IReadOnlyList<FilterFunction> BackdropFilter { get; internal set; } = [];

    public ClipPath? ClipPath { get; internal set; }

    public IReadOnlyList<BackgroundLayer> Mask { get; internal set; } = [];

    public BlendMode Blend { get; internal set; }

    public bool IsIsolated { get; internal set; }

    /// <summary>Front to back.</summary>
    public IReadOnlyList<Shadow> BoxShadow { get; internal set; } = [];

    public bool WillChangeTransform { get; internal set; }

    public bool WillChangeOpacity { get; internal set; }

    /// <summary>will-change names something that would make a stacking context.</summary>
    public bool WillChangeStacks { get; internal set; }

    /// <summary>will-change names something that makes a containing block for fixed descendants.</summary>
    public bool WillChangeContains { get; internal set; }

    // `transform` and its like by themselves; Transform joins them.

    internal IReadOnlyList<TransformFunction> OwnTransform { get; set; } = [];

    internal TransformFunction? Translate { get; set; }

    internal TransformFunction? Rotate { get; set; }

    internal TransformFunction? Scale { get; set; }

    internal LayerLists MaskLists { get; set; } = LayerLists.InitialMask;

    internal IReadOnlyList<string> WillChange { get; set; } = [];

    internal EffectStyle Clone() => (EffectStyle)MemberwiseClone();
}

/// <summary>Text properties that are not inherited.</summary>
public sealed class TextDecorationStyleGroup
{
    public TextDecorationLines Lines { get; internal set; }

    public TextDecorationStyle Style { get; internal set; }

    public Color Color { get; internal set; }

    /// <summary>Px; null is `auto` or from-font.</summary>
    public LengthPercentage? Thickness { get; internal set; }

    /// <summary>Null is currentcolor.</summary>
    internal Color? SpecifiedColor { get; set; }

    internal TextDecorationStyleGroup Clone() => (TextDecorationStyleGroup)MemberwiseClone();
}

/// <summary>Animations and transitions.</summary>
public sealed class AnimationStyle
{
    public IReadOnlyList<AnimationSpec> Animations { get; internal set; } = [];

    public IReadOnlyList<TransitionSpec> Transitions { get; internal set; } = [];

    internal AnimationLists Lists { get; set; } = AnimationLists.Initial;

    internal AnimationStyle Clone() => (AnimationStyle)MemberwiseClone();
}

/// <summary>A piece of generated content.</summary>
public abstract record ContentItem;

public sealed record ContentText(string Text) : ContentItem;

public sealed record ContentImage(CssImage Image) : ContentItem;

/// <summary>counter(name, style), counters(name, separator, style); Separator null for counter().</summary>
public sealed record ContentCounter(string Name, string? Separator, string ListStyle) : ContentItem;

public sealed record ContentQuote(bool Open, bool Show) : ContentItem;

/// <summary>A change of a counter.</summary>
public readonly record struct CounterChange(string Name, int Value);

/// <summary>Generated content and counters. attr() is resolved to text.</summary>
public sealed class ContentStyle
{
    /// <summary>Null is `normal`; empty is `none`.</summary>
    public IReadOnlyList<ContentItem>? Content { get; internal set; }

    public IReadOnlyList<CounterChange> CounterReset { get; internal set; } = [];

    public IReadOnlyList<CounterChange> CounterIncrement { get; internal set; } = [];

    public IReadOnlyList<CounterChange> CounterSet { get; internal set; } = [];

    internal ContentStyle Clone() => (ContentStyle)MemberwiseClone();
}
