using C = WasmEngine.Render.Text.Unicode.LineBreakClass;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>
/// What CSS makes of the classes of UAX 14: line-break and word-break (css-text-3 §5.2 and §5.3), as Chromium has them where the
/// specification leaves a choice.
/// </summary>
internal static class LineBreakTailoring
{
    /// <summary>The class of a character, resolved (LB1) and tailored.</summary>
    internal static C Classify(int codepoint, CharacterRecord record, LineBreakOptions options)
    {
        var value = record.LineBreak switch
        {
            C.AI or C.SG or C.XX => C.AL,
            C.SA => record.IsMark ? C.CM : C.AL,
            // Small kana and the long vowel mark may begin a line unless the rule is strict.
            C.CJ => options.IsPlain || options.Rule == LineBreakRule.Strict ? C.NS : C.ID,
            var other => other,
        };
        if (options.IsPlain) return value;
        if (options.Rule is LineBreakRule.Loose or LineBreakRule.Normal) value = Loosen(codepoint, value, options);
        if (options.Word == WordBreakRule.BreakAll && value is (C.AL or C.HL or C.NU)) return C.ID;
        return value;
    }

    /// <summary>Whether word-break: keep-all keeps two letters, digits or syllables together.</summary>
    internal static bool IsKeptWhole(C value, CharacterRecord record) =>
        value is C.AL or C.HL or C.NU or C.H2 or C.H3 or C.JL or C.JV or C.JT || (value == C.ID && !record.IsExtendedPictographic) || record.LineBreak == C.CJ;

    /// <summary>Whether the rule allows a break between two characters although UAX 14 does not.</summary>
    internal static bool IsLoose(CharacterRecord before, C last, int codepoint, C now, LineBreakOptions options)
    {
        if (options.Rule != LineBreakRule.Loose) return false;
        // Leaders may be parted, and hyphens behind East Asian characters begin a line.
        return (last == C.IN && now == C.IN) || (options.IsChineseOrJapanese && codepoint is 0x2010 or 0x2013 && before.IsEastAsian);
    }

    private static C Loosen(int codepoint, C value, LineBreakOptions options)
    {
        var cjk = options.IsChineseOrJapanese;
        if (cjk && codepoint is 0x301C or 0x30A0) return C.ID; // wave dash, double hyphen: normal and loose
        if (options.Rule != LineBreakRule.Loose) return value;
        return codepoint switch
        {
            0x3005 or 0x303B or 0x309D or 0x309E or 0x30FD or 0x30FE => C.ID, // iteration marks
            0x203C or 0x2047 or 0x2048 or 0x2049 or 0x30FB or 0xFF1A or 0xFF1B or 0xFF65 or 0xFF01 or 0xFF1F when cjk => C.ID,
            _ => value,
        };
    }
}
