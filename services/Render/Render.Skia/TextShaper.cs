using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using WasmEngine.Memory;
using WasmEngine.Render.Core;
using Buffer = HarfBuzzSharp.Buffer;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Shapes lines of text with HarfBuzz: split where the font has to change, each run shaped in font units, all put into one
/// blob that Skia draws. Thread-safe.
/// </summary>
internal sealed class TextShaper(FontLibrary fonts)
{
    internal IShapedText Shape(TextNode text)
    {
        using var builder = new SKTextBlobBuilder();
        var x = 0f;
        foreach (var (run, font) in SplitByFont(text.Text)) x += AppendRun(builder, run, font, text.Size, x);
        return new ShapedLine(text, builder.Build());
    }

    private IEnumerable<(string Run, FontFile Font)> SplitByFont(string text)
    {
        var run = new StringBuilder();
        FontFile? current = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;
            // A combining mark or a joiner belongs to the run that it continues.
            var joins = current is not null && Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format;
            var font = joins ? current : fonts.FontFor(rune.Value) ?? fonts.Default;
            if (font is null) yield break;
            if (font != current && run.Length > 0)
            {
                yield return (run.ToString(), current!);
                run.Clear();
            }

            current = font;
            run.Append(rune);
        }

        if (run.Length > 0) yield return (run.ToString(), current!);
    }

    private static float AppendRun(SKTextBlobBuilder builder, string run, FontFile file, float size, float startX)
    {
        using var buffer = new Buffer();
        buffer.AddUtf16(run);
        buffer.GuessSegmentProperties();
        lock (file.Shaping)
        {
            file.Shaping.Shape(buffer);
        }

        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        using var font = new SKFont(file.Typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None };
        var glyphs = new ushort[infos.Length];
        var points = new SKPoint[infos.Length];
        var scale = size / file.UnitsPerEm;
        float x = startX, y = 0;
        for (var i = 0; i < glyphs.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            points[i] = new SKPoint(x + (positions[i].XOffset * scale), y - (positions[i].YOffset * scale));
            x += positions[i].XAdvance * scale;
            y -= positions[i].YAdvance * scale;
        }

        if (glyphs.Length > 0) builder.AddPositionedRun(glyphs, font, points);
        return x - startX;
    }
}

/// <summary>A shaped line; Skia's blobs and paints may be drawn from several threads as long as nobody changes them.</summary>
internal sealed class ShapedLine : IShapedText
{
    private readonly SKTextBlob? _blob;
    private readonly SKPaint _paint;
    private readonly float _x;
    private readonly float _y;

    internal ShapedLine(TextNode text, SKTextBlob? blob)
    {
        _blob = blob;
        _x = text.X;
        _y = text.Y;
        _paint = new SKPaint { Color = new SKColor(text.Argb), IsAntialias = true };
        if (blob is null) return;
        var bounds = blob.Bounds;
        Bounds = PixelBounds.Of(_x + bounds.Left - 1, _y + bounds.Top - 1, bounds.Width + 2, bounds.Height + 2);
    }

    /// <inheritdoc/>
    public PixelRect Bounds { get; }

    internal void Draw(SKCanvas canvas)
    {
        if (_blob is not null) canvas.DrawText(_blob, _x, _y, _paint);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _blob?.Dispose();
        _paint.Dispose();
    }
}
