using System.Text;
using SkiaSharp;
using WasmEngine.Memory;
using WasmEngine.Render.Core;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Shapes the lines of text of a scene, in the machine's default font and what stands in for it: itemized, ordered from left to
/// right, put into one blob that Skia draws. Thread-safe.
/// </summary>
internal sealed class TextShaper
{
    private readonly FontLibrary _fonts;
    private readonly ParagraphShaper _shaper;

    internal TextShaper(FontLibrary fonts)
    {
        _fonts = fonts;
        var shaper = new HarfBuzzShaper();
        _shaper = new ParagraphShaper(shaper, new ShapeCache(shaper, 1024));
    }

    internal IShapedText Shape(TextNode text)
    {
        using var builder = new SKTextBlobBuilder();
        var runs = Runs(text.Text, text.Size);
        foreach (var run in runs) Append(builder, run);
        var color = new SKColor(text.Argb);
        // One blob, one filter: what the default font's text takes; emoji are not touched by it.
        return new ShapedLine(text, builder.Build(), runs.Count > 0 ? TextContrast.For(color, runs[0].Scaled) : null);
    }

    /// <summary>The runs of a line from left to right.</summary>
    internal List<LineRun> Runs(string text, float size)
    {
        var visible = WithoutControls(text);
        if (_fonts.Default is not { } file || visible.Length == 0) return [];
        var font = _fonts.Resolve(new FontDescription { Families = new ValueList<FontFamilyName>([new FontFamilyName(file.Info.Families[0])]), Size = size });
        var bidi = BidiParagraph.Resolve(visible, BaseDirection.Auto);
        var items = new List<ShapedItem>();
        _shaper.Shape(visible, [new TextSpan(0, visible.Length, font)], bidi.Levels, items);
        return Place(items);
    }

    private static List<LineRun> Place(List<ShapedItem> items)
    {
        Span<int> order = items.Count <= 64 ? stackalloc int[items.Count] : new int[items.Count];
        BidiParagraph.ReorderVisually([.. items.Select(i => i.Level)], order);
        var runs = new List<LineRun>();
        var x = 0f;
        foreach (var index in order)
        {
            var run = items[index].Run;
            if (run.Font is not SkiaFont font) continue;
            runs.Add(new LineRun(font, x, run.Width, GlyphsOf(run)));
            x += run.Width;
        }

        return runs;
    }

    private static ShapedGlyph[] GlyphsOf(ShapedRun run)
    {
        var glyphs = new ShapedGlyph[run.Glyphs.Length];
        float x = 0;
        for (var i = 0; i < glyphs.Length; i++)
        {
            ref readonly var glyph = ref run.Glyphs[i];
            glyphs[i] = new ShapedGlyph(glyph.Id, glyph.Cluster, x, glyph.Advance, new SKPoint(glyph.OffsetX, glyph.OffsetY));
            x += glyph.Advance;
        }

        return glyphs;
    }

    private static string WithoutControls(string text)
    {
        if (!text.Any(char.IsControl)) return text;
        var kept = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (!char.IsControl(unit)) kept.Append(unit);
        }

        return kept.ToString();
    }

    private static void Append(SKTextBlobBuilder builder, LineRun run)
    {
        if (run.Glyphs.Length == 0) return;
        var glyphs = Array.ConvertAll(run.Glyphs, g => g.Id);
        var points = Array.ConvertAll(run.Glyphs, g => new SKPoint(run.X + g.Origin + g.Offset.X, g.Offset.Y));
        builder.AddPositionedRun(glyphs, run.Scaled.Drawing, points);
    }
}

/// <summary>Glyphs of one font, in the order in which they are drawn from left to right.</summary>
/// <param name="Scaled">The font.</param>
/// <param name="X">Where the run begins, pixels from the beginning of the line.</param>
/// <param name="Width">Its advance in pixels.</param>
/// <param name="Glyphs">The glyphs.</param>
internal sealed record LineRun(SkiaFont Scaled, float X, float Width, ShapedGlyph[] Glyphs)
{
    internal FontFile Font => Scaled.File;
}

/// <summary>One glyph.</summary>
/// <param name="Id">Number within the font; 0 is the missing glyph.</param>
/// <param name="Cluster">Index of the first character that it stands for, within the run.</param>
/// <param name="Origin">Where the pen stands, pixels from the beginning of the run.</param>
/// <param name="Advance">How far the pen moves.</param>
/// <param name="Offset">Where the glyph is drawn from the pen.</param>
internal readonly record struct ShapedGlyph(ushort Id, int Cluster, float Origin, float Advance, SKPoint Offset);

/// <summary>A shaped line; Skia's blobs and paints may be drawn from several threads as long as nobody changes them.</summary>
internal sealed class ShapedLine : IShapedText
{
    private readonly SKTextBlob? _blob;
    private readonly SKPaint _paint;
    private readonly float _x;
    private readonly float _y;

    internal ShapedLine(TextNode text, SKTextBlob? blob, SKMaskFilter? contrast)
    {
        _blob = blob;
        _x = text.X;
        _y = text.Y;
        _paint = new SKPaint { Color = new SKColor(text.Argb), IsAntialias = true, MaskFilter = contrast };
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
