using System.Globalization;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Pages;

/// <summary>Names each element by a selector: html&gt;body&gt;div:nth-child(2); html, head and body go without a number.</summary>
public static class ElementPaths
{
    // Beyond, a path says only where its element is among its siblings: paths of deep trees would take quadratic room.
    private const int MostLength = 4096;

    /// <summary>All elements with their paths, in document order.</summary>
    public static IEnumerable<(Element Element, string Path)> Of(Document document)
    {
        if (document.Root is null) yield break;
        var stack = new Stack<(Element Element, string Parent, int Index)>();
        stack.Push((document.Root, "", 1));
        while (stack.TryPop(out var at))
        {
            var (element, parent, index) = at;
            var step = element.Tag is "html" or "head" or "body" ? element.Tag : string.Create(CultureInfo.InvariantCulture, $"{element.Tag}:nth-child({index})");
            var path = parent.Length == 0 ? step : parent.Length > MostLength ? "…>" + step : parent + ">" + step;
            yield return (element, path);
            if (element.NextElement is { } next && element != document.Root) stack.Push((next, parent, index + 1));
            if (element.FirstElement is { } child) stack.Push((child, path, 1));
        }
    }
}
