using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Pages;

/// <summary>
/// The images that a document names: loaded when they are first asked for, sized from their headers, kept for painting. What is missing is an issue of the
/// document. Belongs to the document's thread.
/// </summary>
public sealed class PageImages : IReplacedContent
{
    /// <summary>Bytes that one image may have.</summary>
    public const long MostBytes = 256L << 20;

    private readonly IResourceLoader _loader;
    private readonly string _baseUrl;
    private readonly IssueLog _issues;
    private readonly Dictionary<string, PageImage?> _images = new(StringComparer.Ordinal);

    internal PageImages(IResourceLoader loader, string baseUrl, IssueLog issues) => (_loader, _baseUrl, _issues) = (loader, baseUrl, issues);

    /// <inheritdoc/>
    public NaturalSize? SizeOf(Element element) => SourceOf(element) is { } source ? Find(source, element.Line)?.Size : null;

    /// <inheritdoc/>
    public NaturalSize? SizeOf(CssImage image) => image is UrlImage url ? Find(url.Url, 0)?.Size : new NaturalSize(null, null, null);

    /// <summary>An image by its address as written; null when there is none.</summary>
    public PageImage? Find(string url, int line = 0)
    {
        url = url.Trim();
        if (_images.TryGetValue(url, out var known)) return known;
        var image = Load(url, line);
        _images.Add(url, image);
        return image;
    }

    /// <summary>The address of an element's image; null when it has none.</summary>
    public static string? SourceOf(Element element)
    {
        var source = element.Tag switch
        {
            "img" or "input" or "embed" => element.Attribute("src") ?? SourceSet.First(element.Attribute("srcset")),
            "object" => element.Attribute("data"),
            "video" => element.Attribute("poster"),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(source) ? null : source;
    }

    private PageImage? Load(string url, int line)
    {
        var resource = _loader.Load(url, _baseUrl, MostBytes, out var problem);
        if (resource is null)
        {
            _issues.Add(IssueSeverity.Missing, $"image {Shortened(url)} is not shown: {problem}", line: line);
            return null;
        }

        if (ImageHeader.SizeOf(resource.Bytes.Span) is { } size) return new PageImage(resource, size);
        _issues.Add(IssueSeverity.Invalid, $"image {Shortened(url)} is not shown: it is no PNG, JPEG, WebP, GIF, BMP or SVG image, or has more than {ImageHeader.MostPixels} pixels", line: line);
        return null;
    }

    private static string Shortened(string url)
    {
        const int most = 80;
        return url.Length <= most ? url : string.Concat(url.AsSpan(0, most), "…");
    }
}

/// <summary>A loaded image.</summary>
/// <param name="Resource">Its bytes.</param>
/// <param name="Size">Its natural size.</param>
public sealed record PageImage(Resource Resource, NaturalSize Size);

/// <summary>srcset attributes.</summary>
internal static class SourceSet
{
    /// <summary>The first address of a list of candidates; null when there is none.</summary>
    internal static string? First(string? value)
    {
        if (value is null) return null;
        var text = value.AsSpan().TrimStart(" \t\n\r\f,");
        var end = text.IndexOfAny(" \t\n\r\f");
        var url = (end < 0 ? text : text[..end]).TrimEnd(',');
        return url.IsEmpty ? null : url.ToString();
    }
}
