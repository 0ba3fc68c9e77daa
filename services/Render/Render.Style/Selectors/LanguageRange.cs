namespace WasmEngine.Render.Style;

/// <summary>Extended filtering of language tags (RFC 4647, section 3.3.2), as :lang() asks for.</summary>
internal static class LanguageRange
{
    /// <summary>Whether a range takes a language.</summary>
    public static bool Matches(string range, string language)
    {
        if (range.Length == 0 || language.Length == 0) return range.Length == language.Length;
        var wanted = range.Split('-');
        var actual = language.Split('-');
        if (wanted[0] is not "*" && !wanted[0].Equals(actual[0], StringComparison.OrdinalIgnoreCase)) return false;
        var at = 1;
        for (var i = 1; i < wanted.Length; i++)
        {
            if (wanted[i] is "*") continue;
            while (true)
            {
                if (at >= actual.Length) return false;
                if (actual[at].Equals(wanted[i], StringComparison.OrdinalIgnoreCase)) break;
                // A single character starts an extension: nothing behind it may be skipped to.
                if (actual[at].Length == 1) return false;
                at++;
            }

            at++;
        }

        return true;
    }
}
