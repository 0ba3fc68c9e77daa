namespace WasmEngine.Render.Style;

/// <summary>A cursor over the tokens of a condition.</summary>
internal sealed class ConditionCursor(CssToken[] tokens)
{
    /// <summary>Levels of parentheses.</summary>
    public const int MaxNesting = 32;

    public int At { get; set; }

    public int Depth { get; set; }

    public bool IsAtEnd => Peek().Kind == CssTokenKind.End;

    /// <summary>The next token that is no white space; not consumed.</summary>
    public CssToken Peek()
    {
        while (At < tokens.Length && tokens[At].Kind == CssTokenKind.Whitespace) At++;
        return At < tokens.Length ? tokens[At] : default;
    }

    public CssToken Next()
    {
        var token = Peek();
        if (At < tokens.Length) At++;
        return token;
    }

    public bool TryIdent(string name)
    {
        if (!Peek().IsIdent(name)) return false;
        At++;
        return true;
    }

    public bool TryKind(CssTokenKind kind)
    {
        if (Peek().Kind != kind) return false;
        At++;
        return true;
    }

    /// <summary>Consumes up to the parenthesis that closes the one before; gives what is between.</summary>
    public CssToken[] TakeBlock()
    {
        var (start, open) = (At, 1);
        while (At < tokens.Length)
        {
            var token = tokens[At++];
            if (token.Opens) open++;
            if (token.Closes && --open == 0) return tokens[start..(At - 1)];
        }

        return tokens[start..];
    }

    /// <summary>Goes to the next comma outside of parentheses, or to the end.</summary>
    public void SkipToComma()
    {
        var open = 0;
        while (At < tokens.Length && !(open == 0 && tokens[At].Kind == CssTokenKind.Comma))
        {
            if (tokens[At].Opens) open++;
            if (tokens[At].Closes) open--;
            At++;
        }
    }

    /// <summary>Tokens from a place on to where it stands.</summary>
    public CssToken[] From(int start) => tokens[start..At];

    /// <summary>
    /// Reads a condition of parts joined by `not`, `and` or `or` (mediaqueries-5, section 3; css-conditional-3, section 6).
    /// </summary>
    /// <param name="part">Reads what stands between them.</param>
    /// <param name="allowOr">Whether `or` may join.</param>
    /// <returns>Null is unknown.</returns>
    public bool? Condition(Func<bool?> part, bool allowOr = true)
    {
        if (TryIdent("not")) return !part();
        var value = part();
        var (and, or) = (false, false);
        while (true)
        {
            if (!or && TryIdent("and"))
            {
                and = true;
                var next = part();
                value = value == false || next == false ? false : value is null || next is null ? null : true;
            }
            else if (!and && allowOr && TryIdent("or"))
            {
                or = true;
                var next = part();
                value = value == true || next == true ? true : value is null || next is null ? null : false;
            }
            else
            {
                return value;
            }
        }
    }
}
