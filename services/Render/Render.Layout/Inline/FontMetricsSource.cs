using System.Runtime.CompilerServices;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Layout;

/// <summary>Measures of fonts for font-relative units, as Blink has them: cut off to 1/64 px.</summary>
public sealed class FontMetricsSource(IFontSystem fonts) : IFontMetricsSource
{
    private readonly ConditionalWeakTable<FontStyle, ComputedStyle> _styles = [];

    /// <inheritdoc/>
    public float? XHeight(FontStyle font) => Cut(MetricsOf(font).XHeight);

    /// <inheritdoc/>
    public float? ZeroWidth(FontStyle font) => Cut(MetricsOf(font).ZeroWidth);

    /// <inheritdoc/>
    public float? CapHeight(FontStyle font) => Cut(MetricsOf(font).CapHeight);

    /// <inheritdoc/>
    public float? IdeographWidth(FontStyle font) => Cut(MetricsOf(font).IdeographWidth);

    /// <inheritdoc/>
    public float? LineHeight(FontStyle font) => MetricsOf(font).LineSpacing;

    private FontMetrics MetricsOf(FontStyle font) =>
        InlineFonts.Resolve(_styles.GetValue(font, static f => ComputedStyle.Initial.WithFont(f)), fonts).Metrics;

    private static float Cut(float px) => LayoutUnit.From(px).ToFloat();
}
