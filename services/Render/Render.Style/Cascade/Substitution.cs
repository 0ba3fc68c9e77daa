using System.Text;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// Substitutes var(), env() and attr() (css-variables-1, css-env-1, css-values-5) and finds the values of an element's custom properties. What one element may
/// come to is limited, so that values which double themselves end. One for each style resolver.
/// </summary>
internal sealed class Substitution(IssueLog issues)
{
    /// <summary>Characters that substitution may make for one element.</summary>
    public const int MaxLength = 1 << 20;

    private const int MaxDepth = 200;
    private const int MostKnown = 8192;

    private readonly Dictionary<(UnparsedValue Value, IReadOnlyDictionary<string, string> Custom), string?> _known = [];
    private readonly List<string> _active = [];
    private readonly HashSet<string> _circular = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string> _parent = ComputedStyle.Initial.Custom;
    private Dictionary<string, DeclaredValue>? _declared;
    private Dictionary<string, string?>? _values;
    private IReadOnlyDictionary<string, RegisteredProperty> _registered = new Dictionary<string, RegisteredProperty>(StringComparer.Ordinal);
    private Element? _element;
    private int _length;

    /// <summary>Starts an element.</summary>
    public void Begin(Element element, IReadOnlyDictionary<string, RegisteredProperty> registered)
    {
        if (!ReferenceEquals(_registered, registered)) _known.Clear();
        (_element, _registered, _length) = (element, registered, 0);
        (_declared, _values) = (null, null);
        _active.Clear();
        _circular.Clear();
    }

    /// <summary>The custom properties of an element.</summary>
    /// <param name="parent">Its parent's.</param>
    /// <param name="declared">What it declares; null for nothing.</param>
    public IReadOnlyDictionary<string, string> Resolve(IReadOnlyDictionary<string, string> parent, Dictionary<string, DeclaredValue>? declared)
    {
        _parent = WithoutUninherited(parent);
        if (declared is null || declared.Count == 0) return _parent;
        _declared = declared;
        _values = new Dictionary<string, string?>(declared.Count, StringComparer.Ordinal);
        foreach (var name in declared.Keys) Own(name);
        var result = new CustomProperties(_parent, _values);
        (_declared, _values) = (null, null);
        // Equal ones stay one object, for the sake of those that share by it.
        return CustomProperties.AreEqual(result, _parent) ? _parent : result;
    }

    /// <summary>A value's text, with everything put in; null when something it needs is not there.</summary>
    public string? Substitute(UnparsedValue value, IReadOnlyDictionary<string, string> custom)
    {
        var isPersonal = value.Text.Contains("attr(", StringComparison.OrdinalIgnoreCase);
        if (!isPersonal && _known.TryGetValue((value, custom), out var known)) return known;
        _parent = custom;
        var text = Expand(value.Text, 0);
        if (isPersonal) return text;
        if (_known.Count >= MostKnown) _known.Clear();
        _known[(value, custom)] = text;
        return text;
    }

    private IReadOnlyDictionary<string, string> WithoutUninherited(IReadOnlyDictionary<string, string> parent)
    {
        Dictionary<string, string?>? removed = null;
        foreach (var property in _registered.Values)
        {
            if (!property.Inherits && parent.ContainsKey(property.Name)) (removed ??= new(StringComparer.Ordinal))[property.Name] = null;
        }

        return removed is null ? parent : new CustomProperties(parent, removed);
    }

    private string? Lookup(string name)
    {
        if (_declared is not null && _declared.ContainsKey(name)) return Own(name);
        return _parent.TryGetValue(name, out var value) ? value : Initial(name);
    }

    private string? Initial(string name) => _registered.TryGetValue(name, out var property) ? property.InitialValue : null;

    private string? Own(string name)
    {
        if (_values!.TryGetValue(name, out var known)) return known;
        var at = _active.IndexOf(name);
        if (at >= 0)
        {
            // All that lie on the circle are invalid.
            for (var i = at; i < _active.Count; i++) _circular.Add(_active[i]);
            issues.Add(IssueSeverity.Invalid, $"the custom property {RuleReader.Shorten(name)} is defined by itself and has no value");
            return null;
        }

        if (_active.Count >= MaxDepth)
        {
            issues.Add(IssueSeverity.Limit, $"custom properties refer to each other more than {MaxDepth} levels deep: {RuleReader.Shorten(name)} has no value");
            return null;
        }

        _active.Add(name);
        var value = _declared![name] switch
        {
            CssWideValue { Keyword: CssWideKeyword.Initial } => Initial(name),
            CssWideValue when _registered.TryGetValue(name, out var property) && !property.Inherits => property.InitialValue,
            CssWideValue => _parent.GetValueOrDefault(name),
            UnparsedValue { NeedsSubstitution: true } unparsed => Expand(unparsed.Text, _active.Count),
            UnparsedValue unparsed => unparsed.Text,
            _ => null,
        };
        _active.RemoveAt(_active.Count - 1);
        if (_circular.Contains(name)) value = null;
        _values[name] = value ?? Initial(name);
        return _values[name];
    }

    private string? Expand(string text, int depth)
    {
        var into = new StringBuilder();
        return Expand(CssTokenizer.Tokenize(text), text, into, depth) && Spend(into.Length) ? into.ToString() : null;
    }

    private bool Spend(int length)
    {
        _length += length;
        if (_length <= MaxLength) return true;
        issues.Add(IssueSeverity.Limit, $"the values of an element grow beyond {MaxLength} characters by var(): they are ignored", line: _element?.Line ?? 0);
        return false;
    }

    private bool Expand(ReadOnlySpan<CssToken> tokens, string text, StringBuilder into, int depth)
    {
        if (depth > MaxDepth || into.Length > MaxLength) return false;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            var kind = token.Kind == CssTokenKind.Function ? token.Text!.ToLowerInvariant() : "";
            if (kind is not ("var" or "env" or "attr"))
            {
                if (i > 0 && tokens[i - 1].End < token.Start) into.Append("/**/");
                into.Append(text, token.Start, token.End - token.Start);
                continue;
            }

            var end = Close(tokens, i);
            if (!Call(kind, tokens[(i + 1)..end], text, into, depth + 1)) return false;
            i = end;
        }

        return true;
    }

    private bool Call(string kind, ReadOnlySpan<CssToken> arguments, string text, StringBuilder into, int depth)
    {
        var comma = Comma(arguments);
        var head = comma < 0 ? arguments : arguments[..comma];
        var name = "";
        foreach (var token in head)
        {
            if (token.Kind != CssTokenKind.Ident) continue;
            name = token.Text!;
            break;
        }

        var value = kind switch
        {
            "var" => Lookup(name),
            "env" => Environment(name),
            _ => Attribute(name, head),
        };
        if (value is not null)
        {
            if (into.Length + value.Length > MaxLength) return Spend(MaxLength + 1);
            if (into.Length > 0 && !char.IsWhiteSpace(into[^1]) && into[^1] is not ('(' or ',')) into.Append("/**/");
            into.Append(value).Append("/**/");
            return true;
        }

        if (comma < 0 || IsCircular) return false;
        var fallback = arguments[(comma + 1)..];
        while (fallback.Length > 0 && fallback[0].Kind == CssTokenKind.Whitespace) fallback = fallback[1..];
        return Expand(fallback, text, into, depth);
    }

    private bool IsCircular => _active.Count > 0 && _circular.Contains(_active[^1]);

    private static string? Environment(string name) => name switch
    {
        "safe-area-inset-top" or "safe-area-inset-right" or "safe-area-inset-bottom" or "safe-area-inset-left" => "0px",
        _ => null,
    };

    private string? Attribute(string name, ReadOnlySpan<CssToken> head)
    {
        if (_element?.Attribute(name) is not { } value) return null;
        string? type = null;
        var seen = 0;
        foreach (var token in head)
        {
            if (token.Kind == CssTokenKind.Ident && seen++ > 0) type = token.Text;
            if (token.IsDelim('%')) type = "%";
            if (token.Kind == CssTokenKind.Function) type = "type";
        }

        return type switch
        {
            null or "string" or "raw-string" => Quote(value),
            "type" or "number" or "integer" => value,
            _ => value.Trim() + type,
        };
    }

    private static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\a ", StringComparison.Ordinal) + "\"";

    private static int Close(ReadOnlySpan<CssToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Length; i++)
        {
            if (tokens[i].Opens) depth++;
            if (tokens[i].Closes && --depth == 0) return i;
        }

        return tokens.Length;
    }

    private static int Comma(ReadOnlySpan<CssToken> tokens)
    {
        var depth = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Opens) depth++;
            if (tokens[i].Closes) depth--;
            if (depth == 0 && tokens[i].Kind == CssTokenKind.Comma) return i;
        }

        return -1;
    }
}
