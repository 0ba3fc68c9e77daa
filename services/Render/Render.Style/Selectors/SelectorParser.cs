using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// Parses selectors (selectors-4, and the few extensions that the HTML library knows). Linear in the length; nesting of functions and the
/// number of compounds are limited. An object parses one list.
/// </summary>
public sealed partial class SelectorParser
{
    private const int MaxNesting = 32;
    private const int MaxCompounds = 256;

    private readonly CssToken[] _tokens;
    private readonly SelectorList? _parent;
    private readonly IReadOnlyDictionary<string, string>? _namespaces;
    private int _at;
    private int _depth;
    private bool _hasNesting;
    private bool _isNever;
    private bool _isInHas;

    private SelectorParser(CssToken[] tokens, SelectorList? parent, IReadOnlyDictionary<string, string>? namespaces)
    {
        _tokens = tokens;
        _parent = parent;
        _namespaces = namespaces;
    }

    /// <summary>Parses a text.</summary>
    /// <returns>Null when it is not valid.</returns>
    public static SelectorList? Parse(string text) => Parse(CssTokenizer.Tokenize(text));

    /// <summary>Parses the prelude of a rule.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="parent">Selectors of the rule around it, when it is nested in one: what `&amp;` stands for.</param>
    /// <param name="namespaces">Addresses by prefix, from @namespace; the default one has the empty prefix.</param>
    /// <returns>Null when it is not valid.</returns>
    public static SelectorList? Parse(CssToken[] tokens, SelectorList? parent = null, IReadOnlyDictionary<string, string>? namespaces = null)
    {
        var parser = new SelectorParser(tokens, parent, namespaces);
        var list = parser.List(relative: parent is not null, forgiving: false);
        return parser.Peek().Kind == CssTokenKind.End ? list : null;
    }

    private CssToken Peek() => _at < _tokens.Length ? _tokens[_at] : default;

    private CssToken Next() => _at < _tokens.Length ? _tokens[_at++] : default;

    private bool SkipSpace()
    {
        var start = _at;
        while (Peek().Kind == CssTokenKind.Whitespace) _at++;
        return _at > start;
    }

    private bool AtEnd => Peek().Kind is CssTokenKind.End or CssTokenKind.CloseParen;

    // A list up to the end or the closing parenthesis; null when it is not valid (never, when forgiving).
    private SelectorList? List(bool relative, bool forgiving)
    {
        var list = new List<ComplexSelector>();
        while (true)
        {
            SkipSpace();
            var selector = Complex(relative);
            SkipSpace();
            if (selector is not null && (AtEnd || Peek().Kind == CssTokenKind.Comma))
            {
                list.Add(selector);
            }
            else if (!forgiving)
            {
                return null;
            }
            else
            {
                SkipToComma();
            }

            if (Peek().Kind != CssTokenKind.Comma) return new SelectorList(list);
            _at++;
        }
    }

    private void SkipToComma()
    {
        var open = 0;
        while (_at < _tokens.Length)
        {
            var token = Peek();
            if (open == 0 && token.Kind is CssTokenKind.Comma or CssTokenKind.CloseParen) return;
            if (token.Opens) open++;
            if (token.Closes) open--;
            if (open < 0) return;
            _at++;
        }
    }

    private ComplexSelector? Complex(bool relative)
    {
        var (outerNesting, outerNever) = (_hasNesting, _isNever);
        (_hasNesting, _isNever) = (false, false);
        var compounds = new List<(Compound Compound, Combinator Left)>();
        var pseudo = PseudoElement.None;
        var leading = relative ? ReadCombinator(SkipSpace()) : Combinator.None;
        var left = leading == Combinator.Descendant ? Combinator.None : leading;
        if (relative && left != Combinator.None) SkipSpace();
        while (true)
        {
            if (pseudo != PseudoElement.None || compounds.Count >= MaxCompounds) return null;
            if (TryCompound(ref pseudo) is not { } tests) return null;
            compounds.Add((new Compound(tests), left));
            var space = SkipSpace();
            if (AtEnd || Peek().Kind == CssTokenKind.Comma) break;
            left = ReadCombinator(space);
            if (left == Combinator.None) return null;
            SkipSpace();
        }

        Anchor(compounds, relative, leading);
        var result = new ComplexSelector(RightToLeft(compounds), pseudo, _isNever);
        _hasNesting = outerNesting || _hasNesting;
        _isNever = outerNever;
        return result;
    }

    // What a relative selector starts from: the element that :has() is asked of, or what `&` stands for.
    private void Anchor(List<(Compound Compound, Combinator Left)> compounds, bool relative, Combinator leading)
    {
        if (!relative) return;
        var hasLeading = leading is not (Combinator.None or Combinator.Descendant);
        if (_isInHas)
        {
            compounds[0] = (compounds[0].Compound, hasLeading ? leading : Combinator.Descendant);
            compounds.Insert(0, (new Compound([new SimpleSelector(SimpleKind.Anchor)]), Combinator.None));
        }
        else if (_parent is not null && (hasLeading || !_hasNesting))
        {
            compounds[0] = (compounds[0].Compound, hasLeading ? leading : Combinator.Descendant);
            compounds.Insert(0, (new Compound([Nesting()]), Combinator.None));
        }
    }

    private static Compound[] RightToLeft(List<(Compound Compound, Combinator Left)> compounds)
    {
        var result = new Compound[compounds.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var (compound, left) = compounds[^(i + 1)];
            result[i] = new Compound(compound.Tests) { Left = left };
        }

        return result;
    }

    private Combinator ReadCombinator(bool space)
    {
        var token = Peek();
        var found = token.Kind != CssTokenKind.Delim ? Combinator.None : token.Delim switch
        {
            '>' => Combinator.Child,
            '+' => Combinator.NextSibling,
            '~' => Combinator.SubsequentSibling,
            _ => Combinator.None,
        };
        if (found == Combinator.None) return space ? Combinator.Descendant : Combinator.None;
        _at++;
        return found;
    }

    private SimpleSelector Nesting()
    {
        _hasNesting = true;
        return _parent is null
            ? new SimpleSelector(SimpleKind.Pseudo) { Pseudo = PseudoClass.Scope }
            : new SimpleSelector(SimpleKind.Nesting) { List = _parent };
    }

    private SimpleSelector[]? TryCompound(ref PseudoElement pseudo)
    {
        var tests = new List<SimpleSelector>();
        var start = _at;
        if (TryType(tests) == false) return null;
        while (true)
        {
            var token = Peek();
            if (pseudo != PseudoElement.None && token.Kind != CssTokenKind.Colon) break;
            SimpleSelector? test;
            if (token.Kind == CssTokenKind.Hash && (token.Flags & CssTokenFlags.IsId) != 0) test = new SimpleSelector(SimpleKind.Id, Next().Text!);
            else if (token.IsDelim('.')) test = Class();
            else if (token.IsDelim('&')) test = NestingHere();
            else if (token.Kind == CssTokenKind.OpenSquare) test = Attribute();
            else if (token.Kind == CssTokenKind.Colon) test = PseudoSelector(ref pseudo);
            else break;
            if (test is null) return null;
            tests.Add(test);
        }

        if (_at == start) return null;
        if (tests.Count == 0) tests.Add(new SimpleSelector(SimpleKind.Universal));
        // The cheapest and most selective first.
        return [.. tests.OrderBy(Cost)];
    }

    private static int Cost(SimpleSelector test) => test.Kind switch
    {
        SimpleKind.Never => 0,
        SimpleKind.Tag => 1,
        SimpleKind.Id => 2,
        SimpleKind.Class => 3,
        SimpleKind.Pseudo => 4,
        SimpleKind.Attribute => 5,
        SimpleKind.Has => 9,
        SimpleKind.Contains => 10,
        _ => 6,
    };

    private SimpleSelector NestingHere()
    {
        _at++;
        return Nesting();
    }

    private SimpleSelector? Class()
    {
        _at++;
        return Next() is { Kind: CssTokenKind.Ident, Text: { } name } ? new SimpleSelector(SimpleKind.Class, name) : null;
    }

    // A type or universal selector; null when there is none, false when it is not valid.
    private bool? TryType(List<SimpleSelector> tests)
    {
        var first = Peek();
        var isBar = first.IsDelim('|') && !IsBarEquals();
        if (first.Kind != CssTokenKind.Ident && !first.IsDelim('*') && !isBar) return null;
        if (!TryNamespace(out var space)) return false;
        var token = Next();
        if (token.IsDelim('*'))
        {
            tests.Add(new SimpleSelector(SimpleKind.Universal) { Space = space });
            return true;
        }

        if (token.Kind != CssTokenKind.Ident) return false;
        tests.Add(new SimpleSelector(SimpleKind.Tag, token.Text!) { Space = space });
        return true;
    }

    private bool IsBarEquals() => _at + 1 < _tokens.Length && _tokens[_at + 1].IsDelim('=');

    // `prefix|`, `*|` or `|` before a name.
    private bool TryNamespace(out ElementNamespace? space)
    {
        space = null;
        var token = Peek();
        var bar = token.IsDelim('|') ? _at : _at + 1;
        if (bar >= _tokens.Length || !_tokens[bar].IsDelim('|') || (bar + 1 < _tokens.Length && _tokens[bar + 1].IsDelim('=')))
        {
            if (_namespaces is not null && _namespaces.TryGetValue("", out var fallback)) space = NamespaceOf(fallback);
            return true;
        }

        _at = bar + 1;
        if (bar == _at - 1 && token.IsDelim('|'))
        {
            // No namespace: none of ours.
            space = (ElementNamespace)byte.MaxValue;
            return true;
        }

        if (token.IsDelim('*')) return true;
        if (token.Kind != CssTokenKind.Ident || _namespaces is null || !_namespaces.TryGetValue(token.Text!, out var address)) return false;
        space = NamespaceOf(address);
        return true;
    }

    private static ElementNamespace NamespaceOf(string address) => address switch
    {
        "http://www.w3.org/1999/xhtml" => ElementNamespace.Html,
        "http://www.w3.org/2000/svg" => ElementNamespace.Svg,
        _ => ElementNamespace.Other,
    };
}
