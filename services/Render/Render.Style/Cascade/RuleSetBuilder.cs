using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>A sheet in its place.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Level">Whose it is.</param>
/// <param name="Media">media attribute of its element; empty for all.</param>
internal sealed record SheetEntry(StyleSheet Sheet, CascadeLevel Level, string Media = "");

/// <summary>Gets the sheets that @import names.</summary>
internal interface IImportSource
{
    /// <summary>A parsed sheet; null when there is none, which is noted.</summary>
    StyleSheet? Import(string url, string source, int line);
}

/// <summary>
/// Turns sheets into indexed rules for one environment: resolves @media, @supports, @import, @layer, nesting. Linear in what it is given; rules, selectors and sheets are limited.
/// </summary>
internal sealed class RuleSetBuilder(MediaEnvironment environment, IImportSource imports, IssueLog issues)
{
    private const int MaxImportDepth = 8;
    private const int MaxSheets = 256;
    private const int MaxRules = 1 << 20;
    private const int MaxCallDepth = 400;

    private readonly StyleRuleSet _set = new();
    private readonly Dictionary<CascadeLevel, CascadeLayers> _layers = [];
    private readonly List<(ComplexSelector Selector, IReadOnlyList<Declaration> Declarations, CascadeLevel Level, CascadeLayers.Node Layer)> _rules = [];
    private readonly List<string> _importing = [];
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _keyframeOrders = new(StringComparer.Ordinal);
    private StyleSheet _sheet = new([], "", "");
    private CascadeLevel _level;
    private CascadeLayers _tree = new();
    private int _sheets;

    /// <summary>Builds the rules of sheets, from the first to the last.</summary>
    public static StyleRuleSet Build(IEnumerable<SheetEntry> sheets, MediaEnvironment environment, IImportSource imports, IssueLog issues)
    {
        var builder = new RuleSetBuilder(environment, imports, issues);
        foreach (var entry in sheets) builder.Add(entry);
        return builder.Finish();
    }

    private void Add(SheetEntry entry)
    {
        if (entry.Media.Length > 0 && !Ask(CssTokenizer.Tokenize(entry.Media))) return;
        _level = entry.Level;
        if (!_layers.TryGetValue(_level, out var tree)) _layers.Add(_level, tree = new CascadeLayers());
        _tree = tree;
        Add(entry.Sheet, tree.Root);
    }

    private void Add(StyleSheet sheet, CascadeLayers.Node layer)
    {
        if (_sheets++ >= MaxSheets)
        {
            issues.Add(IssueSeverity.Limit, $"the document has more than {MaxSheets} style sheets: the others are ignored");
            return;
        }

        var outer = _sheet;
        var outerNamespaces = new Dictionary<string, string>(_namespaces, StringComparer.Ordinal);
        _namespaces.Clear();
        _sheet = sheet;
        var importsAllowed = true;
        foreach (var rule in sheet.Rules)
        {
            if (rule is AtRule { Kind: AtRuleKind.Import } import)
            {
                if (importsAllowed) Import(import, layer);
                else Note(IssueSeverity.Invalid, "@import has to come before all other rules and is ignored", import.Line);
                continue;
            }

            importsAllowed &= rule is AtRule { Kind: AtRuleKind.Layer, HasBlock: false };
            Add(rule, null, layer, 0);
        }

        _sheet = outer;
        _namespaces.Clear();
        foreach (var (prefix, address) in outerNamespaces) _namespaces[prefix] = address;
    }

    private void Add(CssRule rule, SelectorList? parent, CascadeLayers.Node layer, int depth)
    {
        if (depth > MaxCallDepth) return;
        if (rule is StyleRule style)
        {
            AddStyle(style, parent, layer, depth);
            return;
        }

        var at = (AtRule)rule;
        switch (at.Kind)
        {
            case AtRuleKind.Media when Ask(at.Prelude):
            case AtRuleKind.Supports when SupportsCondition.Matches(at.Prelude, at.PreludeText):
                foreach (var inner in at.Rules) Add(inner, parent, layer, depth + 1);
                break;
            case AtRuleKind.Layer:
                AddLayer(at, parent, layer, depth);
                break;
            case AtRuleKind.Keyframes:
                if (KeyframesReader.Read(at, issues) is { } keyframes) Replace(keyframes);
                break;
            case AtRuleKind.FontFace:
                if (FontFaceParser.Parse(at, new CssOptions { Source = _sheet.Source, BaseUrl = _sheet.BaseUrl, Issues = issues }) is { } face) _set.FontFaces.Add(face);
                break;
            case AtRuleKind.Property:
                AddProperty(at);
                break;
            case AtRuleKind.CounterStyle:
                _set.CounterStyles[at.PreludeText] = new CounterStyleRule(at.PreludeText, ByName(at));
                break;
            case AtRuleKind.Namespace:
                AddNamespace(at);
                break;
        }
    }

    private void AddStyle(StyleRule rule, SelectorList? parent, CascadeLayers.Node layer, int depth)
    {
        var list = rule.IsNestedDeclarations ? parent : SelectorParser.Parse(rule.Prelude, parent, _namespaces.Count > 0 ? _namespaces : null);
        if (list is null)
        {
            if (!rule.IsNestedDeclarations) Note(IssueSeverity.Invalid, $"\"{RuleReader.Shorten(rule.PreludeText)}\" is not a selector: its rule is ignored", rule.Line);
            return;
        }

        if (rule.Declarations.Count > 0)
        {
            foreach (var selector in list.Selectors)
            {
                if (_rules.Count >= MaxRules)
                {
                    issues.Add(IssueSeverity.Limit, $"the document has more than {MaxRules} rules: the others are ignored", _sheet.Source, rule.Line);
                    return;
                }

                if (!selector.IsNever) _rules.Add((selector, rule.Declarations, _level, layer));
            }
        }

        foreach (var inner in rule.Rules) Add(inner, list, layer, depth + 1);
    }

    private void AddLayer(AtRule rule, SelectorList? parent, CascadeLayers.Node layer, int depth)
    {
        if (!rule.HasBlock)
        {
            foreach (var name in rule.PreludeText.Split(',')) _tree.Enter(layer, name.Trim());
            return;
        }

        var inner = _tree.Enter(layer, rule.PreludeText.Trim());
        foreach (var child in rule.Rules) Add(child, parent, inner, depth + 1);
    }

    private void Import(AtRule rule, CascadeLayers.Node layer)
    {
        var cursor = new ConditionCursor(rule.Prelude);
        var token = cursor.Next();
        if (token.IsFunction("url")) token = cursor.TakeBlock().FirstOrDefault(t => t.Kind == CssTokenKind.String);
        if (token.Kind is not (CssTokenKind.Url or CssTokenKind.String) || token.Text is not { } url)
        {
            Note(IssueSeverity.Invalid, "@import names no address and is ignored", rule.Line);
            return;
        }

        var target = layer;
        if (cursor.TryIdent("layer")) target = _tree.Enter(layer, "");
        else if (cursor.Peek().IsFunction("layer"))
        {
            cursor.Next();
            target = _tree.Enter(layer, string.Concat(cursor.TakeBlock().Select(t => t.Kind == CssTokenKind.Ident ? t.Text : t.IsDelim('.') ? "." : "")));
        }

        if (cursor.Peek().IsFunction("supports"))
        {
            cursor.Next();
            var block = cursor.TakeBlock();
            var text = block.Length == 0 ? "" : rule.PreludeText[(block[0].Start - rule.Prelude[0].Start)..(block[^1].End - rule.Prelude[0].Start)];
            if (!SupportsCondition.Matches(text) && !SupportsCondition.Matches($"({text})")) return;
        }

        cursor.Peek();
        if (!Ask(rule.Prelude[cursor.At..])) return;
        Load(url, target, rule.Line);
    }

    private void Load(string url, CascadeLayers.Node layer, int line)
    {
        var options = new CssOptions { BaseUrl = _sheet.BaseUrl };
        var address = options.Resolve(url);
        if (_importing.Contains(address, StringComparer.Ordinal))
        {
            Note(IssueSeverity.Invalid, $"@import of {RuleReader.Shorten(address)} goes round in a circle and is ignored", line);
            return;
        }

        if (_importing.Count >= MaxImportDepth)
        {
            Note(IssueSeverity.Limit, $"@import is nested more than {MaxImportDepth} levels deep: the inner ones are ignored", line);
            return;
        }

        if (_sheets >= MaxSheets)
        {
            issues.Add(IssueSeverity.Limit, $"the document has more than {MaxSheets} style sheets: the others are ignored");
            return;
        }

        if (imports.Import(address, _sheet.Source, line) is not { } sheet) return;
        _importing.Add(address);
        Add(sheet, layer);
        _importing.RemoveAt(_importing.Count - 1);
    }

    private bool Ask(CssToken[] query)
    {
        var matched = MediaQueryList.Matches(query, environment);
        if (query.Length > 0) _set.Queries.Add((query, matched));
        return matched;
    }

    private void Replace(KeyframesRule keyframes)
    {
        // Of several with one name the last of the strongest origin wins.
        if (_keyframeOrders.TryGetValue(keyframes.Name, out var level) && level > (int)_level) return;
        _keyframeOrders[keyframes.Name] = (int)_level;
        _set.Keyframes[keyframes.Name] = keyframes;
    }

    private void AddProperty(AtRule rule)
    {
        var descriptors = ByName(rule);
        var name = rule.PreludeText.Trim();
        if (!name.StartsWith("--", StringComparison.Ordinal) || name.Length < 3 || !descriptors.TryGetValue("inherits", out var inherits) || !descriptors.ContainsKey("syntax"))
        {
            Note(IssueSeverity.Invalid, $"@property {RuleReader.Shorten(name)} needs a name with dashes, syntax and inherits: it is ignored", rule.Line);
            return;
        }

        descriptors.TryGetValue("initial-value", out var initial);
        _set.Properties[name] = new RegisteredProperty(name, inherits.Text.Equals("true", StringComparison.OrdinalIgnoreCase), initial?.Text);
    }

    private void AddNamespace(AtRule rule)
    {
        var prefix = rule.Prelude.Length > 1 && rule.Prelude[0].Kind == CssTokenKind.Ident ? rule.Prelude[0].Text! : "";
        var address = Array.Find(rule.Prelude, t => t.Kind is CssTokenKind.String or CssTokenKind.Url).Text;
        if (address is not null) _namespaces[prefix] = address;
    }

    private static Dictionary<string, Descriptor> ByName(AtRule rule)
    {
        var result = new Dictionary<string, Descriptor>(StringComparer.Ordinal);
        foreach (var descriptor in rule.Descriptors) result[descriptor.Name] = descriptor;
        return result;
    }

    private StyleRuleSet Finish()
    {
        foreach (var tree in _layers.Values) tree.Number();
        var blocks = new Dictionary<(IReadOnlyList<Declaration>, CascadeLevel, int), DeclarationBlock>(_rules.Count);
        var order = 0u;
        foreach (var (selector, declarations, level, layer) in _rules)
        {
            // A block belongs to its rule: empty lists may be one object for several.
            var key = (declarations, level, layer.Order);
            if (!blocks.TryGetValue(key, out var block)) blocks.Add(key, block = new DeclarationBlock(declarations, level, layer.Order));
            var rule = new IndexedRule(selector, block, CascadeKey.Of(level, layer.Order, selector.Specificity, order++));
            _set.Index.Add(rule);
            _set.Invalidation.Add(selector);
        }

        return _set;
    }

    private void Note(IssueSeverity severity, string text, int line) => issues.Add(severity, text, _sheet.Source, line);
}

/// <summary>One number that sorts rules from weak to strong, importance aside.</summary>
internal static class CascadeKey
{
    /// <summary>3 bits of level, 10 of layer, 30 of specificity, 21 of order.</summary>
    public static ulong Of(CascadeLevel level, int layer, int specificity, uint order) =>
        ((ulong)level << 61) | ((ulong)Math.Min(layer, 1023) << 51) | ((ulong)specificity << 21) | Math.Min(order, (1 << 21) - 1);
}
