namespace WasmEngine.Render.Text.Fonts;

/// <summary>
/// Metrics of one font at one size, in CSS px, all as positive distances unless said otherwise. Ascent and descent are rounded
/// to whole pixels as Blink's SimpleFontData does, so that lines stand on whole pixels; the others are not rounded.
/// </summary>
public sealed record FontMetrics
{
    /// <summary>From the baseline up, whole pixels.</summary>
    public required float Ascent { get; init; }

    /// <summary>From the baseline down, whole pixels.</summary>
    public required float Descent { get; init; }

    /// <summary>Ascent before rounding.</summary>
    public required float UnroundedAscent { get; init; }

    /// <summary>Descent before rounding.</summary>
    public required float UnroundedDescent { get; init; }

    /// <summary>Extra space between lines; 0 for most fonts.</summary>
    public required float LineGap { get; init; }

    /// <summary>What line-height: normal is: rounded ascent + rounded descent + rounded line gap.</summary>
    public required float LineSpacing { get; init; }

    /// <summary>Height of x: the unit ex, and vertical-align: middle.</summary>
    public required float XHeight { get; init; }

    /// <summary>Height of capital letters: the unit cap.</summary>
    public required float CapHeight { get; init; }

    /// <summary>Advance of 0: the unit ch.</summary>
    public required float ZeroWidth { get; init; }

    /// <summary>Advance of U+6C34, or the size where the font lacks it: the unit ic.</summary>
    public required float IdeographWidth { get; init; }

    /// <summary>Advance of a space: the unit of tab-size.</summary>
    public required float SpaceWidth { get; init; }

    /// <summary>Average advance as the OS/2 table tells (Blink: of x where there is none): the width of text fields.</summary>
    public required float AverageWidth { get; init; }

    /// <summary>Widest advance; text fields use it.</summary>
    public required float MaximumWidth { get; init; }

    /// <summary>Middle of the underline below the baseline (positive is below).</summary>
    public required float UnderlinePosition { get; init; }

    /// <summary>Thickness of underline and overline as the font wishes; 0 where it says nothing.</summary>
    public required float UnderlineThickness { get; init; }

    /// <summary>Middle of the line-through above the baseline.</summary>
    public required float StrikeoutPosition { get; init; }

    /// <summary>Thickness of the line-through as the font wishes; 0 where it says nothing.</summary>
    public required float StrikeoutThickness { get; init; }

    /// <summary>How far a glyph's ink may reach above the baseline: for damage, never for layout.</summary>
    public required float InkAscent { get; init; }

    /// <summary>How far a glyph's ink may reach below the baseline.</summary>
    public required float InkDescent { get; init; }

    /// <summary>How far ink may reach to the left of a glyph's origin.</summary>
    public required float InkLeft { get; init; }

    /// <summary>How far ink may reach to the right of a glyph's origin.</summary>
    public required float InkRight { get; init; }

    /// <summary>Units of the font's design grid per em.</summary>
    public required int UnitsPerEm { get; init; }
}
