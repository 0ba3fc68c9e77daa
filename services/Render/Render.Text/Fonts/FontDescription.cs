namespace WasmEngine.Render.Text.Fonts;

/// <summary>
/// All computed properties that choose a font and shape its glyphs: a key of caches, equal by value. Letter-spacing,
/// word-spacing and decoration are no part of it; line-height neither.
/// </summary>
public sealed record FontDescription
{
    /// <summary>Used where a document says nothing: the serif generic family.</summary>
    public static ValueList<FontFamilyName> DefaultFamilies { get; } = new([new FontFamilyName(GenericFamily.Serif)]);

    /// <summary>font-family, most wanted first.</summary>
    public ValueList<FontFamilyName> Families { get; init; } = DefaultFamilies;

    /// <summary>font-size in CSS px (device pixels are the painter's), 0 to 10,000.</summary>
    public float Size { get; init; } = 16;

    /// <summary>font-weight, 1 to 1000.</summary>
    public float Weight { get; init; } = 400;

    /// <summary>font-stretch (font-width) in percent, 50 to 200 usually.</summary>
    public float Stretch { get; init; } = 100;

    /// <summary>font-style.</summary>
    public FontSlant Slant { get; init; }

    /// <summary>The angle of oblique in degrees; of no matter for other slants.</summary>
    public float ObliqueAngle { get; init; } = 14;

    /// <summary>font-synthesis.</summary>
    public FontSynthesis Synthesis { get; init; } = FontSynthesis.All;

    /// <summary>font-kerning.</summary>
    public FontKerning Kerning { get; init; }

    /// <summary>Ligatures; set <see cref="FontLigatures.Required"/> where letter-spacing is not 0.</summary>
    public FontLigatures Ligatures { get; init; }

    /// <summary>text-rendering: optimizeSpeed: neither kerning nor optional ligatures.</summary>
    public bool OptimizeSpeed { get; init; }

    /// <summary>font-size-adjust: the wanted ratio of x-height to size; null is none.</summary>
    public float? SizeAdjust { get; init; }

    /// <summary>font-variant-* as features, then font-feature-settings: later ones win.</summary>
    public ValueList<FontFeature> Features { get; init; } = ValueList<FontFeature>.Empty;

    /// <summary>font-variation-settings.</summary>
    public ValueList<FontVariation> Variations { get; init; } = ValueList<FontVariation>.Empty;

    /// <summary>The element's language (BCP 47), empty if unknown: chooses glyphs and fallbacks of Han characters.</summary>
    public string Language { get; init; } = "";

    // By hand: what the compiler would make asks a comparer for each kind of property, and this is asked for each text.

    /// <inheritdoc/>
    public bool Equals(FontDescription? other) =>
        ReferenceEquals(this, other) || (other is not null && Size == other.Size && Weight == other.Weight && Slant == other.Slant && Stretch == other.Stretch &&
            ObliqueAngle == other.ObliqueAngle && Synthesis == other.Synthesis && Kerning == other.Kerning && Ligatures == other.Ligatures &&
            OptimizeSpeed == other.OptimizeSpeed && SizeAdjust == other.SizeAdjust && Language == other.Language && Families.Equals(other.Families) &&
            Features.Equals(other.Features) && Variations.Equals(other.Variations));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Families.GetHashCode();
        hash = (hash * 31) + BitConverter.SingleToInt32Bits(Size);
        hash = (hash * 31) + BitConverter.SingleToInt32Bits(Weight);
        hash = (hash * 31) + BitConverter.SingleToInt32Bits(Stretch);
        hash = (hash * 31) + ((int)Slant | ((int)Kerning << 4) | ((int)Ligatures << 8) | ((int)Synthesis << 12));
        hash = (hash * 31) + Features.GetHashCode();
        return (hash * 31) + Variations.GetHashCode();
    }
}
