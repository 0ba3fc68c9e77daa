namespace WasmEngine.Render.Text.Unicode;

/// <summary>Words (UAX 29 §4): what a double click selects, and where text-transform: capitalize looks for a first letter.</summary>
public static class WordBreaker
{
    /// <summary>The end of the word, or of the space or mark between words, that begins at an index; the index must be a boundary.</summary>
    public static int Next(ReadOnlySpan<char> text, int index)
    {
        var at = index;
        while (true)
        {
            UnicodeData.CodepointAt(text, at, out var length);
            at += length;
            if (at >= text.Length || IsBoundary(text, at)) return at;
        }
    }

    /// <summary>Whether an index is a boundary of words; 0 and the end are.</summary>
    public static bool IsBoundary(ReadOnlySpan<char> text, int index)
    {
        if (index <= 0 || index >= text.Length) return true; // WB1, WB2
        if (char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1])) return false;
        var before = UnicodeData.Lookup(UnicodeData.CodepointBefore(text, index, out _)).Word;
        var afterRecord = UnicodeData.Lookup(UnicodeData.CodepointAt(text, index, out _));
        var after = afterRecord.Word;
        if (before == WordClass.CR && after == WordClass.LF) return false; // WB3
        if (IsNewline(before) || IsNewline(after)) return true; // WB3a, WB3b
        if (before == WordClass.ZWJ && afterRecord.IsExtendedPictographic) return false; // WB3c
        if (before == WordClass.WSegSpace && after == WordClass.WSegSpace) return false; // WB3d
        if (IsIgnored(after)) return false; // WB4
        var at = SkipBack(text, index);
        if (at < 0) return true; // only ignored characters before it, which stand for themselves
        before = UnicodeData.Lookup(UnicodeData.CodepointAt(text, at, out _)).Word;
        return !IsKept(text, at, before, index, after);
    }

    private static bool IsKept(ReadOnlySpan<char> text, int beforeAt, WordClass before, int afterAt, WordClass after)
    {
        if (IsLetter(before) && (IsLetter(after) || after == WordClass.Numeric)) return true; // WB5, WB9
        if (before == WordClass.Numeric && (after == WordClass.Numeric || IsLetter(after))) return true; // WB8, WB10
        if (IsLetter(before) && IsMidLetter(after) && IsLetter(NextClass(text, afterAt))) return true; // WB6
        if (IsLetter(after) && IsMidLetter(before) && IsLetter(PreviousClass(text, beforeAt))) return true; // WB7
        if (before == WordClass.HebrewLetter && after == WordClass.SingleQuote) return true; // WB7a
        if (before == WordClass.HebrewLetter && after == WordClass.DoubleQuote && NextClass(text, afterAt) == WordClass.HebrewLetter) return true; // WB7b
        if (after == WordClass.HebrewLetter && before == WordClass.DoubleQuote && PreviousClass(text, beforeAt) == WordClass.HebrewLetter) return true; // WB7c
        if (after == WordClass.Numeric && IsMidNumber(before) && PreviousClass(text, beforeAt) == WordClass.Numeric) return true; // WB11
        if (before == WordClass.Numeric && IsMidNumber(after) && NextClass(text, afterAt) == WordClass.Numeric) return true; // WB12
        if (before == WordClass.Katakana && after == WordClass.Katakana) return true; // WB13
        if (after == WordClass.ExtendNumLet && (IsLetter(before) || before is WordClass.Numeric or WordClass.Katakana or WordClass.ExtendNumLet)) return true; // WB13a
        if (before == WordClass.ExtendNumLet && (IsLetter(after) || after is WordClass.Numeric or WordClass.Katakana)) return true; // WB13b
        return before == WordClass.RegionalIndicator && after == WordClass.RegionalIndicator && HasOddRegionals(text, beforeAt); // WB15, WB16
    }

    private static bool HasOddRegionals(ReadOnlySpan<char> text, int at)
    {
        const int most = 256; // flags in a row; whoever writes more gets some of them parted
        var odd = false;
        for (var count = 0; count < most && at >= 0 && UnicodeData.Lookup(UnicodeData.CodepointAt(text, at, out _)).Word == WordClass.RegionalIndicator; count++)
        {
            odd = !odd;
            at = SkipBack(text, at);
        }

        return odd;
    }

    // The index of the last character before an index that is not ignored (WB4); -1 if there is none. Characters that ignore
    // follow a newline, or begin the text, stand for themselves.
    private static int SkipBack(ReadOnlySpan<char> text, int index)
    {
        var at = index;
        while (at > 0)
        {
            var value = UnicodeData.Lookup(UnicodeData.CodepointBefore(text, at, out var length)).Word;
            at -= length;
            if (!IsIgnored(value)) return IsNewline(value) && at + length < index ? at + length : at;
        }

        return index > 0 ? 0 : -1;
    }

    private static WordClass NextClass(ReadOnlySpan<char> text, int at)
    {
        UnicodeData.CodepointAt(text, at, out var length);
        for (at += length; at < text.Length; at += length)
        {
            var value = UnicodeData.Lookup(UnicodeData.CodepointAt(text, at, out length)).Word;
            if (!IsIgnored(value)) return value;
        }

        return WordClass.Other;
    }

    private static WordClass PreviousClass(ReadOnlySpan<char> text, int at)
    {
        var before = SkipBack(text, at);
        return before < 0 ? WordClass.Other : UnicodeData.Lookup(UnicodeData.CodepointAt(text, before, out _)).Word;
    }

    private static bool IsLetter(WordClass value) => value is WordClass.ALetter or WordClass.HebrewLetter;

    private static bool IsMidLetter(WordClass value) => value is WordClass.MidLetter or WordClass.MidNumLet or WordClass.SingleQuote;

    private static bool IsMidNumber(WordClass value) => value is WordClass.MidNum or WordClass.MidNumLet or WordClass.SingleQuote;

    private static bool IsIgnored(WordClass value) => value is WordClass.Extend or WordClass.Format or WordClass.ZWJ;

    private static bool IsNewline(WordClass value) => value is WordClass.CR or WordClass.LF or WordClass.Newline;
}
