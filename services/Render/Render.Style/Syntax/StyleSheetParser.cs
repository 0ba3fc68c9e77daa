using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// Parses sheets as css-syntax-3, section 5 says, nesting (css-nesting-1) included. Whatever the text, it ends in time linear in
/// its length; blocks nested deeper than <see cref="MaxNesting"/> are left out with an issue. May be used from any thread.
/// </summary>
public static class StyleSheetParser
{
    /// <summary>Levels of nested rules.</summary>
    public const int MaxNesting = 64;

    /// <summary>Parses a sheet.</summary>
    public static StyleSheet Parse(string text, CssOptions? options = null)
    {
        options ??= CssOptions.Default;
        var stream = TokenStream.Read(text, options.FirstLine);
        try
        {
            var rules = new RuleReader(stream, options).ReadTopLevel();
            return new StyleSheet(rules, options.Source, options.BaseUrl);
        }
        finally
        {
            stream.Release();
        }
    }

    /// <summary>Parses declarations without braces, as of a style attribute. Nested rules are ignored.</summary>
    public static IReadOnlyList<Declaration> ParseDeclarations(string text, CssOptions? options = null)
    {
        options ??= CssOptions.Default;
        var stream = TokenStream.Read(text, options.FirstLine);
        try
        {
            var reader = new RuleReader(stream, options);
            return reader.ReadDeclarations(0, stream.Count);
        }
        finally
        {
            stream.Release();
        }
    }
}

/// <summary>What a block may contain.</summary>
internal enum BlockKind
{
    /// <summary>Rules only: a sheet, or a group rule outside of style rules.</summary>
    Rules,

    /// <summary>Declarations and nested rules.</summary>
    Style,

    /// <summary>Keyframes.</summary>
    Keyframes,
}

/// <summary>One parse of a sheet.</summary>
internal sealed class RuleReader(TokenStream stream, CssOptions options)
{
    private readonly DeclarationParser _declarations = new(options);
    private readonly List<Declaration> _expanded = [];

    internal List<CssRule> ReadTopLevel()
    {
        var rules = new List<CssRule>();
        var at = 0;
        while (at < stream.Count)
        {
            if (stream[at].Kind is CssTokenKind.Whitespace or CssTokenKind.Cdo or CssTokenKind.Cdc) at++;
            else ReadRule(ref at, stream.Count, BlockKind.Rules, 0, rules, nested: false);
        }

        return rules;
    }

    /// <summary>Declarations of a range; anything else in it is skipped.</summary>
    internal List<Declaration> ReadDeclarations(int start, int end)
    {
        var list = new List<Declaration>();
        var at = start;
        while (at < end)
        {
            if (stream[at].Kind is CssTokenKind.Whitespace or CssTokenKind.Semicolon) at++;
            else if (!TryDeclaration(ref at, end, list)) SkipBroken(ref at, end);
        }

        return list;
    }

    private List<CssRule> ReadRules(int start, int end, BlockKind kind, int depth)
    {
        var rules = new List<CssRule>();
        var at = start;
        while (at < end)
        {
            if (stream[at].Kind == CssTokenKind.Whitespace) at++;
            else ReadRule(ref at, end, kind, depth, rules, nested: false);
        }

        return rules;
    }

    private void ReadRule(ref int at, int end, BlockKind kind, int depth, List<CssRule> into, bool nested)
    {
        if (stream[at].Kind == CssTokenKind.AtKeyword) new AtRuleReader(this, stream, options).Read(ref at, end, depth, into, nested);
        else if (TryQualified(ref at, end, kind, depth, nested) is { } rule) into.Add(rule);
    }

    /// <summary>Contents of a style rule's block (or of a group rule within one): declarations and rules mixed.</summary>
    internal (List<Declaration> Leading, List<CssRule> Rules) ReadStyleBlock(int start, int end, int depth)
    {
        var leading = new List<Declaration>();
        var rules = new List<CssRule>();
        var current = leading;
        var at = start;
        while (at < end)
        {
            if (stream[at].Kind is CssTokenKind.Whitespace or CssTokenKind.Semicolon)
            {
                at++;
                continue;
            }

            var line = stream[at].Line;
            if (stream[at].Kind != CssTokenKind.AtKeyword)
            {
                var into = current ?? [];
                if (TryDeclaration(ref at, end, into))
                {
                    if (current is null && into.Count > 0) rules.Add(Nested(current = into, line));
                    continue;
                }
            }

            var before = rules.Count;
            ReadRule(ref at, end, BlockKind.Style, depth, rules, nested: true);
            if (rules.Count > before) current = null;
        }

        return (leading, rules);
    }

    internal static StyleRule Nested(List<Declaration> declarations, int line) => new([], "", declarations, [], line) { IsNestedDeclarations = true };

    internal List<CssRule> ReadBlockRules(int start, int end, BlockKind kind, int depth) => ReadRules(start, end, kind, depth);

    private StyleRule? TryQualified(ref int at, int end, BlockKind kind, int depth, bool nested)
    {
        var start = at;
        while (at < end && stream[at].Kind != CssTokenKind.OpenCurly)
        {
            if (nested && stream[at].Kind == CssTokenKind.Semicolon)
            {
                Invalid(start, at);
                at++;
                return null;
            }

            at = stream.Skip(at);
        }

        if (at >= end)
        {
            at = end;
            Invalid(start, at);
            return null;
        }

        var (open, close) = (at, Math.Min(stream.BlockEnd(at), end));
        at = Math.Min(close + 1, end);
        if (LooksLikeCustomProperty(start, open)) return null;
        if (depth >= StyleSheetParser.MaxNesting) return TooDeep(stream[start].Line);
        var (prelude, text, line) = (stream.Copy(start, open), stream.Text(start, open), stream[start].Line);
        if (kind == BlockKind.Keyframes) return new StyleRule(prelude, text, ReadDeclarations(open + 1, close), [], line);
        var (declarations, rules) = ReadStyleBlock(open + 1, close, depth + 1);
        return new StyleRule(prelude, text, declarations, rules, line);
    }

    /// <summary>`--x:hover { }` is no rule: it would change what custom properties may hold.</summary>
    private bool LooksLikeCustomProperty(int start, int end)
    {
        stream.Trim(ref start, ref end);
        if (end - start < 2 || stream[start].Kind != CssTokenKind.Ident || !stream[start].Text!.StartsWith("--", StringComparison.Ordinal)) return false;
        var next = start + 1;
        while (next < end && stream[next].Kind == CssTokenKind.Whitespace) next++;
        return next < end && stream[next].Kind == CssTokenKind.Colon;
    }

    internal StyleRule? TooDeep(int line)
    {
        options.Report(IssueSeverity.Limit, $"rules are nested more than {StyleSheetParser.MaxNesting} levels deep: the inner ones are ignored", line);
        return null;
    }

    private void Invalid(int start, int end)
    {
        if (end <= start) return;
        var text = stream.Text(start, end);
        options.Report(IssueSeverity.Invalid, $"\"{Shorten(text)}\" is neither a declaration nor a rule and is ignored", stream[start].Line);
    }

    internal static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");

    /// <summary>Section 5.5.6. When it is not a declaration nothing is consumed.</summary>
    private bool TryDeclaration(ref int at, int end, List<Declaration> into)
    {
        if (stream[at].Kind != CssTokenKind.Ident) return false;
        var colon = at + 1;
        while (colon < end && stream[colon].Kind == CssTokenKind.Whitespace) colon++;
        if (colon >= end || stream[colon].Kind != CssTokenKind.Colon) return false;
        var stop = colon + 1;
        int blocks = 0, others = 0;
        while (stop < end && stream[stop].Kind != CssTokenKind.Semicolon)
        {
            if (stream[stop].Kind == CssTokenKind.OpenCurly) blocks++;
            else if (stream[stop].Kind != CssTokenKind.Whitespace) others++;
            stop = stream.Skip(stop);
        }

        stop = Math.Min(stop, end);
        var name = stream[at].Text!;
        var isCustom = name.StartsWith("--", StringComparison.Ordinal);
        if (!isCustom && blocks > 0) return false;
        AddDeclaration(name, at, colon + 1, stop, into);
        at = stop;
        return true;
    }

    private void AddDeclaration(string name, int first, int start, int end, List<Declaration> into)
    {
        stream.Trim(ref start, ref end);
        var important = TakeImportant(start, ref end);
        _expanded.Clear();
        _declarations.Parse(name, stream, start, end, important, stream[first].Line, _expanded);
        into.AddRange(_expanded);
    }

    private bool TakeImportant(int start, ref int end)
    {
        var at = end - 1;
        if (at <= start - 1 || at < 0 || !stream[at].IsIdent("important")) return false;
        at--;
        while (at >= start && stream[at].Kind == CssTokenKind.Whitespace) at--;
        if (at < start || !stream[at].IsDelim('!')) return false;
        end = at;
        stream.Trim(ref start, ref end);
        return true;
    }

    private void SkipBroken(ref int at, int end)
    {
        var start = at;
        while (at < end && stream[at].Kind != CssTokenKind.Semicolon) at = stream.Skip(at);
        at = Math.Min(at, end);
        Invalid(start, at);
    }
}
