using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>
/// Splits a paragraph into items of one bidi level, one script and one font. Grapheme clusters stay whole: each is shown by the
/// first font that has all of it (css-fonts-4 §5.3).
/// </summary>
public static class TextItemizer
{
    private const int LongestLookedAt = 64; // characters of one cluster; only nonsense has more

    /// <summary>Appends the items of a paragraph, in logical order, without gaps.</summary>
    /// <param name="text">The paragraph after white-space processing.</param>
    /// <param name="spans">Its parts by element: they cover the text without gaps.</param>
    /// <param name="levels">Bidi level of each UTF-16 unit; empty if all are 0.</param>
    /// <param name="items">Gets the items.</param>
    public static void Itemize(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> spans, ReadOnlySpan<byte> levels, List<TextItem> items)
    {
        if (IsSimple(text, spans, levels))
        {
            items.Add(new TextItem(0, text.Length, 0, Script.Latin, spans[0].Font.Primary));
            return;
        }

        var scripts = new ScriptRuns(text);
        var span = 0;
        var start = 0;
        scripts.MoveNext();
        while (start < text.Length)
        {
            while (scripts.End <= start) scripts.MoveNext();
            while (spans[span].Start + spans[span].Length <= start) span++;
            var level = levels.IsEmpty ? (byte)0 : levels[start];
            var end = Math.Min(scripts.End, EndOfFont(spans, span));
            if (!levels.IsEmpty) end = EndOfLevel(levels, start, end);
            SplitByFont(text, start, end, level, scripts.Script, spans[span].Font, items);
            start = end;
        }
    }

    // Latin text of one element in its own font, as most text is. Only letters make it Latin for certain.
    private static bool IsSimple(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> spans, ReadOnlySpan<byte> levels)
    {
        if (spans.Length != 1 || text.IsEmpty || levels.ContainsAnyExcept((byte)0)) return false;
        var font = spans[0].Font.Primary;
        var letters = false;
        foreach (var unit in text)
        {
            if (unit is < ' ' or > '~' || !font.Contains(unit)) return false;
            letters |= char.IsAsciiLetter(unit);
        }

        return letters;
    }

    private static int EndOfFont(ReadOnlySpan<TextSpan> spans, int span)
    {
        var last = span;
        while (last + 1 < spans.Length && !spans[last + 1].BreaksShaping && ReferenceEquals(spans[last + 1].Font, spans[span].Font)) last++;
        return spans[last].Start + spans[last].Length;
    }

    private static int EndOfLevel(ReadOnlySpan<byte> levels, int start, int end)
    {
        var same = levels[start..end].IndexOfAnyExcept(levels[start]);
        return same < 0 ? end : start + same;
    }

    private static void SplitByFont(ReadOnlySpan<char> text, int start, int end, byte level, Script script, ResolvedFont font, List<TextItem> items)
    {
        var itemStart = start;
        ScaledFont? current = null;
        for (var at = start; at < end;)
        {
            var next = Math.Min(NextCluster(text, at), end);
            var chosen = FontOf(text[at..next], font, current);
            if (current is not null && !ReferenceEquals(chosen, current))
            {
                items.Add(new TextItem(itemStart, at - itemStart, level, script, current));
                itemStart = at;
            }

            current = chosen;
            at = next;
        }

        items.Add(new TextItem(itemStart, end - itemStart, level, script, current!));
    }

    private static int NextCluster(ReadOnlySpan<char> text, int at)
    {
        // Two ASCII characters never make a cluster, but CR LF.
        if (at + 1 < text.Length && text[at] < 0x7F && text[at + 1] < 0x7F && text[at] != '\r') return at + 1;
        return GraphemeBreaker.Next(text, at);
    }

    private static ScaledFont FontOf(ReadOnlySpan<char> cluster, ResolvedFont font, ScaledFont? current)
    {
        if (cluster.Length == 1 && cluster[0] < 0x7F && font.Primary.Contains(cluster[0])) return font.Primary;
        var codepoint = UnicodeData.CodepointAt(cluster, 0, out _);
        var record = UnicodeData.Lookup(codepoint);
        // What shows nothing needs no font of its own: it goes with what is before it.
        if (current is not null && IsInvisible(record) && cluster.Length <= 2) return current;
        if (cluster.Length > LongestLookedAt) cluster = cluster[..LongestLookedAt];
        return font.FontFor(cluster, EmojiSequences.PresentationOf(cluster));
    }

    private static bool IsInvisible(CharacterRecord record) =>
        record.Grapheme is GraphemeClass.Control or GraphemeClass.CR or GraphemeClass.LF or GraphemeClass.ZWJ || record.LineBreak is LineBreakClass.WJ or LineBreakClass.ZW;
}
