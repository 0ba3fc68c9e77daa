using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Render.Core;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Skia;

namespace WasmEngine.Render.Documents;

/// <summary>What it takes to draw a page: pictures, surfaces, a canvas of the view's size.</summary>
internal sealed class DocumentDrawing : IPictureBytes, IDisposable
{
    private readonly Lock _loading = new();
    private readonly PageImages _images;
    private readonly SkiaRasterizer _rasterizer;
    private readonly SceneSurfacePictures _surfaces;
    private readonly PictureStore _pictures;
    private DocumentCanvas _canvas;

    internal DocumentDrawing(Page page, ViewSpec spec, SkiaRasterizer rasterizer, ISceneSurfaces surfaces, ILogger logger)
    {
        _images = page.Images;
        _rasterizer = rasterizer;
        _surfaces = new SceneSurfacePictures(surfaces);
        _pictures = new PictureStore(this, _surfaces, logger) { Fonts = rasterizer.Fonts };
        _canvas = new DocumentCanvas(spec.Geometry, rasterizer, _pictures);
    }

    /// <summary>Draws into another chain from now on.</summary>
    internal void Resize(ChainSpec geometry)
    {
        _canvas.Dispose();
        _canvas = new DocumentCanvas(geometry, _rasterizer, _pictures);
    }

    internal void Draw(Compositor frame, int slot, nint pixels, ReadOnlySpan<PixelRect> parts)
    {
        _surfaces.Trim();
        _canvas.Draw(frame, slot, pixels, parts);
    }

    // The page's own thread waits while threads draw; they are several.
    ReadOnlyMemory<byte>? IPictureBytes.Find(string url)
    {
        lock (_loading) return _images.Find(url)?.Resource.Bytes;
    }

    public void Dispose()
    {
        _canvas.Dispose();
        _pictures.Dispose();
        _surfaces.Dispose();
    }
}
