using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;

namespace WasmEngine.Render.Tools;

/// <summary>Draws a document's first frame into a PNG file.</summary>
internal static class RenderTool
{
    // A frame beyond this is no screen's, and its memory could be any machine's.
    private const long MostPixels = 256L << 20;

    internal static int Run(ToolArguments arguments)
    {
        if (arguments.Files.Count != 1) throw new ArgumentException("render takes one document");
        if (arguments.Output.Length == 0) throw new ArgumentException("render needs a file to write: --output FILE");
        if (arguments.Width * (double)arguments.Scale * arguments.Height * arguments.Scale > MostPixels) throw new ArgumentException($"a picture has at most {MostPixels} pixels: choose a smaller size or scale");
        using var host = new ToolPages();
        host.Show(arguments.Files[0], arguments, page => Draw(page, host, arguments.Output));
        return RenderTools.Ok;
    }

    private static void Draw(Page page, ToolPages host, string file)
    {
        using var rasterizer = new SkiaRasterizer(host.Fonts);
        using var pictures = new PictureStore(new PagePictureBytes(page), surfaces: null, NullLogger.Instance) { Fonts = host.Fonts };
        using var compositor = new SkiaCompositor(rasterizer, pictures);
        var view = new PageView(page);
        view.Update(0);
        using var bitmap = FramePicture.Draw(view.Compositor, compositor);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var stream = File.Create(file);
        data.SaveTo(stream);
    }
}

/// <summary>The bytes of a page's images. Images are loaded by layout and painting, on the page's thread; while tiles are drawn nothing changes.</summary>
/// <param name="page">The page; not changed while a frame is drawn.</param>
internal sealed class PagePictureBytes(Page page) : IPictureBytes
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Find(string url)
    {
        lock (_lock) return page.Images.Find(url)?.Resource.Bytes;
    }
}
