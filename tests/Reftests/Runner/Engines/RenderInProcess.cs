using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Reftests;

/// <summary>Draws pages with the engine's own code in this process: what the command line's render does.</summary>
public sealed class RenderInProcess : IDisposable
{
    private const int StackSize = 64 << 20;
    private const int Width = 1280, Height = 800;

    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly SkiaRasterizer _rasterizer;
    private readonly ParagraphShaper _shaper;

    /// <summary>Finds the machine's fonts when the first page wants one.</summary>
    public RenderInProcess()
    {
        var shaper = new HarfBuzzShaper();
        _shaper = new ParagraphShaper(shaper, new ShapeCache(shaper));
        _rasterizer = new SkiaRasterizer(_fonts);
    }

    /// <summary>Draws documents into PNG files; gives why each was not, or null.</summary>
    public string?[] Render(IReadOnlyList<(string Document, string File)> pages)
    {
        var failures = new string?[pages.Count];
        var thread = new Thread(() =>
        {
            for (var i = 0; i < pages.Count; i++) failures[i] = Guarded(pages[i].Document, pages[i].File);
        }, StackSize);
        thread.Start();
        thread.Join();
        return failures;
    }

    private string? Guarded(string document, string file)
    {
        try
        {
            Draw(document, file);
            return null;
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}";
        }
    }

    private void Draw(string document, string file)
    {
        using var fonts = _fonts.CreateDocumentFonts();
        var services = new PageServices { Loader = new FileResourceLoader(null), Fonts = fonts, Shaper = _shaper };
        var page = Page.Load(File.ReadAllText(document), new Uri(Path.GetFullPath(document)).AbsoluteUri, new PageOptions { Width = Width, Height = Height }, services);
        using var pictures = new PictureStore(new Bytes(page), surfaces: null, NullLogger.Instance) { Fonts = fonts };
        using var compositor = new SkiaCompositor(_rasterizer, pictures);
        var view = new PageView(page);
        view.Update(0);
        using var bitmap = FramePicture.Draw(view.Compositor, compositor);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var stream = File.Create(file);
        data.SaveTo(stream);
    }

    private sealed class Bytes(Page page) : IPictureBytes
    {
        private readonly Lock _lock = new();

        public ReadOnlyMemory<byte>? Find(string url)
        {
            lock (_lock) return page.Images.Find(url)?.Resource.Bytes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rasterizer.Dispose();
        _fonts.Dispose();
    }
}
