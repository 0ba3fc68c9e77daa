using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Turns declarations into those of longhands. An object belongs to one thread; the static methods may be used from any.</summary>
public sealed class DeclarationParser
{
    /// <summary>Tokens of one value.</summary>
    public const int MaxTokens = 65_536;

    private readonly CssOptions _options;
    private readonly ValueReader _reader = new();
    private readonly DeclarationSink _sink = new();

    internal DeclarationParser(CssOptions options) => _options = options;

    /// <summary>Parses one value.</summary>
    /// <returns>Declarations of longhands; empty when the property is unknown or the value not valid.</returns>
    public static IReadOnlyList<Declaration> Parse(string name, string value, CssOptions? options = null)
    {
        options ??= CssOptions.Default;
        var stream = TokenStream.Read(value, options.FirstLine);
        try
        {
            var list = new List<Declaration>();
            int start = 0, end = stream.Count;
            stream.Trim(ref start, ref end);
            new DeclarationParser(options).Parse(name, stream, start, end, false, options.FirstLine, list);
            return list;
        }
        finally
        {
            stream.Release();
        }
    }

    /// <summary>Whether a declaration would be taken, as @supports asks.</summary>
    public static bool Supports(string name, string value) => Parse(name, value).Count > 0;

    /// <summary>The value of a longhand, once the text of an unparsed value was substituted.</summary>
    /// <param name="id">Longhand; one of those that the property of the value sets.</param>
    /// <param name="value">The unparsed value.</param>
    /// <param name="text">Its text without var(), env() and attr().</param>
    /// <returns>Null when the text is not valid for the property: then the declaration counts as unset.</returns>
    public static DeclaredValue? ParseSubstituted(PropertyId id, UnparsedValue value, string text)
    {
        var last = value.Last;
        if (last is null || !string.Equals(last.Text, text, StringComparison.Ordinal))
            value.Last = last = new SubstitutedDeclarations(text, Parse(value.Property, text, value.Options with { Issues = null }));
        foreach (var declaration in last.Declarations)
        {
            if (declaration.Id == id) return declaration.Value is UnparsedValue ? null : declaration.Value;
        }

        return null;
    }

    /// <summary>Parses the value that a range of tokens is, adding longhands; reports what is not valid.</summary>
    internal void Parse(string name, TokenStream stream, int start, int end, bool important, int line, List<Declaration> into)
    {
        _sink.Begin(into, important, line);
        if (end - start > MaxTokens)
        {
            _options.Report(IssueSeverity.Limit, $"the value of {RuleReader.Shorten(name)} has more than {MaxTokens} tokens and is ignored", line);
            return;
        }

        var before = into.Count;
        if (name.StartsWith("--", StringComparison.Ordinal))
        {
            if (!TryCustom(name, stream, start, end)) Refuse(name, stream, start, end, line);
            return;
        }

        var property = PropertyNames.Find(name);
        if (property is null)
        {
            Unknown(name, line);
            return;
        }

        if (start < end && TryParse(property, name, stream, start, end)) return;
        into.RemoveRange(before, into.Count - before);
        Refuse(name, stream, start, end, line);
    }

    private bool TryParse(object property, string name, TokenStream stream, int start, int end)
    {
        var content = SubstitutionScan.Scan(stream, start, end);
        if (content == SubstitutionContent.Invalid) return false;
        if (content == SubstitutionContent.Functions)
        {
            AddToAll(property, new UnparsedValue(stream.Text(start, end), name, true, _options));
            return true;
        }

        if (end - start == 1 && stream[start] is { Kind: CssTokenKind.Ident, Text: { } word } && CssWideValue.Find(word) is { } wide)
        {
            AddToAll(property, wide);
            return true;
        }

        _reader.Begin(stream.Tokens, start, end, _options, null);
        if (property is Longhand longhand)
        {
            if (longhand.Parse(_reader) is not { } value || !_reader.IsAtEnd) return false;
            _sink.Add(longhand.Id, value);
            return true;
        }

        return ((Shorthand)property).Parse(_reader, _sink) && _reader.IsAtEnd;
    }

    private bool TryCustom(string name, TokenStream stream, int start, int end)
    {
        var content = SubstitutionScan.Scan(stream, start, end);
        if (content == SubstitutionContent.Invalid || name.Length == 2) return false;
        if (end - start == 1 && stream[start] is { Kind: CssTokenKind.Ident, Text: { } word } && CssWideValue.Find(word) is { } wide) _sink.AddCustom(name, wide);
        else _sink.AddCustom(name, new UnparsedValue(stream.Text(start, end), name, content == SubstitutionContent.Functions, _options));
        return true;
    }

    private void AddToAll(object property, DeclaredValue value)
    {
        if (property is Longhand longhand) _sink.Add(longhand.Id, value);
        else foreach (var id in ((Shorthand)property).Longhands) _sink.Add(id, value);
    }

    private void Unknown(string name, int line)
    {
        if (HarmlessProperties.Contains(name)) return;
        _options.Report(IssueSeverity.Unsupported, $"the property {RuleReader.Shorten(name)} is not supported and is ignored", line);
    }

    private void Refuse(string name, TokenStream stream, int start, int end, int line) =>
        _options.Report(IssueSeverity.Invalid, $"\"{RuleReader.Shorten(stream.Text(start, end))}\" is not a value of {RuleReader.Shorten(name)} and is ignored", line);
}
