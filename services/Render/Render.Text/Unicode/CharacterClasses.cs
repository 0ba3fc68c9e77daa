namespace WasmEngine.Render.Text.Unicode;

// The order of each enumeration is that of the lists in deploy/unicode-tables.py.
#pragma warning disable CA1008 // The first value is what unassigned characters have, not "none".

/// <summary>Bidi_Class (UAX 9, table 4).</summary>
public enum BidiClass : byte
{
    /// <summary>Strong left to right.</summary>
    L,
    /// <summary>Strong right to left.</summary>
    R,
    /// <summary>Arabic letter.</summary>
    AL,
    /// <summary>European number.</summary>
    EN,
    /// <summary>European separator.</summary>
    ES,
    /// <summary>European terminator.</summary>
    ET,
    /// <summary>Arabic number.</summary>
    AN,
    /// <summary>Common separator.</summary>
    CS,
    /// <summary>Nonspacing mark.</summary>
    NSM,
    /// <summary>Boundary neutral.</summary>
    BN,
    /// <summary>Paragraph separator.</summary>
    B,
    /// <summary>Segment separator.</summary>
    S,
    /// <summary>White space.</summary>
    WS,
    /// <summary>Other neutral.</summary>
    ON,
    /// <summary>Left-to-right embedding.</summary>
    LRE,
    /// <summary>Left-to-right override.</summary>
    LRO,
    /// <summary>Right-to-left embedding.</summary>
    RLE,
    /// <summary>Right-to-left override.</summary>
    RLO,
    /// <summary>Pop directional format.</summary>
    PDF,
    /// <summary>Left-to-right isolate.</summary>
    LRI,
    /// <summary>Right-to-left isolate.</summary>
    RLI,
    /// <summary>First strong isolate.</summary>
    FSI,
    /// <summary>Pop directional isolate.</summary>
    PDI,
}

/// <summary>Line_Break (UAX 14, table 1), by its short names.</summary>
public enum LineBreakClass : byte
{
#pragma warning disable CS1591
    XX, BK, CM, CR, GL, LF, NL, SP, WJ, ZW, ZWJ, AI, AL, B2, BA, BB, CB, CJ, CL, CP, EB, EM, EX, H2, H3, HL, HY, ID, IN, IS, JL, JT, JV, NS, NU, OP, PO, PR,
    QU, RI, SA, SG, SY,
}

/// <summary>Grapheme_Cluster_Break (UAX 29, table 2).</summary>
public enum GraphemeClass : byte
{
    Other, CR, LF, Control, Extend, ZWJ, RegionalIndicator, Prepend, SpacingMark, L, V, T, LV, LVT,
}

/// <summary>Word_Break (UAX 29, table 3).</summary>
public enum WordClass : byte
{
    Other, CR, LF, Newline, Extend, ZWJ, RegionalIndicator, Format, Katakana, HebrewLetter, ALetter, SingleQuote, DoubleQuote, MidNumLet, MidLetter, MidNum,
    Numeric, ExtendNumLet, WSegSpace,
}
#pragma warning restore CS1591

/// <summary>East_Asian_Width (UAX 11).</summary>
public enum EastAsianWidth : byte
{
    /// <summary>Not East Asian.</summary>
    Neutral,
    /// <summary>Wide or narrow, by context.</summary>
    Ambiguous,
    /// <summary>The narrow form of a wide character.</summary>
    Halfwidth,
    /// <summary>Wide.</summary>
    Wide,
    /// <summary>The wide form of a narrow character.</summary>
    Fullwidth,
    /// <summary>Narrow.</summary>
    Narrow,
}
