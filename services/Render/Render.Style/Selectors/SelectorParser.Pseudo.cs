namespace WasmEngine.Render.Style;

/// <content>Attributes, pseudo-classes and pseudo-elements.</content>
public sealed partial class SelectorParser
{
    private static readonly Dictionary<string, PseudoClass> PseudoClasses = Enum.GetValues<PseudoClass>().Where(p => p != PseudoClass.None)
        .ToDictionary(p => PropertyNames.Kebab(p.ToString()), p => p, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, PseudoElement> PseudoElements = Enum.GetValues<PseudoElement>().Where(p => p != PseudoElement.None)
        .ToDictionary(p => PropertyNames.Kebab(p.ToString()), p => p, StringComparer.OrdinalIgnoreCase);

    // Valid, but never so here.
    private static readonly HashSet<string> NeverClasses = new(StringComparer.OrdinalIgnoreCase)
    {
        "fullscreen", "modal", "popover-open", "autofill", "-webkit-autofill", "host", "picture-in-picture", "playing", "paused", "muted", "seeking", "buffering", "stalled",
        "volume-locked", "user-valid", "user-invalid", "current", "past", "future", "blank", "local-link", "-webkit-full-screen", "has-slotted", "xr-overlay", "active-view-transition", "shadow",
    };

    private static readonly HashSet<string> NeverElements = new(StringComparer.OrdinalIgnoreCase)
    {
        "file-selector-button", "details-content", "cue", "target-text", "spelling-error", "grammar-error", "part", "slotted", "highlight", "view-transition", "view-transition-group",
        "view-transition-image-pair", "view-transition-old", "view-transition-new", "checkmark", "picker", "picker-icon", "scroll-marker", "scroll-marker-group", "scroll-button", "column", "search-text",
    };

    private SimpleSelector? Attribute()
    {
        _at++;
        SkipSpace();
        if (Peek().IsDelim('*') || Peek().IsDelim('|'))
        {
            if (Peek().IsDelim('*')) _at++;
            if (!Next().IsDelim('|')) return null;
        }

        if (Next() is not { Kind: CssTokenKind.Ident, Text: { } name }) return null;
        if (Peek().IsDelim('|') && !IsBarEquals())
        {
            _at++;
            if (Next() is not { Kind: CssTokenKind.Ident, Text: { } local }) return null;
            name = $"{name}:{local}";
        }

        SkipSpace();
        var token = Next();
        if (token.Kind is CssTokenKind.CloseSquare or CssTokenKind.End) return new SimpleSelector(SimpleKind.Attribute, name);
        if (token.Kind != CssTokenKind.Delim) return null;
        AttributeOperator? found = token.Delim switch
        {
            '=' => AttributeOperator.Equal,
            '~' => AttributeOperator.Word,
            '|' => AttributeOperator.Dash,
            '^' => AttributeOperator.Prefix,
            '$' => AttributeOperator.Suffix,
            '*' => AttributeOperator.Substring,
            '!' => AttributeOperator.NotEqual,
            _ => null,
        };
        if (found is not { } op || (op != AttributeOperator.Equal && !Next().IsDelim('='))) return null;
        SkipSpace();
        var value = Next();
        if (value.Kind is not (CssTokenKind.Ident or CssTokenKind.String)) return null;
        SkipSpace();
        bool? ignoreCase = null;
        if (Peek().Kind == CssTokenKind.Ident)
        {
            ignoreCase = Peek().IsIdent("i") ? true : Peek().IsIdent("s") ? false : null;
            if (ignoreCase is null) return null;
            _at++;
            SkipSpace();
        }

        if (Next().Kind is not (CssTokenKind.CloseSquare or CssTokenKind.End)) return null;
        return new SimpleSelector(SimpleKind.Attribute, name, value.Text!) { Operator = op, IgnoreCase = ignoreCase };
    }

    private SimpleSelector? PseudoSelector(ref PseudoElement pseudo)
    {
        _at++;
        var isElement = Peek().Kind == CssTokenKind.Colon;
        if (isElement) _at++;
        var token = Next();
        var name = token.Text ?? "";
        if (token.Kind == CssTokenKind.Function) return isElement ? NeverElement(name, isFunction: true) : Function(name, pseudo);
        if (token.Kind != CssTokenKind.Ident) return null;
        if ((isElement || name.ToLowerInvariant() is "before" or "after" or "first-letter" or "first-line") && PseudoElements.TryGetValue(name, out var element))
        {
            if (pseudo != PseudoElement.None || _depth > 0) return null;
            pseudo = element;
            return new SimpleSelector(SimpleKind.Universal);
        }

        if (isElement) return NeverElement(name, isFunction: false);
        if (PseudoClasses.TryGetValue(name, out var pseudoClass))
        {
            // After a pseudo-element only what a person does can be asked for; it is not kept apart for pseudo-elements.
            if (pseudo != PseudoElement.None && pseudoClass is not (PseudoClass.Hover or PseudoClass.Active or PseudoClass.Focus or PseudoClass.FocusVisible or PseudoClass.FocusWithin)) return null;
            return new SimpleSelector(SimpleKind.Pseudo) { Pseudo = pseudoClass };
        }

        if (!NeverClasses.Contains(name)) return null;
        return new SimpleSelector(SimpleKind.Never);
    }

    private SimpleSelector? NeverElement(string name, bool isFunction)
    {
        if (_depth > 0 || !(NeverElements.Contains(name) || name.StartsWith("-webkit-", StringComparison.OrdinalIgnoreCase))) return null;
        _isNever = true;
        if (isFunction) SkipArguments();
        return new SimpleSelector(SimpleKind.Never);
    }

    private void SkipArguments()
    {
        var open = 1;
        while (_at < _tokens.Length && open > 0)
        {
            var token = Next();
            if (token.Opens) open++;
            if (token.Closes) open--;
        }
    }

    private SimpleSelector? Function(string name, PseudoElement pseudo)
    {
        if (pseudo != PseudoElement.None || ++_depth > MaxNesting) return null;
        var test = name.ToLowerInvariant() switch
        {
            "is" or "matches" or "-webkit-any" or "-moz-any" => Of(SimpleKind.Is, forgiving: true),
            "where" => Of(SimpleKind.Where, forgiving: true),
            "not" => Of(SimpleKind.Not, forgiving: false),
            "has" => HasSelector(),
            "nth-child" => NthSelector(fromEnd: false, ofType: false),
            "nth-last-child" => NthSelector(fromEnd: true, ofType: false),
            "nth-of-type" => NthSelector(fromEnd: false, ofType: true),
            "nth-last-of-type" => NthSelector(fromEnd: true, ofType: true),
            "lang" => Words(SimpleKind.Lang),
            "dir" => Words(SimpleKind.Dir),
            "contains" => Words(SimpleKind.Contains),
            "host" or "host-context" or "state" or "current" or "nth-column" or "nth-last-column" => Ignored(),
            _ => null,
        };
        _depth--;
        if (test is null) return null;
        SkipSpace();
        if (Peek().Kind == CssTokenKind.End) return test;
        return Next().Kind == CssTokenKind.CloseParen ? test : null;
    }

    private SimpleSelector? Of(SimpleKind kind, bool forgiving)
    {
        var outer = _isInHas;
        _isInHas = false;
        var list = List(relative: false, forgiving);
        _isInHas = outer;
        return list is null ? null : new SimpleSelector(kind) { List = list };
    }

    private SimpleSelector? HasSelector()
    {
        // :has() within :has() is not valid (selectors-4, section 4.5).
        if (_isInHas) return null;
        _isInHas = true;
        var list = List(relative: true, forgiving: false);
        _isInHas = false;
        return list is null ? null : new SimpleSelector(SimpleKind.Has) { List = list };
    }

    private SimpleSelector? Words(SimpleKind kind)
    {
        var words = new List<string>();
        while (true)
        {
            SkipSpace();
            var token = Next();
            if (token.Kind is not (CssTokenKind.Ident or CssTokenKind.String)) return null;
            words.Add(token.Text!);
            SkipSpace();
            if (Peek().Kind != CssTokenKind.Comma) break;
            _at++;
        }

        if (kind == SimpleKind.Lang) return new SimpleSelector(kind, "", string.Join(',', words));
        return words.Count == 1 ? new SimpleSelector(kind, "", words[0]) : null;
    }

    private SimpleSelector Ignored()
    {
        var open = 0;
        while (_at < _tokens.Length && (open > 0 || Peek().Kind != CssTokenKind.CloseParen))
        {
            var token = Next();
            if (token.Opens) open++;
            if (token.Closes) open--;
        }

        return new SimpleSelector(SimpleKind.Never);
    }

    private SimpleSelector? NthSelector(bool fromEnd, bool ofType)
    {
        SkipSpace();
        if (TryNth() is not { } formula) return null;
        SkipSpace();
        SelectorList? of = null;
        if (!ofType && Peek().IsIdent("of"))
        {
            _at++;
            of = Of(SimpleKind.Is, forgiving: false)?.List;
            if (of is null) return null;
        }

        return new SimpleSelector(SimpleKind.Nth) { Nth = formula, FromEnd = fromEnd, OfType = ofType, List = of };
    }

    // An+B (css-syntax-3, section 6): the tokenizer splits it in many ways, so it is put together again as text.
    private NthFormula? TryNth()
    {
        var text = new System.Text.StringBuilder();
        while (_at < _tokens.Length)
        {
            var token = Peek();
            if (token.Kind == CssTokenKind.CloseParen || token.IsIdent("of")) break;
            switch (token.Kind)
            {
                case CssTokenKind.Whitespace:
                    text.Append(' ');
                    break;
                case CssTokenKind.Number when (token.Flags & CssTokenFlags.IsInteger) != 0:
                    text.Append(Signed(token));
                    break;
                case CssTokenKind.Dimension when (token.Flags & CssTokenFlags.IsInteger) != 0:
                    text.Append(Signed(token)).Append(token.Text);
                    break;
                case CssTokenKind.Ident:
                    text.Append(token.Text);
                    break;
                case CssTokenKind.Delim when token.Delim is '+' or '-':
                    text.Append(token.Delim);
                    break;
                default:
                    return null;
            }

            if (text.Length > 64) return null;
            _at++;
        }

        return NthText.Parse(text.ToString());
    }

    private static string Signed(CssToken token)
    {
        var number = Math.Clamp(token.Number, int.MinValue / 2, int.MaxValue / 2).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        return (token.Flags & CssTokenFlags.HasSign) != 0 && token.Number >= 0 ? "+" + number : number;
    }
}
