namespace WasmEngine.Render.Text.Unicode;

/// <summary>All properties of a character that text layout asks for, packed into one word.</summary>
public readonly record struct CharacterRecord(ulong Bits)
{
    /// <summary>Direction.</summary>
    public BidiClass Bidi => (BidiClass)(Bits & 0x1F);

    /// <summary>Behaviour in line breaking, not resolved (LB1 is the breaker's).</summary>
    public LineBreakClass LineBreak => (LineBreakClass)((Bits >> 5) & 0x3F);

    /// <summary>Behaviour in grapheme clusters.</summary>
    public GraphemeClass Grapheme => (GraphemeClass)((Bits >> 11) & 0xF);

    /// <summary>Behaviour at words' ends.</summary>
    public WordClass Word => (WordClass)((Bits >> 15) & 0x1F);

    /// <summary>Script.</summary>
    public Script Script => (Script)((Bits >> 20) & 0xFF);

    /// <summary>East Asian width.</summary>
    public EastAsianWidth Width => (EastAsianWidth)((Bits >> 36) & 7);

    /// <summary>Whether it is or may become a pictograph of emoji sequences.</summary>
    public bool IsExtendedPictographic => (Bits & (1UL << 39)) != 0;

    /// <summary>Whether it can be an emoji.</summary>
    public bool IsEmoji => (Bits & (1UL << 40)) != 0;

    /// <summary>Whether it is an emoji unless a variation selector says otherwise.</summary>
    public bool IsEmojiPresentation => (Bits & (1UL << 41)) != 0;

    /// <summary>Whether it is a skin tone.</summary>
    public bool IsEmojiModifier => (Bits & (1UL << 42)) != 0;

    /// <summary>Whether it is not assigned.</summary>
    public bool IsUnassigned => (Bits & (1UL << 43)) != 0;

    /// <summary>Whether it is a combining mark.</summary>
    public bool IsMark => (Bits & (1UL << 44)) != 0;

    /// <summary>Whether it is an opening quotation mark (Pi).</summary>
    public bool IsInitialQuote => (Bits & (1UL << 45)) != 0;

    /// <summary>Whether it is a closing quotation mark (Pf).</summary>
    public bool IsFinalQuote => (Bits & (1UL << 46)) != 0;

    /// <summary>Whether it takes a wide cell: Fullwidth, Wide or Halfwidth.</summary>
    public bool IsEastAsian => Width is EastAsianWidth.Fullwidth or EastAsianWidth.Wide or EastAsianWidth.Halfwidth;

    internal int ScriptSet => (int)((Bits >> 28) & 0xFF);
}
