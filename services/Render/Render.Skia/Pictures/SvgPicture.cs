using SkiaSharp;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia;

/// <summary>An SVG document as a picture. Recorded once; drawing it is thread-safe.</summary>
internal sealed class SvgPicture : IDisposable
{
    private const float MaxSide = 4096;
    private readonly SKPicture _recording;
    private readonly SvgViewport _viewport;
    private readonly Lock _sizing = new();
    private SKImage? _bitmap; // at the size that was asked for last

    private SvgPicture(SKPicture recording, SvgViewport viewport)
    {
        _recording = recording;
        _viewport = viewport;
    }

    /// <summary>Whether bytes are text with an svg element near the beginning.</summary>
    internal static bool LooksLikeSvg(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, 1024)];
        return head.IndexOf("<svg"u8) >= 0;
    }

    /// <summary>Parses a document; null when it has no svg element.</summary>
    internal static SvgPicture? Parse(string source, IFontSystem? fonts)
    {
        var document = HtmlParser.Parse(source);
        if (document.Root is null) return null;
        foreach (var node in Document.Walk(document.Root))
        {
            if (node is not Element { Tag: "svg", Namespace: ElementNamespace.Svg } svg) continue;
            var viewport = SvgViewport.Of(svg);
            using var recorder = new SKPictureRecorder();
            var canvas = recorder.BeginRecording(new SKRect(0, 0, viewport.Width, viewport.Height));
            new SvgDrawer(canvas, svg, Color.Black, fonts).DrawRoot(svg, new SKRect(0, 0, viewport.Width, viewport.Height));
            return new SvgPicture(recorder.EndRecording(), viewport);
        }

        return null;
    }

    /// <summary>Draws an svg element of a document, with that document's styles.</summary>
    internal static void DrawInline(SKCanvas canvas, Element svg, SKRect target, IFontSystem? fonts)
    {
        var style = (svg.LayoutData as Layout.LayoutBox)?.Style;
        canvas.Save();
        canvas.ClipRect(target);
        new SvgDrawer(canvas, svg, style?.Text.Color ?? Color.Black, fonts).DrawRoot(svg, target);
        canvas.Restore();
    }

    /// <summary>Draws it so that it fills a rectangle.</summary>
    internal void Draw(SKCanvas canvas, SKRect target)
    {
        if (target.Width <= 0 || target.Height <= 0) return;
        canvas.Save();
        canvas.ClipRect(target);
        if (_viewport.ViewBox.Width > 0 && _viewport.To(new SKRect(0, 0, _viewport.Width, _viewport.Height)).TryInvert(out var back))
        {
            // The picture was recorded at its natural size: the view box goes into the target as the document says.
            var place = _viewport.To(target).PreConcat(back);
            canvas.Concat(in place);
        }
        else
        {
            canvas.Translate(target.Left, target.Top);
            canvas.Scale(target.Width / _viewport.Width, target.Height / _viewport.Height);
        }

        canvas.DrawPicture(_recording);
        canvas.Restore();
    }

    /// <summary>It as a bitmap of a size, for tiling.</summary>
    internal SKImage ToBitmap(float width, float height)
    {
        var info = new SKImageInfo((int)Math.Clamp(MathF.Ceiling(width), 1, MaxSide), (int)Math.Clamp(MathF.Ceiling(height), 1, MaxSide), SKColorType.Bgra8888, SKAlphaType.Premul);
        lock (_sizing)
        {
            if (_bitmap is { } known && known.Width == info.Width && known.Height == info.Height) return known;
            using var surface = SKSurface.Create(info);
            Draw(surface.Canvas, new SKRect(0, 0, info.Width, info.Height));
            return _bitmap = surface.Snapshot(); // a former one may still be drawn: its finalizer frees it
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recording.Dispose();
        _bitmap?.Dispose();
    }
}

/// <summary>Size and view box of an svg element.</summary>
internal readonly record struct SvgViewport(float Width, float Height, SKRect ViewBox, string Aspect)
{
    internal static SvgViewport Of(Element svg)
    {
        var box = SvgNumbers.List(svg.Attribute("viewBox") ?? "");
        var view = box.Count == 4 && box[2] > 0 && box[3] > 0 ? SKRect.Create(box[0], box[1], box[2], box[3]) : default;
        var width = SvgNumbers.Length(svg.Attribute("width"), 0) is var w and > 0 ? w : view.Width > 0 ? view.Width : 300;
        var height = SvgNumbers.Length(svg.Attribute("height"), 0) is var h and > 0 ? h : view.Height > 0 ? view.Height * (width / view.Width) : 150;
        return new SvgViewport(Math.Min(width, 1e6f), Math.Min(height, 1e6f), view, svg.Attribute("preserveAspectRatio") ?? "xMidYMid meet");
    }

    /// <summary>Maps the view box into a rectangle (SVG 2, 8.6).</summary>
    internal SKMatrix To(SKRect target)
    {
        if (ViewBox.Width <= 0) return SKMatrix.CreateTranslation(target.Left, target.Top);
        float sx = target.Width / ViewBox.Width, sy = target.Height / ViewBox.Height;
        if (!Aspect.StartsWith("none", StringComparison.Ordinal)) sx = sy = Aspect.Contains("slice", StringComparison.Ordinal) ? MathF.Max(sx, sy) : MathF.Min(sx, sy);
        float freeX = target.Width - (ViewBox.Width * sx), freeY = target.Height - (ViewBox.Height * sy);
        var x = Aspect.Contains("xMin", StringComparison.Ordinal) ? 0 : Aspect.Contains("xMax", StringComparison.Ordinal) ? freeX : freeX / 2;
        var y = Aspect.Contains("YMin", StringComparison.Ordinal) ? 0 : Aspect.Contains("YMax", StringComparison.Ordinal) ? freeY : freeY / 2;
        return new SKMatrix(sx, 0, target.Left + x - (ViewBox.Left * sx), 0, sy, target.Top + y - (ViewBox.Top * sy), 0, 0, 1);
    }
}
