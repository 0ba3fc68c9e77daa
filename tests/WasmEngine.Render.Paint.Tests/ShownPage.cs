using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Paint.Tests;

/// <summary>A page of 200 x 150 px with all that draws it. One test's own.</summary>
internal sealed class ShownPage : IDisposable
{
    internal const int Width = 200, Height = 150;
    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly IDisposable _own;
    private readonly SkiaRasterizer _rasterizer;
    private readonly PictureStore _pictures;
    private readonly SkiaCompositor _compositor;
    private SKBitmap? _shown;

    internal ShownPage(string body, string style = "")
    {
        var shaper = new HarfBuzzShaper();
        var fonts = _fonts.CreateDocumentFonts();
        _own = fonts;
        var services = new PageServices { Loader = new FileResourceLoader(null), Fonts = fonts, Shaper = new ParagraphShaper(shaper, new ShapeCache(shaper)) };
        var html = $"<!DOCTYPE html><style>body{{margin:0}}{style}</style><body>{body}</body>";
        Page = Page.Load(html, "", new PageOptions { Width = Width, Height = Height }, services);
        View = new PageView(Page);
        _rasterizer = new SkiaRasterizer(_fonts);
        _pictures = new PictureStore(new NoBytes(), surfaces: null, NullLogger.Instance) { Fonts = fonts };
        _compositor = new SkiaCompositor(_rasterizer, _pictures);
    }

    internal Page Page { get; }

    internal PageView View { get; }

    internal Element ById(string id) => Document.Walk(Page.Document.Root!).OfType<Element>().First(e => e.Id == id);

    internal void SetStyle(string id, string style) => Page.Document.SetAttribute(ById(id), "style", style);

    /// <summary>Brings the held picture up to date, drawing what is damaged alone.</summary>
    internal SKBitmap Draw(double now = 0)
    {
        View.Update(now);
        if (_shown is null) return _shown = FramePicture.Draw(View.Compositor, _compositor);
        _compositor.DrawTiles(View.Compositor);
        FramePicture.Compose(View.Compositor, _compositor, _shown, View.Compositor.Damage.Rects);
        View.Compositor.Shown();
        return _shown;
    }

    /// <summary>The same frame, drawn wholly from nothing.</summary>
    internal SKBitmap DrawAnew()
    {
        var frame = new Compositor();
        frame.SetFrame(Width, Height, 1);
        var root = View.Compositor.Layers[0].Space;
        while (root.Parent is { } parent) root = parent;
        frame.SetList(View.List, root);
        frame.Prepare();
        try
        {
            return FramePicture.Draw(frame, _compositor);
        }
        finally
        {
            foreach (var layer in frame.Layers)
            {
                foreach (var tile in layer.Tiles.All) tile.Bitmap?.Dispose();
            }
        }
    }

    internal Color Pixel(int x, int y)
    {
        var color = Draw().GetPixel(x, y);
        return new Color((uint)color);
    }

    public void Dispose()
    {
        _shown?.Dispose();
        foreach (var layer in View.Compositor.Layers)
        {
            foreach (var tile in layer.Tiles.All) tile.Bitmap?.Dispose();
        }

        _compositor.Dispose();
        _pictures.Dispose();
        _rasterizer.Dispose();
        _own.Dispose();
        _fonts.Dispose();
    }

    private sealed class NoBytes : IPictureBytes
    {
        public ReadOnlyMemory<byte>? Find(string url) => null;
    }
}
