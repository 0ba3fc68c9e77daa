using System.Globalization;
using SkiaSharp;

namespace WasmEngine.Reftests;

/// <summary>Draws pairs of pages for the eye: Chromium's, ours, and where they differ.</summary>
public static class ContactSheet
{
    /// <summary>Pages on one sheet.</summary>
    public const int PagesPerSheet = 8;

    private const int Columns = 3, CellWidth = 480, CellHeight = 300, LabelHeight = 20, Gap = 8;

    /// <summary>A page and its two pictures; a file that is missing leaves its place empty.</summary>
    public sealed record Entry(PixelResult Result, string Theirs, string Ours);

    /// <summary>Writes <c>sheet-1.png</c> and so on into a folder; returns their paths.</summary>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<Entry> entries)
    {
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        foreach (var chunk in entries.Chunk(PagesPerSheet))
        {
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"sheet-{files.Count + 1}.png"));
            WriteSheet(file, chunk);
            files.Add(file);
        }

        return files;
    }

    private static void WriteSheet(string file, Entry[] entries)
    {
        var width = Columns * (CellWidth + Gap) + Gap;
        var height = entries.Length * (CellHeight + LabelHeight + Gap) + Gap;
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul)) ?? throw new InvalidOperationException($"there is no memory for a sheet of {width}x{height}");
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.WhiteSmoke);
        using var typeface = LabelTypeface();
        using var font = new SKFont(typeface, 13);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        var top = Gap;
        foreach (var entry in entries)
        {
            canvas.DrawText(Label(entry.Result), Gap, top + LabelHeight - 6, SKTextAlign.Left, font, ink);
            DrawRow(canvas, entry, top + LabelHeight);
            top += CellHeight + LabelHeight + Gap;
        }

        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        using var stream = File.Create(file);
        data.SaveTo(stream);
    }

    /// <summary>Skia's build without dependencies knows no fonts by itself; without any on the machine the rows have no labels.</summary>
    private static SKTypeface LabelTypeface()
    {
        const string Fonts = "/usr/share/fonts";
        var file = Directory.Exists(Fonts) ? Directory.EnumerateFiles(Fonts, "DejaVuSans.ttf", SearchOption.AllDirectories).FirstOrDefault() : null;
        return (file is null ? null : SKTypeface.FromFile(file)) ?? SKTypeface.CreateDefault();
    }

    private static string Label(PixelResult result) => result.Failure is { } failure
        ? $"{result.Page}: {failure}"
        : string.Create(CultureInfo.InvariantCulture, $"{result.Page}: {result.Share:P2} of pixels, {result.TextShare:P2} of text differ");

    private static void DrawRow(SKCanvas canvas, Entry entry, int top)
    {
        using var theirs = SKBitmap.Decode(entry.Theirs);
        using var ours = SKBitmap.Decode(entry.Ours);
        if (theirs is not null) Draw(canvas, theirs, 0, top, SKBlendMode.SrcOver);
        if (ours is not null) Draw(canvas, ours, 1, top, SKBlendMode.SrcOver);
        if (theirs is null || ours is null) return;
        Draw(canvas, theirs, 2, top, SKBlendMode.Src);
        Draw(canvas, ours, 2, top, SKBlendMode.Difference);
    }

    private static void Draw(SKCanvas canvas, SKBitmap bitmap, int column, int top, SKBlendMode blend)
    {
        using var paint = new SKPaint { BlendMode = blend };
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, SKRect.Create(Gap + column * (CellWidth + Gap), top, CellWidth, CellHeight), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), paint);
    }
}
