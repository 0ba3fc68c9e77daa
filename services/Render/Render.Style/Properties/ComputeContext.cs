namespace WasmEngine.Render.Style;

/// <summary>Measures of a font that font-relative units need. Implemented by text; called on the document's thread.</summary>
public interface IFontMetricsSource
{
    /// <summary>Height of x, px (ex); null: half of the size.</summary>
    float? XHeight(FontStyle font);

    /// <summary>Advance of 0, px (ch); null: half of the size.</summary>
    float? ZeroWidth(FontStyle font);

    /// <summary>Height of capitals, px (cap); null: 0.7 of the size.</summary>
    float? CapHeight(FontStyle font);

    /// <summary>Advance of U+6C34, px (ic); null: the size.</summary>
    float? IdeographWidth(FontStyle font);

    /// <summary>Height of a line with `line-height: normal`, px (lh); null: 1.15 of the size.</summary>
    float? LineHeight(FontStyle font);
}

/// <summary>What computed values depend on besides the element's parent. Immutable; a new one is made when something changes.</summary>
public sealed record ComputeContext
{
    /// <summary>1280 by 720, one device pixel a px, light.</summary>
    public static ComputeContext Default { get; } = new();

    /// <summary>Style of the root element, once it is known; null while it is computed itself: root units then mean its own font.</summary>
    public ComputedStyle? Root { get; init; }

    /// <summary>Width of the viewport, px.</summary>
    public float ViewportWidth { get; init; } = 1280;

    /// <summary>Height of the viewport, px.</summary>
    public float ViewportHeight { get; init; } = 720;

    /// <summary>Device pixels a px: border widths are rounded to whole ones.</summary>
    public float DevicePixelRatio { get; init; } = 1;

    /// <summary>The person prefers a dark colour scheme.</summary>
    public bool PrefersDark { get; init; }

    /// <summary>Measures of fonts; null: approximations.</summary>
    public IFontMetricsSource? Fonts { get; init; }
}

/// <summary>What a computed value was made of: what has to change for it to change.</summary>
[Flags]
public enum ValueDependencies : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>em of the element's (for font-size its parent's) font.</summary>
    FontSize = 1,

    /// <summary>ex, ch, cap, ic, lh: the font itself.</summary>
    FontMetrics = 2,

    /// <summary>rem.</summary>
    RootFontSize = 4,

    /// <summary>rex, rch, rcap, ric, rlh.</summary>
    RootFontMetrics = 8,

    /// <summary>vw and its like.</summary>
    Viewport = 16,

    /// <summary>currentcolor.</summary>
    CurrentColor = 32,

    /// <summary>System colours and light-dark().</summary>
    ColorScheme = 64,
}
