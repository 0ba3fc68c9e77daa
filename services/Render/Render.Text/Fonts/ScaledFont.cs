namespace WasmEngine.Render.Text.Fonts;

/// <summary>
/// One face at one size with its features: what glyphs are shaped and drawn with. Made by an <see cref="IFontSystem"/>, which
/// gives the same object for the same face and description, so references may be compared. Immutable and thread-safe.
/// </summary>
public abstract class ScaledFont
{
    /// <summary>Family name of the face that was chosen.</summary>
    public abstract string FamilyName { get; }

    /// <summary>The size in CSS px, after font-size-adjust and @font-face size-adjust.</summary>
    public abstract float Size { get; }

    /// <summary>What was asked for: features, kerning and language apply in shaping.</summary>
    public abstract FontDescription Description { get; }

    /// <summary>The metrics, computed when first wanted.</summary>
    public abstract FontMetrics Metrics { get; }

    /// <summary>Whether bold is imitated.</summary>
    public abstract bool SyntheticBold { get; }

    /// <summary>Whether slant is imitated.</summary>
    public abstract bool SyntheticItalic { get; }

    /// <summary>Whether glyphs bring colours of their own (emoji).</summary>
    public abstract bool HasColor { get; }

    /// <summary>What a glyph may cover as it is drawn; false where only the metrics can tell. For damage, never for layout. Any thread.</summary>
    public virtual bool TryGetInk(ushort glyph, out InkBounds ink)
    {
        ink = default;
        return false;
    }

    /// <summary>Whether the face has a glyph for the character.</summary>
    public abstract bool Contains(int codepoint);
}
