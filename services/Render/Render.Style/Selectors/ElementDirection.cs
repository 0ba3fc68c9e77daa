using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>An element's directionality as its document says (HTML standard, "The dir attribute"), whatever its style.</summary>
internal static class ElementDirection
{
    private const int MostCharacters = 100_000;

    /// <summary>Whether it is right to left.</summary>
    public static bool IsRtl(Element element)
    {
        for (var node = element; node is not null; node = node.Parent)
        {
            if (Own(node) is { } rtl) return rtl;
        }

        return false;
    }

    /// <summary>What an element says of itself; null when it leaves it to its parent.</summary>
    public static bool? Own(Element element)
    {
        var dir = element.Attribute("dir");
        if (dir is not null)
        {
            if (dir.Equals("rtl", StringComparison.OrdinalIgnoreCase)) return true;
            if (dir.Equals("ltr", StringComparison.OrdinalIgnoreCase)) return false;
            if (dir.Equals("auto", StringComparison.OrdinalIgnoreCase)) return FirstStrong(element) ?? false;
        }

        return element.Tag is "bdi" && element.Namespace == ElementNamespace.Html ? FirstStrong(element) ?? false : null;
    }

    private static bool? FirstStrong(Element element)
    {
        if (element.Tag is "input") return FirstStrong(element.Attribute("value") ?? "");
        var seen = 0;
        var node = element.FirstChild;
        while (node is not null && seen < MostCharacters)
        {
            if (node is TextNode text)
            {
                if (FirstStrong(text.Data) is { } rtl) return rtl;
                seen += text.Data.Length;
            }
            else if (node is Element { FirstChild: { } first } inner && !inner.Has("dir") && inner.Tag is not ("bdi" or "script" or "style" or "textarea"))
            {
                node = first;
                continue;
            }

            while (node.Next is null)
            {
                if (node.Parent is null || node.Parent == element) return null;
                node = node.Parent;
            }

            node = node.Next;
        }

        return null;
    }

    private static bool? FirstStrong(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var value = rune.Value;
            // Hebrew, Arabic, Syriac, Thaana, NKo and what follows; presentation forms; the right-to-left planes.
            if (value is (>= 0x590 and <= 0x8FF) or 0x200F or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF))
            {
                if (System.Text.Rune.IsLetter(rune) || value == 0x200F) return true;
            }
            else if (System.Text.Rune.IsLetter(rune) || value == 0x200E)
            {
                return false;
            }
        }

        return null;
    }
}
