namespace WasmEngine.Render.Text.Fonts;

/// <summary>font-style (css-fonts-4 §2.4).</summary>
public enum FontSlant : byte
{
    /// <summary>Upright.</summary>
    Normal,

    /// <summary>A face drawn as italic; oblique ones serve where there is none.</summary>
    Italic,

    /// <summary>A slanted face.</summary>
    Oblique,
}

/// <summary>font-kerning (css-fonts-4 §6.3).</summary>
public enum FontKerning : byte
{
    /// <summary>As the engine likes: on.</summary>
    Auto,

    /// <summary>On.</summary>
    Normal,

    /// <summary>Off.</summary>
    None,
}

/// <summary>What may be imitated where a family lacks it: font-synthesis (css-fonts-4 §2.8).</summary>
[Flags]
public enum FontSynthesis : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Bold, by emboldening outlines.</summary>
    Weight = 1,

    /// <summary>Italic and oblique, by slanting.</summary>
    Style = 2,

    /// <summary>Both.</summary>
    All = Weight | Style,
}

/// <summary>What a font-variant-ligatures or letter-spacing leaves of ligatures.</summary>
public enum FontLigatures : byte
{
    /// <summary>Those that the font has on by default: liga, clig, calt, rlig.</summary>
    Normal,

    /// <summary>Only those that the script requires; what letter-spacing other than 0 asks for (css-text-3 §8.2), too.</summary>
    Required,

    /// <summary>font-variant-ligatures: none: contextual alternates are off as well.</summary>
    None,
}

/// <summary>The generic families of css-fonts-4 §2.1.3; <see cref="None"/> is a family by name.</summary>
public enum GenericFamily : byte
{
    /// <summary>Not generic.</summary>
    None,

    /// <summary>With serifs.</summary>
    Serif,

    /// <summary>Without serifs.</summary>
    SansSerif,

    /// <summary>All glyphs of one width.</summary>
    Monospace,

    /// <summary>Like handwriting.</summary>
    Cursive,

    /// <summary>Decorative.</summary>
    Fantasy,

    /// <summary>The desktop's own.</summary>
    SystemUi,

    /// <summary>ui-serif.</summary>
    UiSerif,

    /// <summary>ui-sans-serif.</summary>
    UiSansSerif,

    /// <summary>ui-monospace.</summary>
    UiMonospace,

    /// <summary>ui-rounded.</summary>
    UiRounded,

    /// <summary>For formulas.</summary>
    Math,

    /// <summary>For emoji.</summary>
    Emoji,

    /// <summary>generic(fangsong).</summary>
    Fangsong,
}
