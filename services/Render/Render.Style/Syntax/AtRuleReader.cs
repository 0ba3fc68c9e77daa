using System.Collections.Frozen;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Reads at-rules.</summary>
internal readonly struct AtRuleReader(RuleReader rules, TokenStream stream, CssOptions options)
{
    private static readonly FrozenDictionary<string, AtRuleKind> Known = new Dictionary<string, AtRuleKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["import"] = AtRuleKind.Import,
        ["media"] = AtRuleKind.Media,
        ["supports"] = AtRuleKind.Supports,
        ["layer"] = AtRuleKind.Layer,
        ["font-face"] = AtRuleKind.FontFace,
        ["keyframes"] = AtRuleKind.Keyframes,
        ["-webkit-keyframes"] = AtRuleKind.Keyframes,
        ["property"] = AtRuleKind.Property,
        ["namespace"] = AtRuleKind.Namespace,
        ["counter-style"] = AtRuleKind.CounterStyle,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one from its keyword on and adds it, if it is known and may stand there.</summary>
    internal void Read(ref int at, int end, int depth, List<CssRule> into, bool nested)
    {
        var (start, name, line) = (at + 1, stream[at].Text!, stream[at].Line);
        at++;
        while (at < end && stream[at].Kind is not (CssTokenKind.Semicolon or CssTokenKind.OpenCurly)) at = stream.Skip(at);
        at = Math.Min(at, end);
        var (open, close) = (at, -1);
        if (at < end && stream[at].Kind == CssTokenKind.OpenCurly) close = Math.Min(stream.BlockEnd(at), end);
        at = Math.Min((close >= 0 ? close : open) + 1, end);
        if (Make(name, start, open, close, depth, line, nested) is { } rule) into.Add(rule);
    }

    private AtRule? Make(string name, int start, int open, int close, int depth, int line, bool nested)
    {
        if (!Known.TryGetValue(name, out var kind)) return Unknown(name, line);
        var isGroup = kind is AtRuleKind.Media or AtRuleKind.Supports or AtRuleKind.Layer;
        if (nested && !isGroup) return Refuse($"@{name} can't stand within a style rule and is ignored", line);
        if (close < 0 != IsStatement(kind) && !(kind == AtRuleKind.Layer && !nested))
            return Refuse(close < 0 ? $"@{name} has no block and is ignored" : $"@{name} ends with a semicolon, not with a block: it is ignored", line);
        var (prelude, text) = (stream.Copy(start, open), stream.Text(start, open));
        if (close < 0) return new AtRule(kind, prelude, text, false, [], [], line);
        if (depth >= StyleSheetParser.MaxNesting)
        {
            rules.TooDeep(line);
            return null;
        }

        if (isGroup) return new AtRule(kind, prelude, text, true, Group(open + 1, close, depth + 1, line, nested), [], line);
        if (kind == AtRuleKind.Keyframes) return new AtRule(kind, prelude, text, true, rules.ReadBlockRules(open + 1, close, BlockKind.Keyframes, depth + 1), [], line);
        return new AtRule(kind, prelude, text, true, [], Descriptors(open + 1, close), line);
    }

    private List<CssRule> Group(int start, int end, int depth, int line, bool nested)
    {
        if (!nested) return rules.ReadBlockRules(start, end, BlockKind.Rules, depth);
        var (leading, inner) = rules.ReadStyleBlock(start, end, depth);
        if (leading.Count > 0) inner.Insert(0, RuleReader.Nested(leading, line));
        return inner;
    }

    private List<Descriptor> Descriptors(int start, int end)
    {
        var list = new List<Descriptor>();
        var at = start;
        while (at < end)
        {
            if (stream[at].Kind is CssTokenKind.Whitespace or CssTokenKind.Semicolon)
            {
                at++;
                continue;
            }

            var (name, from) = (at, at + 1);
            while (from < end && stream[from].Kind == CssTokenKind.Whitespace) from++;
            var stop = at;
            while (stop < end && stream[stop].Kind != CssTokenKind.Semicolon) stop = stream.Skip(stop);
            stop = Math.Min(stop, end);
            if (stream[name].Kind == CssTokenKind.Ident && from < stop && stream[from].Kind == CssTokenKind.Colon)
                list.Add(new Descriptor(stream[name].Text!.ToLowerInvariant(), stream.Copy(from + 1, stop), stream.Text(from + 1, stop), stream[name].Line));
            at = stop;
        }

        return list;
    }

    private static bool IsStatement(AtRuleKind kind) => kind is AtRuleKind.Import or AtRuleKind.Namespace;

    private AtRule? Unknown(string name, int line)
    {
        // @charset was the decoder's affair; @page is of no concern to a screen.
        if (name.Equals("charset", StringComparison.OrdinalIgnoreCase) || name.Equals("page", StringComparison.OrdinalIgnoreCase)) return null;
        options.Report(IssueSeverity.Unsupported, $"@{RuleReader.Shorten(name)} is not supported and is ignored", line);
        return null;
    }

    private AtRule? Refuse(string text, int line)
    {
        options.Report(IssueSeverity.Invalid, text, line);
        return null;
    }
}
