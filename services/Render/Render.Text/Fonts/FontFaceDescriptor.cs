namespace WasmEngine.Render.Text.Fonts;

/// <summary>A range of code points, both ends included.</summary>
public readonly record struct CodepointRange(int First, int Last)
{
    /// <summary>Whether the code point lies in it.</summary>
    public bool Contains(int codepoint) => codepoint >= First && codepoint <= Last;
}

/// <summary>The descriptors of an @font-face rule (css-fonts-4 §4) whose bytes have arrived.</summary>
public sealed record FontFaceDescriptor
{
    /// <summary>font-family.</summary>
    public required string Family { get; init; }

    /// <summary>font-weight: the lowest that the face serves.</summary>
    public float MinWeight { get; init; } = 400;

    /// <summary>font-weight: the highest that the face serves.</summary>
    public float MaxWeight { get; init; } = 400;

    /// <summary>font-stretch in percent: the lowest that the face serves.</summary>
    public float MinStretch { get; init; } = 100;

    /// <summary>font-stretch in percent: the highest that the face serves.</summary>
    public float MaxStretch { get; init; } = 100;

    /// <summary>font-style.</summary>
    public FontSlant Slant { get; init; }

    /// <summary>unicode-range; empty is all.</summary>
    public ValueList<CodepointRange> Ranges { get; init; } = ValueList<CodepointRange>.Empty;

    /// <summary>font-feature-settings: before those of the element.</summary>
    public ValueList<FontFeature> Features { get; init; } = ValueList<FontFeature>.Empty;

    /// <summary>size-adjust as a factor.</summary>
    public float SizeAdjust { get; init; } = 1;

    /// <summary>ascent-override as a share of the size; null is the font's own.</summary>
    public float? AscentOverride { get; init; }

    /// <summary>descent-override as a share of the size.</summary>
    public float? DescentOverride { get; init; }

    /// <summary>line-gap-override as a share of the size.</summary>
    public float? LineGapOverride { get; init; }
}

/// <summary>The fonts of one document; dispose of them with it, when nothing draws them any more.</summary>
public interface IDocumentFonts : IFontSystem, IDisposable
{
    /// <summary>
    /// Adds a face. The bytes (TrueType, OpenType, WOFF or WOFF2) are checked and copied before this returns.
    /// </summary>
    /// <exception cref="InvalidFontException">They are not a font that can be used; the message says why.</exception>
    void Add(FontFaceDescriptor descriptor, ReadOnlyMemory<byte> font);

    /// <summary>Adds a face of the machine (src: local(NAME)), by full or PostScript name; false where there is none.</summary>
    bool AddLocal(FontFaceDescriptor descriptor, string name);

    /// <summary>Removes all faces that were added.</summary>
    void Clear();
}

/// <summary>Bytes that are no usable font.</summary>
public sealed class InvalidFontException : Exception
{
    /// <summary>Names what is wrong and where.</summary>
    public InvalidFontException(string message)
        : base(message)
    {
    }

    /// <summary>Names what is wrong and where.</summary>
    public InvalidFontException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a reason.</summary>
    public InvalidFontException()
        : base("the bytes are not a font")
    {
    }
}
