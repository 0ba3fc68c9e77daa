namespace WasmEngine.Render.Style;

/// <summary>
/// A cursor over the tokens of one value. White space is skipped before whatever is asked for; a block that the text leaves open
/// ends with it. Without a <see cref="Context"/> it only checks the syntax: what depends on the context is read as if it were the
/// default one, and noted in <see cref="Dependencies"/>. Used again and again, by one thread.
/// </summary>
internal sealed class ValueReader
{
    /// <summary>Levels of functions within one value.</summary>
    internal const int MaxNesting = 96;

    private CssToken[] _tokens = [];
    private int _at;
    private int _end;

    /// <summary>Where values are computed; null while parsing.</summary>
    internal StyleBuilder? Context { get; private set; }

    internal CssOptions Options { get; private set; } = CssOptions.Default;

    /// <summary>What the values read so far depend on.</summary>
    internal ValueDependencies Dependencies { get; set; }

    /// <summary>Numbers count as px (quirks mode).</summary>
    internal bool IsUnitlessAllowed { get; set; }

    /// <summary>Functions around the place where it stands; kept by those who recurse.</summary>
    internal int Depth { get; set; }

    /// <summary>What names within a relative colour mean; null elsewhere.</summary>
    internal ColorChannels? Channels { get; set; }

    /// <summary>Where it stands; may be set back to where it was.</summary>
    internal int Position
    {
        get => _at;
        set => _at = value;
    }

    /// <summary>Whether nothing but white space follows.</summary>
    internal bool IsAtEnd => Peek().Kind == CssTokenKind.End;

    /// <summary>Whether the token before the next one (white space included) is white space.</summary>
    internal bool IsAfterSpace => _at > 0 && _tokens[_at - 1].Kind == CssTokenKind.Whitespace;

    internal void Begin(CssToken[] tokens, int start, int end, CssOptions options, StyleBuilder? context)
    {
        (_tokens, _at, _end) = (tokens, start, end);
        (Options, Context) = (options, context);
        (Dependencies, IsUnitlessAllowed, Depth, Channels) = (ValueDependencies.None, false, 0, null);
    }

    /// <summary>Tokens from a place on to where it stands.</summary>
    internal CssToken[] Copy(int start)
    {
        while (start < _at && _tokens[start].Kind == CssTokenKind.Whitespace) start++;
        return _tokens[start.._at];
    }

    /// <summary>The next token that is no white space; it is not consumed.</summary>
    internal CssToken Peek()
    {
        while (_at < _end && _tokens[_at].Kind == CssTokenKind.Whitespace) _at++;
        return _at < _end ? _tokens[_at] : default;
    }

    /// <summary>The token right here, white space or not; it is not consumed.</summary>
    internal CssToken PeekRaw() => _at < _end ? _tokens[_at] : default;

    /// <summary>Consumes the next token that is no white space.</summary>
    internal CssToken Next()
    {
        var token = Peek();
        if (_at < _end) _at++;
        return token;
    }

    /// <summary>Consumes an identifier if it is that one.</summary>
    internal bool TryIdent(string name)
    {
        if (!Peek().IsIdent(name)) return false;
        _at++;
        return true;
    }

    /// <summary>Consumes an identifier if there is one.</summary>
    internal bool TryAnyIdent(out string name)
    {
        var token = Peek();
        name = token.Text ?? "";
        if (token.Kind != CssTokenKind.Ident) return false;
        _at++;
        return true;
    }

    /// <summary>Consumes a name that an author chose; CSS-wide keywords and `default` are none.</summary>
    internal bool TryCustomIdent(out string name)
    {
        var token = Peek();
        name = token.Text ?? "";
        if (token.Kind != CssTokenKind.Ident || CssWideValue.Find(name) is not null || name.Equals("default", StringComparison.OrdinalIgnoreCase)) return false;
        _at++;
        return true;
    }

    internal bool TryString(out string text)
    {
        var token = Peek();
        text = token.Text ?? "";
        if (token.Kind != CssTokenKind.String) return false;
        _at++;
        return true;
    }

    internal bool TryComma() => TryKind(CssTokenKind.Comma);

    internal bool TrySlash()
    {
        if (!Peek().IsDelim('/')) return false;
        _at++;
        return true;
    }

    internal bool TryKind(CssTokenKind kind)
    {
        if (Peek().Kind != kind) return false;
        _at++;
        return true;
    }

    /// <summary>Consumes a function's name with its parenthesis.</summary>
    internal bool TryFunction(string name)
    {
        if (!Peek().IsFunction(name)) return false;
        _at++;
        return true;
    }

    /// <summary>Consumes the end of a function's arguments: its parenthesis, or the end of all.</summary>
    internal bool TryClose()
    {
        var kind = Peek().Kind;
        if (kind == CssTokenKind.CloseParen) _at++;
        return kind is CssTokenKind.CloseParen or CssTokenKind.End;
    }

    /// <summary>Consumes a keyword of a property.</summary>
    internal bool TryKeyword<T>(KeywordMap<T> map, out T value)
    {
        var token = Peek();
        value = default!;
        if (token.Kind != CssTokenKind.Ident || !map.TryGet(token.Text!, out value)) return false;
        _at++;
        return true;
    }
}

/// <summary>Channels of the origin colour of a relative colour, which calculations may name.</summary>
internal sealed record ColorChannels(string[] Names, double[] Values)
{
    internal double? Find(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : Values[index];
    }
}
