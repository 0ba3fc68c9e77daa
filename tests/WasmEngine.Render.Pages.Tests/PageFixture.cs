using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Pages.Tests;

/// <summary>A page with the machine's fonts and files of the test's choice.</summary>
internal sealed class PageFixture : IDisposable
{
    private readonly FontLibrary _library = new(NullLogger<FontLibrary>.Instance);
    private readonly IDocumentFonts _fonts;

    internal PageFixture(string html, PageOptions? options = null, string url = "", IResourceLoader? loader = null)
    {
        _fonts = _library.CreateDocumentFonts();
        var shaper = new HarfBuzzShaper();
        var services = new PageServices { Loader = loader ?? new FileResourceLoader(null), Fonts = _fonts, Shaper = new ParagraphShaper(shaper, new ShapeCache(shaper)) };
        Page = Page.Load(html, url, options ?? new PageOptions(), services);
        Page.Update();
    }

    internal Page Page { get; }

    internal Document Document => Page.Document;

    internal Element this[string id] => Document.FindById(id) ?? throw new ArgumentException($"no {id}");

    internal BoundingBox Box(string id) => Page.BoundingBoxes()[this[id]];

    /// <summary>All elements' boxes as text.</summary>
    internal string Boxes()
    {
        var boxes = Page.BoundingBoxes();
        var text = new StringBuilder();
        foreach (var (element, path) in ElementPaths.Of(Document))
        {
            var box = boxes[element];
            text.Append(CultureInfo.InvariantCulture, $"{path} {box.X} {box.Y} {box.Width} {box.Height}\n");
        }

        return text.ToString();
    }

    /// <summary>The same after boxes and layout were made anew.</summary>
    internal string BoxesOfNewLayout()
    {
        Page.Layout.Invalidate();
        return Boxes();
    }

    public void Dispose()
    {
        _fonts.Dispose();
        _library.Dispose();
    }
}
