namespace WasmEngine.Render.Text.Unicode;

/// <summary>
/// Breaks between two printable ASCII characters as browsers agree on them, which is less than UAX 14 allows after slashes and
/// more after question marks and hyphens. Measured: in Chromium, all 94 × 94 pairs.
/// </summary>
internal static class AsciiBreaks
{
    private const string Opening = "(<[{", NotAfterHyphen = "!$),./:;?]}", NotAfterQuestion = "!\"'),./:;?]}", BeforeOpening = "!\"#%&)*+,.:;=>\\]|}~";

    /// <summary>Whether the pair is decided here.</summary>
    internal static bool Decides(int before, int after) => before is > ' ' and < 0x7F && after is > ' ' and < 0x7F;

    /// <summary>Whether a line may end between the two.</summary>
    internal static bool IsAllowed(int before, int after, char beforeThat) => (char)before switch
    {
        // A hyphen before a digit is a minus sign unless a letter or digit is before it.
        '-' => char.IsAsciiDigit((char)after) ? char.IsAsciiLetterOrDigit(beforeThat) : !NotAfterHyphen.Contains((char)after),
        '?' => !NotAfterQuestion.Contains((char)after),
        _ => Opening.Contains((char)after) && BeforeOpening.Contains((char)before),
    };

    /// <summary>What word-break: break-all allows beyond breaks between letters: around hyphens and bars.</summary>
    internal static bool IsAllowedInWords(int before, int after) => (IsBar(before) && IsLetter(after)) || (IsBar(after) && IsLetter(before));

    private static bool IsBar(int value) => value is '-' or '|';

    private static bool IsLetter(int value) => char.IsAsciiLetterOrDigit((char)value) || IsBar(value);
}
