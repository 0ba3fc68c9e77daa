using System.Globalization;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Layout;

/// <summary>Which elements are replaced, and natural sizes that their attributes give.</summary>
internal static class ReplacedElements
{
    private const float FallbackWidth = 300, FallbackHeight = 150, AudioHeight = 54;

    /// <summary>Whether something other than its content shows in an element's place.</summary>
    internal static bool IsReplaced(Element element) => element.Tag switch
    {
        "img" or "canvas" or "video" or "iframe" or "embed" or "object" or "audio" => true,
        "svg" => element.Namespace == ElementNamespace.Svg,
        "input" => string.Equals(element.Attribute("type"), "image", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Of elements whose size does not depend on something loaded.</summary>
    internal static NaturalSize SizeOf(Element element) => element.Tag switch
    {
        "canvas" => NaturalSize.Of(Integer(element, "width") ?? FallbackWidth, Integer(element, "height") ?? FallbackHeight),
        "video" => NaturalSize.Of(FallbackWidth, FallbackHeight),
        "audio" => new NaturalSize(FallbackWidth, AudioHeight, null),
        _ => default,
    };

    /// <summary>Whether an object element has content to show in its place.</summary>
    internal static bool HasFallback(Element element)
    {
        for (var node = element.FirstChild; node is not null; node = node.Next)
        {
            if (node is not TextNode text || !BoxTreeBuilder.IsWhiteSpace(text.Data)) return true;
        }

        return false;
    }

    /// <summary>Of an svg element: its width and height attributes where they are lengths, and its viewBox's ratio (SVG 2, 8.2; css-images-3, 5.1).</summary>
    internal static NaturalSize SvgSize(Element element)
    {
        var width = SvgLength(element.Attribute("width"));
        var height = SvgLength(element.Attribute("height"));
        if (width is { } w && height is { } h) return NaturalSize.Of(w, h);
        return new NaturalSize(width, height, ViewBoxRatio(element.Attribute("viewBox")));
    }

    private static float? ViewBoxRatio(string? value)
    {
        if (value is null) return null;
        var parts = value.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 4 && Number(parts[2]) is { } w && Number(parts[3]) is { } h && w > 0 && h > 0 ? w / h : null;
    }

    private static float? SvgLength(string? value)
    {
        if (value is null) return null;
        var text = value.AsSpan().Trim();
        var unit = text.Length;
        while (unit > 0 && (char.IsAsciiLetter(text[unit - 1]) || text[unit - 1] == '%')) unit--;
        if (Number(text[..unit]) is not { } number || number < 0) return null;
        return text[unit..] switch
        {
            "" or "px" => number,
            "pt" => number * 96 / 72,
            "pc" => number * 16,
            "in" => number * 96,
            "cm" => number * 96 / 2.54f,
            "mm" => number * 96 / 25.4f,
            "em" or "rem" => number * 16,
            _ => null,
        };
    }

    private static float? Number(ReadOnlySpan<char> text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number : null;

    private static float? Integer(Element element, string name) => element.Has(name) && BoxTreeBuilder.Span(element, name, -1, 32_767) is >= 0 and var number ? number : null;
}
