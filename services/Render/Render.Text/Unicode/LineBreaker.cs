using C = WasmEngine.Render.Text.Unicode.LineBreakClass;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>
/// Where lines may end: the rules of UAX 14 (with its regular expression for numbers, §8.2 example 7), as CSS tailors them, and
/// with what browsers do differently for ASCII (<see cref="AsciiBreaks"/>): a space always ends a word, and of two ASCII
/// characters a table decides. Forced breaks, soft hyphens and preserved spaces are found as UAX 14 says; what they look like
/// is the line's matter.
/// </summary>
public static class LineBreaker
{
    private const int LongestContext = 256;

    /// <summary>Finds all breaks: <paramref name="breaks"/> gets for each UTF-16 unit what may be done before it.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="options">The tailoring of all of it.</param>
    /// <param name="breaks">As long as the text.</param>
    public static void Find(ReadOnlySpan<char> text, LineBreakOptions options, Span<LineBreak> breaks) => Find(text, 0, text.Length, options, breaks);

    /// <summary>
    /// Finds the breaks of a part of the text, with what is before it as context: for paragraphs whose elements differ in their
    /// tailoring. Only <paramref name="breaks"/> from <paramref name="start"/> to <paramref name="end"/> are written.
    /// </summary>
    public static void Find(ReadOnlySpan<char> text, int start, int end, LineBreakOptions options, Span<LineBreak> breaks)
    {
        breaks[start..end].Clear();
        if (start >= end) return;
        if (options.Rule == LineBreakRule.Anywhere)
        {
            FindAnywhere(text, start, end, breaks);
            return;
        }

        var from = ContextStart(text, start);
        var state = new LineBreakState(options);
        var previous = state.Begin(text, from, out var length);
        for (var at = from + length; at < end; at += length)
        {
            var codepoint = UnicodeData.CodepointAt(text, at, out length);
            var found = Decide(ref state, text, at, length, previous, codepoint, options);
            if (at >= start) breaks[at] = found;
            previous = codepoint;
        }
    }

    private static LineBreak Decide(ref LineBreakState state, ReadOnlySpan<char> text, int at, int length, int previous, int codepoint, LineBreakOptions options)
    {
        var found = state.Next(text, at, length, codepoint);
        if (options.IsPlain || found == LineBreak.Mandatory) return found;
        if (codepoint == ' ' || codepoint == '\t') return LineBreak.None;
        if (previous is ' ' or '\t') return LineBreak.Allowed;
        if (!AsciiBreaks.Decides(previous, codepoint)) return found;
        if (options.Word == WordBreakRule.BreakAll) return AsciiBreaks.IsAllowedInWords(previous, codepoint) ? LineBreak.Allowed : found;
        return AsciiBreaks.IsAllowed(previous, codepoint, at >= 2 ? text[at - 2] : '\0') ? LineBreak.Allowed : LineBreak.None;
    }

    private static void FindAnywhere(ReadOnlySpan<char> text, int start, int end, Span<LineBreak> breaks)
    {
        // Forwards by clusters: looking back from each place would take quadratic time in a text of nothing but marks.
        for (var at = start == 0 ? GraphemeBreaker.Next(text, 0) : FirstBoundary(text, start); at < end; at = GraphemeBreaker.Next(text, at))
        {
            // A space stays with what is before it: it hangs at the line's end.
            if (text[at] is ' ' or '\t' or '\u3000') continue;
            var before = UnicodeData.Lookup(UnicodeData.CodepointBefore(text, at, out _)).LineBreak;
            breaks[at] = before is C.BK or C.CR or C.LF or C.NL ? LineBreak.Mandatory : LineBreak.Allowed;
        }
    }

    private static int FirstBoundary(ReadOnlySpan<char> text, int start) =>
        GraphemeBreaker.IsBoundaryAt(text, start) ? start : GraphemeBreaker.Next(text, GraphemeBreaker.Previous(text, start));

    // Rules look back over spaces, marks, digits and flags only: behind a letter after a space all is new.
    private static int ContextStart(ReadOnlySpan<char> text, int start)
    {
        var at = start - 1;
        for (; at > 0 && at > start - LongestContext; at--)
        {
            if (text[at - 1] == ' ' && char.IsAsciiLetter(text[at])) return at;
        }

        return at > 0 && char.IsLowSurrogate(text[at]) ? at - 1 : Math.Max(at, 0);
    }
}
