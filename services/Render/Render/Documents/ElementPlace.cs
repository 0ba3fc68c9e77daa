using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Documents;

/// <summary>
/// An element's place in the tree as bytes: how many levels below the root, and on each level which of the elements; numbers in groups of 7 bits, the least first. 0 alone
/// is the viewport, 1 the root.
/// </summary>
internal static class ElementPlace
{
    private const int MaxLevels = 1024;

    /// <summary>Writes a place; null: the viewport.</summary>
    internal static bool TryWrite(Element? element, Span<byte> destination, out int length)
    {
        length = 0;
        var levels = 0;
        for (var at = element; at is not null; at = at.Parent) levels++;
        if (levels > MaxLevels || !TryWriteNumber(destination, ref length, levels)) return false;
        if (levels < 2) return true;
        Span<int> indexes = stackalloc int[levels - 1];
        for (var at = element!; at.Parent is not null; at = at.Parent) indexes[--levels - 1] = IndexOf(at);
        foreach (var index in indexes)
        {
            if (!TryWriteNumber(destination, ref length, index)) return false;
        }

        return true;
    }

    /// <summary>Reads a place after one byte that is skipped.</summary>
    /// <param name="document">The tree.</param>
    /// <param name="source">Goes on after it.</param>
    /// <param name="element">The element; null: the viewport, or nothing is there.</param>
    /// <param name="isThere">Whether the place exists.</param>
    /// <returns>False when the bytes are no place.</returns>
    internal static bool TryRead(Document document, ref ReadOnlySpan<byte> source, out Element? element, out bool isThere)
    {
        source = source[1..];
        element = null;
        isThere = true;
        if (!TryReadNumber(ref source, out var levels) || levels > MaxLevels) return false;
        if (levels == 0) return true;
        element = document.Root;
        for (var i = 1; i < levels; i++)
        {
            if (!TryReadNumber(ref source, out var index)) return false;
            element = element is null ? null : ChildAt(element, index);
        }

        isThere = element is not null;
        return true;
    }

    private static int IndexOf(Element element)
    {
        var index = 0;
        for (var node = element.Previous; node is not null; node = node.Previous)
        {
            if (node is Element) index++;
        }

        return index;
    }

    private static Element? ChildAt(Element parent, int index)
    {
        for (var node = parent.FirstChild; node is not null; node = node.Next)
        {
            if (node is Element element && index-- == 0) return element;
        }

        return null;
    }

    private static bool TryWriteNumber(Span<byte> destination, ref int length, int number)
    {
        do
        {
            if (length >= destination.Length) return false;
            destination[length++] = (byte)((number & 0x7F) | (number > 0x7F ? 0x80 : 0));
            number >>= 7;
        }
        while (number > 0);
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> source, out int number)
    {
        number = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (source.IsEmpty) return false;
            var part = source[0];
            source = source[1..];
            number |= (part & 0x7F) << shift;
            if (part < 0x80) return true;
        }

        return false;
    }
}
