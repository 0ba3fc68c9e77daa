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
        foreach (var run in Runs(text.Text, text.Size)) Append(builder, run, text.Size);
        return new ShapedLine(text, builder.Build());
    }

    /// <summary>The runs of a line from left to right.</summary>
    internal List<ShapedRun> Runs(string text, float size)
    {
        var runs = new List<ShapedRun>();
        var x = 0f;
        foreach (var (run, font) in SplitByFont(text))
        {
            var shaped = ShapeRun(run, font, size, x);
            runs.Add(shaped);
            x += shaped.Width;
        }

        return runs;
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

    private static ShapedRun ShapeRun(string run, FontFile file, float size, float startX)
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
        var glyphs = new ShapedGlyph[infos.Length];
        var scale = size / file.UnitsPerEm;
        float x = 0, y = 0;
        for (var i = 0; i < glyphs.Length; i++)
        {
            var offset = new SKPoint(positions[i].XOffset * scale, positions[i].YOffset * -scale);
            glyphs[i] = new ShapedGlyph((ushort)infos[i].Codepoint, infos[i].Cluster, x, y, positions[i].XAdvance * scale, offset);
            x += positions[i].XAdvance * scale;
            y -= positions[i].YAdvance * scale;
        }

        return new ShapedRun(file, startX, x, glyphs);
    }

    private static void Append(SKTextBlobBuilder builder, ShapedRun run, float size)
    {
        if (run.Glyphs.Length == 0) return;
        using var font = new SKFont(run.Font.Typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None };
        var glyphs = Array.ConvertAll(run.Glyphs, g => g.Id);
        var points = Array.ConvertAll(run.Glyphs, g => new SKPoint(run.X + g.Origin + g.Offset.X, g.Rise + g.Offset.Y));
        builder.AddPositionedRun(glyphs, font, points);
    }
}

/// <summary>Glyphs of one font, in the order in which they are drawn from left to right.</summary>
/// <param name="Font">The font.</param>
/// <param name="X">Where the run begins, pixels from the beginning of the line.</param>
/// <param name="Width">Its advance in pixels.</param>
/// <param name="Glyphs">The glyphs.</param>
internal sealed record ShapedRun(FontFile Font, float X, float Width, ShapedGlyph[] Glyphs);

/// <summary>One glyph.</summary>
/// <param name="Id">Number within the font; 0 is the missing glyph.</param>
/// <param name="Cluster">Index of the first character that it stands for, within the run.</param>
/// <param name="Origin">Where the pen stands, pixels from the beginning of the run.</param>
/// <param name="Rise">Where the pen stands below the baseline.</param>
/// <param name="Advance">How far the pen moves.</param>
/// <param name="Offset">Where the glyph is drawn from the pen.</param>
internal readonly record struct ShapedGlyph(ushort Id, uint Cluster, float Origin, float Rise, float Advance, SKPoint Offset);

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
