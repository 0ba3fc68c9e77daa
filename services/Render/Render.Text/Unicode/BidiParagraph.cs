namespace WasmEngine.Render.Text.Unicode;

/// <summary>The base direction of a paragraph.</summary>
public enum BaseDirection : byte
{
    /// <summary>direction: ltr.</summary>
    LeftToRight,

    /// <summary>direction: rtl.</summary>
    RightToLeft,

    /// <summary>By the first strong character, left to right if there is none (P2, P3): dir=auto, unicode-bidi: plaintext.</summary>
    Auto,

    /// <summary>As Auto, right to left if there is none.</summary>
    AutoRightToLeft,
}

/// <summary>
/// The bidirectional algorithm (UAX 9) on one text. Immutable.
/// </summary>
/// <remarks>
/// The caller puts control characters where CSS says so (css-writing-modes-4 §2.4.2): around an element's text LRI or RLI
/// for unicode-bidi: isolate, FSI for plaintext, LRE or RLE for embed, LRO or RLO for bidi-override, both an isolate and an
/// override for isolate-override; behind it PDI or PDF in reverse order. A block's own direction is the base direction; a block
/// with bidi-override has the override around all of its text. An atomic inline is U+FFFC. A forced break (LF, U+2028 is none)
/// ends a paragraph: embeddings end there, and the caller begins them anew behind it.
/// </remarks>
public sealed class BidiParagraph
{
    private readonly byte[] _levels;
    private readonly BidiClass[] _classes; // original ones; of a surrogate pair both are the pair's
    private readonly (int End, byte Level)[] _paragraphs;

    private BidiParagraph(byte[] levels, BidiClass[] classes, (int End, byte Level)[] paragraphs)
    {
        _levels = levels;
        _classes = classes;
        _paragraphs = paragraphs;
    }

    /// <summary>Level of the first paragraph: 0 or 1.</summary>
    public byte BaseLevel => _paragraphs.Length > 0 ? _paragraphs[0].Level : (byte)0;

    /// <summary>Level of each UTF-16 unit; empty if all are 0. Even is left to right.</summary>
    public ReadOnlySpan<byte> Levels => _levels;

    /// <summary>Whether nothing has to be reordered.</summary>
    public bool IsLeftToRight => _levels.Length == 0;

    private static BidiParagraph Trivial { get; } = new([], [], []);

    /// <summary>Whether text is left to right for certain, whatever is done with it: no character asks for another direction.</summary>
    public static bool IsCertainlyLeftToRight(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var odd = text.IndexOfAnyExceptInRange('\0', '\u058F');
            if (odd < 0) return true;
            var codepoint = UnicodeData.CodepointAt(text, odd, out var length);
            if (UnicodeData.Lookup(codepoint).Bidi is BidiClass.R or BidiClass.AL or BidiClass.AN or (>= BidiClass.LRE and <= BidiClass.PDI)) return false;
            text = text[(odd + length)..];
        }
    }

    /// <summary>Resolves the levels of a text; a paragraph separator within it ends a paragraph.</summary>
    public static BidiParagraph Resolve(ReadOnlySpan<char> text, BaseDirection direction)
    {
        if (direction is BaseDirection.LeftToRight or BaseDirection.Auto && IsCertainlyLeftToRight(text)) return Trivial;
        var classes = new BidiClass[text.Length];
        for (var at = 0; at < text.Length;)
        {
            var value = UnicodeData.Lookup(UnicodeData.CodepointAt(text, at, out var length)).Bidi;
            classes.AsSpan(at, length).Fill(value);
            at += length;
        }

        return Resolve(text, classes, direction);
    }

    // For the conformance test, whose data are classes. The text is looked at for brackets alone.
    internal static BidiParagraph Resolve(ReadOnlySpan<char> text, BidiClass[] classes, BaseDirection direction)
    {
        var levels = new byte[text.Length];
        var paragraphs = new List<(int End, byte Level)>();
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfParagraph(text, classes, start);
            var level = BaseLevelOf(classes.AsSpan(start, end - start), direction);
            new BidiResolver(text[start..end], classes.AsSpan(start, end - start), level).Resolve(levels.AsSpan(start, end - start));
            paragraphs.Add((end, level));
            start = end;
        }

        if (paragraphs.Count == 0) paragraphs.Add((0, direction is BaseDirection.RightToLeft or BaseDirection.AutoRightToLeft ? (byte)1 : (byte)0));
        return new BidiParagraph(levels, classes, [.. paragraphs]);
    }

    private static int EndOfParagraph(ReadOnlySpan<char> text, BidiClass[] classes, int start)
    {
        var at = Array.IndexOf(classes, BidiClass.B, start);
        if (at < 0) return classes.Length;
        return text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private static byte BaseLevelOf(ReadOnlySpan<BidiClass> classes, BaseDirection direction) => direction switch
    {
        BaseDirection.LeftToRight => 0,
        BaseDirection.RightToLeft => 1,
        _ => BidiResolver.FirstStrong(classes) switch
        {
            BidiClass.L => 0,
            BidiClass.R or BidiClass.AL => 1,
            _ => direction == BaseDirection.Auto ? (byte)0 : (byte)1,
        },
    };

    /// <summary>The base level of the paragraph that an index lies in.</summary>
    public byte BaseLevelAt(int index)
    {
        int low = 0, high = _paragraphs.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (index < _paragraphs[middle].End) high = middle;
            else low = middle + 1;
        }

        return _paragraphs.Length > 0 ? _paragraphs[low].Level : (byte)0;
    }

    /// <summary>
    /// Levels of one line (L1): separators, and white space before them or at the line's end, get the base level.
    /// </summary>
    /// <param name="start">Where the line begins.</param>
    /// <param name="end">Index behind its last character.</param>
    /// <param name="levels">Gets a level for each of its UTF-16 units.</param>
    public void LineLevels(int start, int end, Span<byte> levels)
    {
        if (IsLeftToRight)
        {
            levels[..(end - start)].Clear();
            return;
        }

        _levels.AsSpan(start, end - start).CopyTo(levels);
        var trailing = true;
        for (var at = end - 1; at >= start; at--)
        {
            var value = _classes[at];
            if (value is BidiClass.B or BidiClass.S) trailing = true;
            else if (value is not (BidiClass.WS or BidiClass.BN or (>= BidiClass.LRE and <= BidiClass.PDI))) trailing = false;
            if (trailing) levels[at - start] = BaseLevelAt(at);
        }
    }

    /// <summary>
    /// The visual order of the runs of a line (L2): from the highest level down to the lowest odd one, each sequence of runs at
    /// that level or higher is turned around.
    /// </summary>
    /// <param name="levels">The level of each run, in logical order.</param>
    /// <param name="order">Gets the logical indices from left to right.</param>
    public static void ReorderVisually(ReadOnlySpan<byte> levels, Span<int> order)
    {
        byte highest = 0, lowestOdd = byte.MaxValue;
        for (var i = 0; i < levels.Length; i++)
        {
            order[i] = i;
            highest = Math.Max(highest, levels[i]);
            if ((levels[i] & 1) != 0) lowestOdd = Math.Min(lowestOdd, levels[i]);
        }

        for (int level = highest; level >= lowestOdd; level--)
        {
            for (var i = 0; i < levels.Length; i++)
            {
                if (levels[i] < level) continue;
                var end = i;
                while (end < levels.Length && levels[end] >= level) end++;
                order[i..end].Reverse();
                i = end;
            }
        }
    }
}
