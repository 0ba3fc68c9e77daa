using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Fuzz.Documents;

/// <summary>What all pages of a run share: fonts, shaping, raster threads. One thread.</summary>
public sealed class FuzzedEngine : IDisposable
{
    private readonly HarfBuzzShaper _harfBuzz = new();

    /// <summary>An engine with the machine's fonts.</summary>
    /// <param name="workers">Threads that draw; 0: one for each core.</param>
    public FuzzedEngine(int workers = 0)
    {
        Shaper = new ParagraphShaper(_harfBuzz, new ShapeCache(_harfBuzz));
        Rasterizer = new SkiaRasterizer(Fonts, workers);
    }

    internal FontLibrary Fonts { get; } = new(NullLogger<FontLibrary>.Instance);

    internal ParagraphShaper Shaper { get; }

    internal SkiaRasterizer Rasterizer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rasterizer.Dispose();
        Fonts.Dispose();
    }
}

/// <summary>A page from its source to the pixels of a frame.</summary>
public sealed class FuzzedPage : IPictureBytes, IDisposable
{
    private readonly IDocumentFonts _fonts;
    private readonly PictureStore _pictures;
    private readonly SkiaCompositor _compositor;
    private readonly Lock _lock = new();

    /// <summary>Shows a document; nothing is done before the first <see cref="Update"/>.</summary>
    public FuzzedPage(FuzzedEngine engine, Document document, PageOptions options, IResourceLoader? loader = null)
    {
        _fonts = engine.Fonts.CreateDocumentFonts();
        var services = new PageServices { Loader = loader ?? NoFiles.Instance, Fonts = _fonts, Shaper = engine.Shaper };
        Page = Page.Of(document, "", options, services);
        View = new PageView(Page);
        _pictures = new PictureStore(this, null, NullLogger.Instance);
        _compositor = new SkiaCompositor(engine.Rasterizer, _pictures);
    }

    /// <summary>The page.</summary>
    public Page Page { get; }

    /// <summary>Its view.</summary>
    public PageView View { get; }

    /// <summary>Brings styles, layout and display list up to date.</summary>
    public void Update(double now) => View.Update(now);

    /// <summary>Draws the frame that was prepared.</summary>
    /// <returns>A sum over its pixels.</returns>
    public long Draw()
    {
        var size = View.Compositor.Damage.Frame;
        if (size.IsEmpty) return 0;
        using var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        bitmap.Erase(SKColors.White);
        _compositor.DrawTiles(View.Compositor);
        var surfaces = new SKSurface[_compositor.Workers];
        for (var i = 0; i < surfaces.Length; i++) surfaces[i] = SKSurface.Create(bitmap.Info, bitmap.GetPixels(), bitmap.RowBytes);
        _compositor.Compose(View.Compositor, surfaces.Select(s => s.Canvas).ToArray(), [size]);
        foreach (var surface in surfaces) surface.Dispose();
        View.Compositor.Shown();
        long sum = 0;
        foreach (var pixel in MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan())) sum += pixel;
        return sum;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Find(string url)
    {
        lock (_lock) return Page.Images.Find(url)?.Resource.Bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        View.Compositor.ReleaseTiles();
        _compositor.Dispose();
        _pictures.Dispose();
        _fonts.Dispose();
    }

    /// <summary>data: URLs and nothing else.</summary>
    private sealed class NoFiles : IResourceLoader
    {
        internal static readonly NoFiles Instance = new();
        private readonly FileResourceLoader _data = new("/nowhere");

        public Resource? Load(string url, string baseUrl, long limit, out string problem)
        {
            problem = "there are no files here";
            return url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? _data.Load(url, baseUrl, limit, out problem) : null;
        }
    }
}
