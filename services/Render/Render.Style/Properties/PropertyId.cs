namespace WasmEngine.Render.Style;

/// <summary>
/// Longhand properties in the order in which they are to be applied within one element: what others are computed from comes first. Custom
/// properties are <see cref="Custom"/>. Aliases and shorthands have none: <see cref="PropertyTable"/> knows their names.
/// </summary>
public enum PropertyId : ushort
{
    /// <summary>A custom property; its name is the declaration's.</summary>
    Custom,

    // Set first: others are computed from them.
    ColorScheme, Color, Direction, WritingMode, FontFamily, FontSize, FontWeight, FontStyle, FontStretch, FontKerning, FontVariantLigatures,
    FontVariantCaps, FontVariantNumeric, FontVariantEastAsian, FontVariantPosition, FontFeatureSettings, FontVariationSettings,
    FontSizeAdjust, FontOpticalSizing,

    // Needs the font; lh needs it.
    LineHeight,

    // Box.
    Display, Position, Float, Clear, OverflowX, OverflowY, OverflowInline, OverflowBlock, BoxSizing, ZIndex, UnicodeBidi,
    VerticalAlign, ObjectFit, ObjectPosition, AspectRatio, Appearance, TableLayout, TextOverflow, LineClamp, WebkitBoxOrient,
    UserSelect, Contain,

    // Sizes.
    Width, Height, MinWidth, MinHeight, MaxWidth, MaxHeight, InlineSize, BlockSize, MinInlineSize, MinBlockSize, MaxInlineSize,
    MaxBlockSize,

    // Margins, padding, insets.
    MarginTop, MarginRight, MarginBottom, MarginLeft, MarginInlineStart, MarginInlineEnd, MarginBlockStart, MarginBlockEnd,
    PaddingTop, PaddingRight, PaddingBottom, PaddingLeft, PaddingInlineStart, PaddingInlineEnd, PaddingBlockStart,
    PaddingBlockEnd, Top, Right, Bottom, Left, InsetInlineStart, InsetInlineEnd, InsetBlockStart, InsetBlockEnd,

    // Borders and outline.
    BorderTopWidth, BorderRightWidth, BorderBottomWidth, BorderLeftWidth, BorderInlineStartWidth, BorderInlineEndWidth,
    BorderBlockStartWidth, BorderBlockEndWidth, BorderTopStyle, BorderRightStyle, BorderBottomStyle, BorderLeftStyle,
    BorderInlineStartStyle, BorderInlineEndStyle, BorderBlockStartStyle, BorderBlockEndStyle, BorderTopColor, BorderRightColor,
    BorderBottomColor, BorderLeftColor, BorderInlineStartColor, BorderInlineEndColor, BorderBlockStartColor, BorderBlockEndColor,
    BorderTopLeftRadius, BorderTopRightRadius, BorderBottomRightRadius, BorderBottomLeftRadius, BorderStartStartRadius,
    BorderStartEndRadius, BorderEndEndRadius, BorderEndStartRadius, BorderImageSource, BorderImageSlice, BorderImageWidth,
    BorderImageOutset, BorderImageRepeat, OutlineWidth, OutlineStyle, OutlineColor, OutlineOffset,

    // Background and mask.
    BackgroundColor, BackgroundImage, BackgroundPositionX, BackgroundPositionY, BackgroundSize, BackgroundRepeat,
    BackgroundAttachment, BackgroundOrigin, BackgroundClip, BackgroundBlendMode, MaskImage, MaskPositionX, MaskPositionY,
    MaskSize, MaskRepeat, MaskOrigin, MaskClip, MaskComposite, MaskMode,

    // Flex, alignment, grid.
    FlexDirection, FlexWrap, FlexGrow, FlexShrink, FlexBasis, Order, AlignContent, JustifyContent, AlignItems, JustifyItems,
    AlignSelf, JustifySelf, RowGap, ColumnGap, GridTemplateRows, GridTemplateColumns, GridTemplateAreas, GridAutoRows,
    GridAutoColumns, GridAutoFlow, GridRowStart, GridRowEnd, GridColumnStart, GridColumnEnd,

    // Effects.
    Opacity, Transform, Translate, Rotate, Scale, TransformOrigin, TransformStyle, TransformBox, Perspective, PerspectiveOrigin,
    BackfaceVisibility, Filter, BackdropFilter, ClipPath, MixBlendMode, Isolation, BoxShadow, WillChange,

    // Text.
    TextAlign, TextAlignLast, TextIndent, LetterSpacing, WordSpacing, TextTransform, WhiteSpaceCollapse, TextWrapMode,
    TextWrapStyle, OverflowWrap, WordBreak, LineBreak, Hyphens, TabSize, TextShadow, TextUnderlineOffset, TextDecorationLine,
    TextDecorationStyle, TextDecorationColor, TextDecorationThickness,

    // Others that are inherited.
    Visibility, ListStyleType, ListStylePosition, ListStyleImage, BorderCollapse, BorderSpacing, CaptionSide, EmptyCells,
    PointerEvents, Cursor, CaretColor, AccentColor, ImageRendering, Quotes, Fill, Stroke, StrokeWidth,

    // Generated content.
    Content, CounterReset, CounterIncrement, CounterSet,

    // Animations and transitions.
    AnimationName, AnimationDuration, AnimationDelay, AnimationIterationCount, AnimationDirection, AnimationFillMode,
    AnimationPlayState, AnimationTimingFunction, TransitionProperty, TransitionDuration, TransitionDelay,
    TransitionTimingFunction, TransitionBehavior,
}
