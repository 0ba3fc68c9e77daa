using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>A document of 800x600 with real fonts, laid out.</summary>
internal sealed class InlineDocument : IDisposable
{
    private readonly FontLibrary _fonts = new(NullLogger<FontLibrary>.Instance);
    private readonly BoundingBoxes _boxes;

    internal InlineDocument(string body)
    {
        Document = HtmlParser.Parse("<!doctype html><html style='line-height:20px;font-size:16px;font-family:DejaVu Sans'><body>" + body);
        var shaper = new HarfBuzzShaper();
        Cache = new ShapeCache(shaper);
        Engine = new LayoutEngine(Document, new AttributeStyles(), new NoContent(), _fonts, new ParagraphShaper(shaper, Cache), new LayoutOptions());
        Engine.Update();
        _boxes = BoundingBoxes.Of(Engine);
    }

    internal static bool HasFonts => Directory.Exists("/usr/share/fonts/truetype/dejavu") && Directory.Exists("/usr/share/fonts/truetype/liberation");

    internal Document Document { get; }

    internal LayoutEngine Engine { get; }

    internal ShapeCache Cache { get; }

    internal string this[string id] => Format(_boxes[Document.FindById(id) ?? throw new ArgumentException($"no {id}")]);

    private static string Format(in BoundingBox box) => string.Join(' ', new[] { box.X, box.Y, box.Width, box.Height }.Select(v => v.ToString(CultureInfo.InvariantCulture)));

    public void Dispose() => _fonts.Dispose();

    private sealed class NoContent : IReplacedContent
    {
        public NaturalSize? SizeOf(Element element) => null;

        public NaturalSize? SizeOf(CssImage image) => null;
    }
}
