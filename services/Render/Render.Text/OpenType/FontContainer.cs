using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>Unpacks the bytes of a web font to a font as the other parts of the engine read it.</summary>
public static class FontContainer
{
    /// <summary>The largest font that is taken, packed or unpacked.</summary>
    public const int MaxSize = 64 << 20;

    /// <summary>The font itself: TrueType and OpenType as they are, WOFF and WOFF2 unpacked.</summary>
    /// <exception cref="InvalidFontException">The bytes are none of these, broken, or larger than <see cref="MaxSize"/>.</exception>
    public static ReadOnlySpan<byte> Unpack(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxSize) throw new InvalidFontException($"the font has {bytes.Length} bytes; {MaxSize} are possible");
        return new SfntReader(bytes.Span, "header").U32() switch
        {
            SfntDirectory.TrueType or SfntDirectory.OpenTypeCff or SfntDirectory.AppleTrueType => bytes.Span,
            WoffDecoder.Signature => WoffDecoder.Decode(bytes),
            Woff2Decoder.Signature => Woff2Decoder.Decode(bytes),
            SfntDirectory.Collection => throw new InvalidFontException("the font is a collection; a document's font must be a single one"),
            var other => throw new InvalidFontException($"the font begins with 0x{other:X8}: it is none of TrueType, OpenType, WOFF and WOFF2"),
        };
    }
}
