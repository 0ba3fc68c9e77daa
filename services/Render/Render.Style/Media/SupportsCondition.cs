namespace WasmEngine.Render.Style;

/// <summary>Evaluates @supports (css-conditional-3 and -4).</summary>
public static class SupportsCondition
{
    /// <summary>Whether a condition, as text, holds.</summary>
    public static bool Matches(string text) => Matches(CssTokenizer.Tokenize(text), text);

    /// <summary>Whether a condition holds. What is not valid does not.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="text">The text that the tokens' offsets count from the first of them on.</param>
    public static bool Matches(CssToken[] tokens, string text)
    {
        if (tokens.Length == 0) return false;
        var origin = tokens[0].Start;
        var cursor = new ConditionCursor(tokens);
        return cursor.Condition(() => InParentheses(cursor, text, origin)) == true && cursor.IsAtEnd;
    }

    private static bool? InParentheses(ConditionCursor cursor, string text, int origin)
    {
        var token = cursor.Next();
        if (token.Kind == CssTokenKind.Function)
        {
            var arguments = cursor.TakeBlock();
            if (token.IsFunction("selector")) return SelectorParser.Parse(Trim(arguments)) is { } list && list.Selectors.Length == 1;
            if (token.IsFunction("font-format")) return arguments is [{ Text: "opentype" or "truetype" or "woff" or "woff2" }];
            return false;
        }

        if (token.Kind != CssTokenKind.OpenParen) return null;
        var block = cursor.TakeBlock();
        var inner = new ConditionCursor(block) { Depth = cursor.Depth + 1 };
        if (inner.Depth > ConditionCursor.MaxNesting) return false;
        if (inner.Peek() is { Kind: CssTokenKind.Ident, Text: { } name } && !inner.Peek().IsIdent("not"))
        {
            inner.Next();
            if (inner.TryKind(CssTokenKind.Colon)) return Declaration(name, block, inner.At, text, origin);
            return false;
        }

        inner.At = 0;
        var value = inner.Condition(() => InParentheses(inner, text, origin));
        return inner.IsAtEnd ? value : false;
    }

    private static bool Declaration(string name, CssToken[] block, int start, string text, int origin)
    {
        if (start >= block.Length) return name.StartsWith("--", StringComparison.Ordinal);
        var (from, to) = (block[start].Start - origin, block[^1].End - origin);
        if (from < 0 || to > text.Length || from > to) return false;
        var value = text[from..to].Trim();
        if (value.EndsWith("!important", StringComparison.OrdinalIgnoreCase)) value = value[..^10].TrimEnd();
        return DeclarationParser.Supports(name, value);
    }

    private static CssToken[] Trim(CssToken[] tokens)
    {
        var (start, end) = (0, tokens.Length);
        while (start < end && tokens[start].Kind == CssTokenKind.Whitespace) start++;
        while (end > start && tokens[end - 1].Kind == CssTokenKind.Whitespace) end--;
        return tokens[start..end];
    }
}
