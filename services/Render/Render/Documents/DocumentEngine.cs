using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using WasmEngine.Render.Core;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Documents;

/// <summary>Opens apps' documents: from their folder alone, never from the network. Thread-safe.</summary>
internal sealed partial class DocumentEngine : IDocumentEngine
{
    private const long MaxBytes = 64 << 20;
    private readonly SkiaRasterizer _rasterizer;
    private readonly FontLibrary _fonts;
    private readonly ParagraphShaper _shaper;
    private readonly ILogger<DocumentEngine> _logger;

    public DocumentEngine(SkiaRasterizer rasterizer, FontLibrary fonts, ILogger<DocumentEngine> logger)
    {
        _rasterizer = rasterizer;
        _fonts = fonts;
        _logger = logger;
        var shaper = new HarfBuzzShaper();
        _shaper = new ParagraphShaper(shaper, new ShapeCache(shaper));
    }

    /// <inheritdoc/>
    public IDocumentScene Open(DocumentSource source)
    {
        var html = TryRead(source.File, out var problem);
        if (html is null) LogUnreadable(source.File, problem);
        return new DocumentScene(this, source, html ?? ErrorPage(source.File, problem), isError: html is null);
    }

    private static string? TryRead(string file, out string problem)
    {
        problem = "";
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaxBytes)
            {
                problem = $"it has {stream.Length} bytes, at most {MaxBytes} are allowed";
                return null;
            }

            using var reader = new StreamReader(stream, Encoding.UTF8); // unless a byte order mark says otherwise
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problem = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message;
            return null;
        }
    }

    private static string ErrorPage(string file, string problem) =>
        $"""
        <!doctype html><title>Document can't be shown</title>
        <style>body {"{"} margin: 24px; font: 16px/1.4 sans-serif; background: #fff; color: #222 {"}"}</style>
        <h1>This app's document can't be shown</h1><p>{WebUtility.HtmlEncode(file)}: {WebUtility.HtmlEncode(problem)}</p>
        """;

    internal DocumentView OpenView(DocumentSource source, string html, bool isError, ViewSpec spec, ISceneSurfaces surfaces)
    {
        var fonts = _fonts.CreateDocumentFonts();
        var services = new PageServices { Loader = new FileResourceLoader(source.Folder), Fonts = fonts, Shaper = _shaper };
        var page = Page.Load(html, new Uri(source.File).AbsoluteUri, DocumentView.OptionsOf(spec), services);
        return new DocumentView(page, fonts, spec, new DocumentDrawing(page, spec, _rasterizer, surfaces, _logger), source.File, isError, _logger);
    }

    [LoggerMessage(LogLevel.Error, "the document {File} can't be shown: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}

/// <summary>A document's source, from which each view makes its page.</summary>
internal sealed class DocumentScene(DocumentEngine engine, DocumentSource source, string html, bool isError) : IDocumentScene
{
    /// <inheritdoc/>
    public IDocumentView OpenView(ViewSpec spec, ISceneSurfaces surfaces) => engine.OpenView(source, html, isError, spec, surfaces);

    /// <inheritdoc/>
    public void Dispose()
    {
        // its views hold what there is to let go
    }
}
