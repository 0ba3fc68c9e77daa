namespace WasmEngine.Render.Style;

/// <summary>
/// Evaluates media queries (mediaqueries-5). What is unknown or not valid makes its query false, as the specification says.
/// </summary>
public static class MediaQueryList
{
    /// <summary>Whether a list, as text, matches. The empty one does.</summary>
    public static bool Matches(string text, MediaEnvironment environment) => Matches(CssTokenizer.Tokenize(text), environment);

    /// <summary>Whether a list matches. The empty one does.</summary>
    public static bool Matches(CssToken[] tokens, MediaEnvironment environment)
    {
        var cursor = new ConditionCursor(tokens);
        if (cursor.IsAtEnd) return true;
        var matches = false;
        while (true)
        {
            var value = Query(cursor, environment);
            // A query with something after it that does not belong there is not valid: `not all`.
            if (!cursor.IsAtEnd && cursor.Peek().Kind != CssTokenKind.Comma)
            {
                value = false;
                cursor.SkipToComma();
            }

            matches |= value;
            if (!cursor.TryKind(CssTokenKind.Comma)) return matches;
        }
    }

    private static bool Query(ConditionCursor cursor, MediaEnvironment environment)
    {
        var start = cursor.At;
        var negated = cursor.TryIdent("not");
        if (!negated) cursor.TryIdent("only");
        if (cursor.Peek() is not { Kind: CssTokenKind.Ident, Text: { } type })
        {
            cursor.At = start;
            return cursor.Condition(() => InParentheses(cursor, environment)) == true;
        }

        cursor.Next();
        if (type.ToLowerInvariant() is "and" or "or" or "not" or "only" or "layer")
        {
            cursor.SkipToComma();
            return false;
        }

        bool? value = type.Equals("all", StringComparison.OrdinalIgnoreCase) || type.Equals("screen", StringComparison.OrdinalIgnoreCase);
        if (cursor.TryIdent("and"))
        {
            var rest = cursor.Condition(() => InParentheses(cursor, environment), allowOr: false);
            value = value == false || rest == false ? false : rest;
        }

        return (negated ? !value : value) == true;
    }

    private static bool? InParentheses(ConditionCursor cursor, MediaEnvironment environment)
    {
        var token = cursor.Peek();
        if (token.Kind == CssTokenKind.Function)
        {
            cursor.Next();
            cursor.TakeBlock();
            return null;
        }

        if (token.Kind != CssTokenKind.OpenParen) return null;
        cursor.Next();
        var block = new ConditionCursor(cursor.TakeBlock()) { Depth = cursor.Depth + 1 };
        if (block.Depth > ConditionCursor.MaxNesting) return null;
        if (block.Peek().Kind is CssTokenKind.OpenParen or CssTokenKind.Function || block.Peek().IsIdent("not"))
        {
            var value = block.Condition(() => InParentheses(block, environment));
            if (block.IsAtEnd) return value;
            block.At = 0;
        }

        return MediaFeature.Evaluate(block, environment);
    }
}
