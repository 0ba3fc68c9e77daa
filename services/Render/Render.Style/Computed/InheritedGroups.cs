namespace WasmEngine.Render.Style;

/// <summary>Font properties. Compared by value when text is shaped.</summary>
public sealed class FontStyle
{
    /// <summary>Family names and generic ones (unquoted, lower case: serif, sans-serif, monospace, …), in order of preference.</summary>
    public IReadOnlyList<string> Families { get; internal set; } = ["serif"];

    /// <summary>Px.</summary>
    public float Size { get; internal set; } = 16;

    /// <summary>1 to 1000.</summary>
    public float Weight { get; internal set; } = 400;

    public FontSlant Slant { get; internal set; }

    /// <summary>Degrees, for oblique.</summary>
    public float ObliqueAngle { get; internal set; } = 14;

    /// <summary>Percent, 50 to 200.</summary>
    public float Stretch { get; internal set; } = 100;

    public bool Kerning { get; internal set; } = true;

    public bool Ligatures { get; internal set; } = true;

    public bool SmallCaps { get; internal set; }

    /// <summary>OpenType features as tag and value.</summary>
    public IReadOnlyList<(string Tag, int Value)> Features { get; internal set; } = [];

    /// <summary>Font variations as axis and value.</summary>
    public IReadOnlyList<(string Axis, float Value)> Variations { get; internal set; } = [];

    /// <summary>The keyword that the size comes from: 1 xx-small to 8 xxx-large; 0 none. Sizes from keywords are smaller for monospace.</summary>
    internal byte SizeKeyword { get; set; } = 4;

    /// <summary>The size comes from an absolute length, and so does not change with the generic family.</summary>
    internal bool IsAbsoluteSize { get; set; }

    /// <summary>`monospace` and nothing else.</summary>
    internal bool IsMonospace => Families is ["monospace"];

    /// <summary>font-variant-*.</summary>
    internal FontVariants Variants { get; set; }

    /// <summary>font-feature-settings; <see cref="Features"/> has those of font-variant-* too.</summary>
    internal IReadOnlyList<(string Tag, int Value)> FeatureSettings { get; set; } = [];

    internal FontStyle Clone() => (FontStyle)MemberwiseClone();
}

/// <summary>Kinds of line-height.</summary>
public enum LineHeightKind : byte { Normal, Number, Length }

/// <summary>line-height: a factor of the font size, or px (percentages are resolved).</summary>
public readonly record struct LineHeight(LineHeightKind Kind, float Value = 0);

/// <summary>Text properties that are inherited.</summary>
public sealed class TextStyle
{
    public Color Color { get; internal set; } = Color.Black;

    public Direction Direction { get; internal set; }

    public WritingMode WritingMode { get; internal set; }

    public LineHeight LineHeight { get; internal set; }

    public TextAlign Align { get; internal set; }

    public TextAlignLast AlignLast { get; internal set; }

    public LengthPercentage Indent { get; internal set; }

    /// <summary>Px; percentages of the font size are resolved.</summary>
    public float LetterSpacing { get; internal set; }

    public float WordSpacing { get; internal set; }

    public TextTransform Transform { get; internal set; }

    public WhiteSpaceCollapse WhiteSpace { get; internal set; }

    public TextWrap Wrap { get; internal set; }

    public OverflowWrap OverflowWrap { get; internal set; }

    public WordBreak WordBreak { get; internal set; }

    public LineBreak LineBreak { get; internal set; }

    public Hyphens Hyphens { get; internal set; } = Hyphens.Manual;

    /// <summary>tab-size: a number of spaces, or px when <see cref="TabIsLength"/>.</summary>
    public float TabSize { get; internal set; } = 8;

    public bool TabIsLength { get; internal set; }

    public IReadOnlyList<Shadow> Shadow { get; internal set; } = [];

    /// <summary>text-underline-offset in px; null is `auto`.</summary>
    public LengthPercentage? UnderlineOffset { get; internal set; }

    /// <summary>From the lang attribute; empty when unknown.</summary>
    public string Language { get; internal set; } = "";

    /// <summary>text-wrap-mode.</summary>
    internal bool IsNoWrap { get; set; }

    /// <summary>text-wrap-style; Wrap stands for auto.</summary>
    internal TextWrap WrapStyle { get; set; }

    internal TextStyle Clone() => (TextStyle)MemberwiseClone();
}

/// <summary>The other inherited properties.</summary>
public sealed class InheritedStyle
{
    public Visibility Visibility { get; internal set; }

    /// <summary>A counter style's name, or a string in quotes; `none` too.</summary>
    public string ListStyleType { get; internal set; } = "disc";

    public ListStylePosition ListStylePosition { get; internal set; }

    public CssImage? ListStyleImage { get; internal set; }

    public BorderCollapse BorderCollapse { get; internal set; }

    /// <summary>border-spacing in px.</summary>
    public float SpacingX { get; internal set; }

    public float SpacingY { get; internal set; }

    public CaptionSide CaptionSide { get; internal set; }

    public bool HideEmptyCells { get; internal set; }

    public PointerEvents PointerEvents { get; internal set; }

    /// <summary>CSS name of the cursor.</summary>
    public string Cursor { get; internal set; } = "auto";

    /// <summary>Null is `auto`.</summary>
    public Color? CaretColor { get; internal set; }

    public Color? AccentColor { get; internal set; }

    /// <summary>Whether form controls and canvas are to look dark: `color-scheme` met with the person's preference.</summary>
    public bool IsDark { get; internal set; }

    public ImageRendering ImageRendering { get; internal set; }

    /// <summary>Pairs of quotation marks, one pair a level; null is `auto`.</summary>
    public IReadOnlyList<string>? Quotes { get; internal set; }

    /// <summary>SVG paint; null is `none`.</summary>
    public Color? Fill { get; internal set; } = Color.Black;

    public Color? Stroke { get; internal set; }

    public LengthPercentage StrokeWidth { get; internal set; } = new(1);

    internal ColorSchemes Schemes { get; set; }

    /// <summary>fill and stroke follow `color`.</summary>
    internal bool FillIsCurrent { get; set; }

    internal bool StrokeIsCurrent { get; set; }

    internal InheritedStyle Clone() => (InheritedStyle)MemberwiseClone();
}
