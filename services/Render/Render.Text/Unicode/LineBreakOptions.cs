namespace WasmEngine.Render.Text.Unicode;

/// <summary>line-break (css-text-3 §5.3).</summary>
public enum LineBreakRule : byte
{
    /// <summary>As the engine likes: normal, but for what is particular to Chinese and Japanese.</summary>
    Auto,

    /// <summary>Least restrictive.</summary>
    Loose,

    /// <summary>Most common; small kana may begin a line.</summary>
    Normal,

    /// <summary>Most stringent.</summary>
    Strict,

    /// <summary>Between all grapheme clusters, but before spaces.</summary>
    Anywhere,
}

/// <summary>word-break (css-text-3 §5.2); break-word is Normal with overflow-wrap: anywhere, which is the line's matter.</summary>
public enum WordBreakRule : byte
{
    /// <summary>As the script demands.</summary>
    Normal,

    /// <summary>Between any two letters.</summary>
    BreakAll,

    /// <summary>Not between letters, of Chinese and Japanese either.</summary>
    KeepAll,
}

/// <summary>What may be done before a character.</summary>
public enum LineBreak : byte
{
    /// <summary>The line must go on.</summary>
    None,

    /// <summary>The line may end.</summary>
    Allowed,

    /// <summary>The line must end: the character before is a forced break.</summary>
    Mandatory,
}

/// <summary>How CSS tailors line breaking.</summary>
/// <param name="Rule">line-break.</param>
/// <param name="Word">word-break.</param>
/// <param name="IsChineseOrJapanese">Whether the language is; loose and normal then allow more.</param>
public readonly record struct LineBreakOptions(LineBreakRule Rule = LineBreakRule.Auto, WordBreakRule Word = WordBreakRule.Normal, bool IsChineseOrJapanese = false)
{
    // Without the tailorings that browsers share: for the conformance tests of UAX 14.
    internal bool IsPlain { get; init; }
}
