using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.OpenType;

namespace WasmEngine.Render.Skia;

/// <summary>Stands in on a machine without any font: lines have their usual height, no glyph is drawn.</summary>
internal sealed class EmptyFont(FontDescription description) : ScaledFont
{
    private static readonly FaceMetrics Usual = new()
    {
        UnitsPerEm = 1000,
        Ascent = 900,
        Descent = 220,
        LineGap = 30,
        XHeight = 500,
        CapHeight = 700,
        AverageWidth = 500,
        UnderlinePosition = 100,
        UnderlineThickness = 50,
        StrikeoutPosition = 275,
        StrikeoutThickness = 50,
        Box = (0, -220, 500, 900),
    };

    /// <inheritdoc/>
    public override string FamilyName => "";

    /// <inheritdoc/>
    public override float Size => Description.Size;

    /// <inheritdoc/>
    public override FontDescription Description { get; } = description;

    /// <inheritdoc/>
    public override FontMetrics Metrics { get; } = Usual.Scale(description.Size, default);

    /// <inheritdoc/>
    public override bool SyntheticBold => false;

    /// <inheritdoc/>
    public override bool SyntheticItalic => false;

    /// <inheritdoc/>
    public override bool HasColor => false;

    /// <inheritdoc/>
    public override bool Contains(int codepoint) => false;
}
