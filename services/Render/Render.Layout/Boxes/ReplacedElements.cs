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
        "video" => new NaturalSize(FallbackWidth, FallbackHeight, null), // as long as no frame is there
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

    private static float? Integer(Element element, string name) => element.Has(name) && BoxTreeBuilder.Span(element, name, -1, 32_767) is >= 0 and var number ? number : null;
}
