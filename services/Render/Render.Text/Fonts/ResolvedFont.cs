namespace WasmEngine.Render.Text.Fonts;

/// <summary>How an emoji is to be shown (UTS 51 §4; font-variant-emoji).</summary>
public enum EmojiPresentation : byte
{
    /// <summary>No emoji: fonts in the order of the list.</summary>
    None,

    /// <summary>As text.</summary>
    Text,

    /// <summary>In colour: an emoji font comes first where there is one.</summary>
    Emoji,
}

/// <summary>
/// The fonts of one description: the list of families, then the machine's fonts by coverage. The same object for equal
/// descriptions while <see cref="IFontSystem.Generation"/> stays. Thread-safe.
/// </summary>
public abstract class ResolvedFont
{
    /// <summary>What was asked for.</summary>
    public abstract FontDescription Description { get; }

    /// <summary>The first available font (css-fonts-4 §5.2): metrics of lines and the units ex, ch, cap and ic come from it.</summary>
    public abstract ScaledFont Primary { get; }

    /// <summary>Metrics of <see cref="Primary"/>.</summary>
    public FontMetrics Metrics => Primary.Metrics;

    /// <summary>
    /// The font for one grapheme cluster (css-fonts-4 §5.3): the first of the list that has all of it, then system fonts. One
    /// whose glyphs are missing shows <see cref="Primary"/>'s missing glyph.
    /// </summary>
    /// <param name="cluster">One grapheme cluster, UTF-16.</param>
    /// <param name="presentation">How it is to be shown if it is an emoji.</param>
    public abstract ScaledFont FontFor(ReadOnlySpan<char> cluster, EmojiPresentation presentation);
}
