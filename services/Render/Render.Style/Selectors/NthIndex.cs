using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Indexes of elements among their siblings; elements are asked for in document order, so each is found from the one before.</summary>
internal sealed class NthIndex
{
    private const int MostEntries = 4096;
    private readonly Dictionary<(Element? Parent, string Tag, ElementNamespace Space), (Element Last, int Index, int Count)> _known = [];

    /// <summary>Forgets everything; to be called when the tree may have changed.</summary>
    public void Clear() => _known.Clear();

    /// <summary>Index counted from 1.</summary>
    public int Index(Element element, bool sameType)
    {
        var key = Key(element, sameType);
        var known = _known.TryGetValue(key, out var entry);
        var index = 0;
        for (var before = element; before is not null; before = before.PreviousElement)
        {
            if (known && before == entry.Last)
            {
                index += entry.Index;
                break;
            }

            if (IsCounted(before, element, sameType)) index++;
        }

        Keep(key, (element, index, entry.Count));
        return index;
    }

    /// <summary>How many siblings count, the element itself among them.</summary>
    public int Count(Element element, bool sameType)
    {
        var key = Key(element, sameType);
        if (_known.TryGetValue(key, out var entry) && entry.Count > 0) return entry.Count;
        var count = 0;
        for (var sibling = element.Parent?.FirstElement ?? element; sibling is not null; sibling = sibling.NextElement)
        {
            if (IsCounted(sibling, element, sameType)) count++;
        }

        if (_known.TryGetValue(key, out entry)) Keep(key, entry with { Count = count });
        return count;
    }

    private static bool IsCounted(Element sibling, Element element, bool sameType) =>
        !sameType || (sibling.Namespace == element.Namespace && string.Equals(sibling.Tag, element.Tag, StringComparison.Ordinal));

    private static (Element?, string, ElementNamespace) Key(Element element, bool sameType) =>
        sameType ? (element.Parent, element.Tag, element.Namespace) : (element.Parent, "", ElementNamespace.Html);

    private void Keep((Element?, string, ElementNamespace) key, (Element, int, int) entry)
    {
        if (_known.Count >= MostEntries && !_known.ContainsKey(key)) _known.Clear();
        _known[key] = entry;
    }
}
