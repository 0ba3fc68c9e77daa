using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Tools;

/// <summary>Fonts and shaping that the documents of one call share.</summary>
internal sealed class ToolPages : IDisposable
{
    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly ParagraphShaper _shaper;

    internal ToolPages()
    {
        var shaper = new HarfBuzzShaper();
        _shaper = new ParagraphShaper(shaper, new ShapeCache(shaper));
    }

    internal FontLibrary Fonts => _fonts;

    /// <summary>Loads a document, lays it out and hands it over; it is gone afterwards.</summary>
    internal void Show(string file, ToolArguments arguments, Action<Page> use)
    {
        var path = Path.GetFullPath(file);
        using var fonts = _fonts.CreateDocumentFonts();
        var services = new PageServices { Loader = new FileResourceLoader(null), Fonts = fonts, Shaper = _shaper };
        var options = new PageOptions { Width = arguments.Width, Height = arguments.Height, DevicePixelRatio = arguments.Scale, PrefersDark = arguments.Dark };
        var page = Page.Load(RenderTools.Read(path), new Uri(path).AbsoluteUri, options, services);
        page.Update();
        use(page);
    }

    public void Dispose() => _fonts.Dispose();
}
