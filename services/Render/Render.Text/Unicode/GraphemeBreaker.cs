namespace WasmEngine.Render.Text.Unicode;

/// <summary>Extended grapheme clusters (UAX 29 §3): what a user takes for one character.</summary>
public static class GraphemeBreaker
{
    /// <summary>The end of the cluster that begins at an index; the index must be a boundary, and less than the text's length.</summary>
    public static int Next(ReadOnlySpan<char> text, int index)
    {
        var codepoint = UnicodeData.CodepointAt(text, index, out var length);
        var before = UnicodeData.Lookup(codepoint);
        var state = Start(before);
        index += length;
        while (index < text.Length)
        {
            var after = UnicodeData.Lookup(UnicodeData.CodepointAt(text, index, out length));
            if (IsBoundary(before.Grapheme, after, state)) return index;
            state = Advance(state, after);
            before = after;
            index += length;
        }

        return index;
    }

    /// <summary>The start of the cluster that ends at an index (more than 0), or of the one that the index lies in.</summary>
    public static int Previous(ReadOnlySpan<char> text, int index)
    {
        // Clusters are found forwards, from a place that is a boundary for certain: behind a control character or plain letter.
        var start = index;
        do
        {
            UnicodeData.CodepointBefore(text, start, out var length);
            start -= length;
        }
        while (start > 0 && !IsCertain(text, start));
        while (true)
        {
            var next = Next(text, start);
            if (next >= index) return start;
            start = next;
        }
    }

    /// <summary>Whether an index lies between two clusters; so do 0 and the end.</summary>
    public static bool IsBoundaryAt(ReadOnlySpan<char> text, int index)
    {
        if (index <= 0 || index >= text.Length) return true;
        if (char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1])) return false;
        return Next(text, Previous(text, index)) == index;
    }

    private static bool IsCertain(ReadOnlySpan<char> text, int index)
    {
        var after = UnicodeData.Lookup(UnicodeData.CodepointAt(text, index, out _));
        if (after.Grapheme != GraphemeClass.Other || after.IsExtendedPictographic) return false;
        var before = UnicodeData.Lookup(UnicodeData.CodepointBefore(text, index, out _)).Grapheme;
        return before != GraphemeClass.Prepend;
    }

    // What GB11 to GB13 have to know of the characters before.
    private enum State : byte
    {
        Plain,
        Pictograph, // ExtPict Extend*
        PictographJoiner, // ExtPict Extend* ZWJ
        OddRegional, // an odd number of regional indicators
    }

    private static State Start(CharacterRecord record)
    {
        if (record.IsExtendedPictographic) return State.Pictograph;
        return record.Grapheme == GraphemeClass.RegionalIndicator ? State.OddRegional : State.Plain;
    }

    private static State Advance(State state, CharacterRecord record)
    {
        if (record.IsExtendedPictographic) return State.Pictograph;
        return record.Grapheme switch
        {
            GraphemeClass.Extend when state == State.Pictograph => State.Pictograph,
            GraphemeClass.ZWJ when state == State.Pictograph => State.PictographJoiner,
            GraphemeClass.RegionalIndicator => state == State.OddRegional ? State.Plain : State.OddRegional,
            _ => State.Plain,
        };
    }

    private static bool IsBoundary(GraphemeClass before, CharacterRecord afterRecord, State state)
    {
        var after = afterRecord.Grapheme;
        if (before == GraphemeClass.CR && after == GraphemeClass.LF) return false; // GB3
        if (IsControl(before) || IsControl(after)) return true; // GB4, GB5
        if (JoinsHangul(before, after)) return false; // GB6 to GB8
        if (after is GraphemeClass.Extend or GraphemeClass.ZWJ or GraphemeClass.SpacingMark || before == GraphemeClass.Prepend) return false; // GB9, GB9a, GB9b
        if (state == State.PictographJoiner && afterRecord.IsExtendedPictographic) return false; // GB11
        return !(state == State.OddRegional && after == GraphemeClass.RegionalIndicator); // GB12, GB13, GB999
    }

    private static bool IsControl(GraphemeClass value) => value is GraphemeClass.Control or GraphemeClass.CR or GraphemeClass.LF;

    private static bool JoinsHangul(GraphemeClass before, GraphemeClass after) => before switch
    {
        GraphemeClass.L => after is GraphemeClass.L or GraphemeClass.V or GraphemeClass.LV or GraphemeClass.LVT,
        GraphemeClass.LV or GraphemeClass.V => after is GraphemeClass.V or GraphemeClass.T,
        GraphemeClass.LVT or GraphemeClass.T => after is GraphemeClass.T,
        _ => false,
    };
}
