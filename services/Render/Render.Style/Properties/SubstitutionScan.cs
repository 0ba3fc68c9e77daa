namespace WasmEngine.Render.Style;

internal enum SubstitutionContent
{
    /// <summary>No var(), env(), attr().</summary>
    Plain,

    /// <summary>Some, all of them well formed.</summary>
    Functions,

    /// <summary>Something that no value may contain, or a malformed var().</summary>
    Invalid,
}

/// <summary>Looks for functions that the cascade substitutes (css-variables-1, css-env-1, css-values-5).</summary>
internal static class SubstitutionScan
{
    internal static SubstitutionContent Scan(TokenStream stream, int start, int end)
    {
        var found = SubstitutionContent.Plain;
        for (var i = start; i < end; i++)
        {
            ref readonly var token = ref stream[i];
            switch (token.Kind)
            {
                case CssTokenKind.BadString or CssTokenKind.BadUrl:
                    return SubstitutionContent.Invalid;
                case CssTokenKind.CloseParen or CssTokenKind.CloseSquare or CssTokenKind.CloseCurly when !IsCloser(stream, i):
                    return SubstitutionContent.Invalid;
                case CssTokenKind.Function when IsSubstitution(token):
                    if (!IsWellFormed(stream, i, end)) return SubstitutionContent.Invalid;
                    found = SubstitutionContent.Functions;
                    break;
            }
        }

        return found;
    }

    private static bool IsCloser(TokenStream stream, int index) => stream.IsMatched(index);

    private static bool IsSubstitution(in CssToken token) => token.IsFunction("var") || token.IsFunction("env") || token.IsFunction("attr");

    /// <summary>A name, then nothing or a comma and whatever (attr takes a type before it).</summary>
    private static bool IsWellFormed(TokenStream stream, int function, int end)
    {
        var at = function + 1;
        end = Math.Min(stream.BlockEnd(function), end);
        while (at < end && stream[at].Kind == CssTokenKind.Whitespace) at++;
        if (at >= end || stream[at].Kind != CssTokenKind.Ident) return false;
        if (!stream[function].IsFunction("var")) return true;
        if (stream[at].Text is not { Length: > 2 } name || !name.StartsWith("--", StringComparison.Ordinal)) return false;
        at++;
        while (at < end && stream[at].Kind == CssTokenKind.Whitespace) at++;
        return at >= end || stream[at].Kind == CssTokenKind.Comma;
    }
}
