using WasmEngine.Render.Text;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;
using HarfBuzz = HarfBuzzSharp;

namespace WasmEngine.Render.Skia;

/// <summary>Shapes with HarfBuzz. Thread-safe: each thread has a buffer of its own, fonts are never changed.</summary>
public sealed class HarfBuzzShaper : ITextShaper
{
    private static readonly HarfBuzz.Script[] Scripts =
        [.. Enum.GetValues<Script>().Select(s => HarfBuzz.Script.Parse(UnicodeData.CodeOf(s)))];

    [ThreadStatic]
    private static HarfBuzz.Buffer? t_buffer;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The font is of another adapter.</exception>
    public ShapedRun Shape(ReadOnlySpan<char> text, int start, int length, ScaledFont font, byte level, Script script)
    {
        if (font is EmptyFont) return new ShapedRun(font, (level & 1) != 0, length, []);
        if (font is not SkiaFont skia) throw new ArgumentException($"{font.GetType().Name} is not a font of this shaper", nameof(font));
        var buffer = t_buffer ??= new HarfBuzz.Buffer { ClusterLevel = HarfBuzz.ClusterLevel.MonotoneGraphemes };
        buffer.ClearContents();
        buffer.AddUtf16(text, start, length);
        buffer.Direction = (level & 1) != 0 ? HarfBuzz.Direction.RightToLeft : HarfBuzz.Direction.LeftToRight;
        buffer.Script = Scripts[(int)script];
        buffer.Language = skia.Language;
        skia.Shaping.Shape(buffer, skia.Features);
        var glyphs = ReadGlyphs(buffer, start);
        if (skia.AdvanceFactor != 1) CutAdvances(glyphs, skia);
        GC.KeepAlive(skia);
        return new ShapedRun(font, (level & 1) != 0, length, glyphs);
    }

    private static void CutAdvances(GlyphData[] glyphs, SkiaFont font)
    {
        foreach (ref var glyph in glyphs.AsSpan())
        {
            // Marks have lost their advance in shaping.
            if (glyph.Advance == 0) continue;
            var own = font.Shaping.GetHorizontalGlyphAdvance(glyph.Id);
            glyph = glyph with { Advance = glyph.Advance + ((font.CutAdvance(own) - own) / SkiaFont.FixedPoint) };
        }
    }

    private static GlyphData[] ReadGlyphs(HarfBuzz.Buffer buffer, int start)
    {
        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        var glyphs = new GlyphData[infos.Length];
        const float scale = 1 / SkiaFont.FixedPoint;
        for (var i = 0; i < glyphs.Length; i++)
        {
            ref readonly var info = ref infos[i];
            ref readonly var position = ref positions[i];
            var flags = (info.Mask & (uint)HarfBuzz.GlyphFlags.UnsafeToBreak) != 0 ? GlyphFlags.UnsafeToBreak : GlyphFlags.None;
            glyphs[i] = new GlyphData((ushort)info.Codepoint, flags, (int)info.Cluster - start, position.XAdvance * scale, position.XOffset * scale, position.YOffset * -scale);
        }

        return glyphs;
    }
}
