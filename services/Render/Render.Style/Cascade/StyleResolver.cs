using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>What a style is computed from; equal keys give equal styles.</summary>
internal readonly record struct StyleKey(MatchedRules Rules, ComputedStyle? Parent, ElementTraits Traits, string? Language);

/// <summary>A computed style with what it hangs on.</summary>
/// <param name="Style">The style.</param>
/// <param name="Dependencies">What its values were made of.</param>
/// <param name="InheritsExplicitly">A property that is not inherited by itself was taken from the parent.</param>
internal sealed record ResolvedStyle(ComputedStyle Style, ValueDependencies Dependencies, bool InheritsExplicitly);

/// <summary>
/// Turns matched rules into computed styles: cascades (css-cascade-5), substitutes, applies in the order that the values need, adjusts. Elements with the same rules, the same
/// parent's style and the same traits share a style. Belongs to one thread.
/// </summary>
internal sealed class StyleResolver(IssueLog issues)
{
    private const int MostShared = 16_384;

    private readonly Dictionary<StyleKey, ResolvedStyle> _shared = [];
    private readonly Substitution _substitution = new(issues);
    private readonly int[] _seen = new int[PropertyTable.All.Count + 1];
    private readonly int[] _limited = new int[PropertyTable.All.Count + 1];
    private readonly (CascadeLevel Level, int Layer)[] _limits = new (CascadeLevel, int)[PropertyTable.All.Count + 1];
    private readonly DeclaredValue?[] _early = new DeclaredValue?[(int)PropertyId.LineHeight + 1];
    private readonly List<(PropertyId Id, DeclaredValue Value)> _winners = [];
    private readonly HashSet<string> _customSeen = new(StringComparer.Ordinal);
    private Dictionary<string, DeclaredValue>? _custom;
    private int _stamp;
    private bool _inheritsExplicitly;

    /// <summary>Builds the styles; its context is the current one.</summary>
    public StyleBuilder Builder { get; } = new();

    /// <summary>Registered custom properties.</summary>
    public IReadOnlyDictionary<string, RegisteredProperty> Registered { get; set; } = new Dictionary<string, RegisteredProperty>(StringComparer.Ordinal);

    /// <summary>Forgets the shared styles: the context or the rules changed.</summary>
    public void Clear() => _shared.Clear();

    /// <summary>The style of an element or pseudo-element.</summary>
    public ResolvedStyle Resolve(Element element, MatchedRules rules, ComputedStyle? parent, ElementTraits traits)
    {
        var language = (traits & ElementTraits.Pseudo) != 0 ? null : element.Attribute("lang") ?? element.Attribute("xml:lang");
        var key = new StyleKey(rules, parent, traits, language);
        if (rules.IsShareable && _shared.TryGetValue(key, out var shared)) return shared;
        _substitution.Begin(element, Registered);
        Cascade(rules);
        Builder.Begin(parent);
        if (language is not null) Builder.SetLanguage(language);
        var custom = _substitution.Resolve(Builder.Parent.Custom, _custom);
        if (!ReferenceEquals(custom, Builder.Values.Custom)) Builder.SetCustom(custom);
        _inheritsExplicitly = false;
        ApplyAll();
        StyleAdjuster.Adjust(Builder, traits, _seen[(int)PropertyId.TextAlign] == _stamp);
        var result = new ResolvedStyle(Builder.Finish(), Builder.Dependencies, _inheritsExplicitly);
        if (!rules.IsShareable) return result;
        if (_shared.Count >= MostShared) _shared.Clear();
        _shared[key] = result;
        return result;
    }

    /// <summary>Applies declarations (of a keyframe) to the style being built, in whatever order they are.</summary>
    public void ApplyOver(Element element, IReadOnlyList<Declaration> declarations)
    {
        _substitution.Begin(element, Registered);
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var declaration in declarations)
            {
                if (declaration.Id == PropertyId.Custom || declaration.Id <= PropertyId.LineHeight != (pass == 0)) continue;
                Apply(declaration.Id, declaration.Value);
            }

            if (pass == 0) Builder.FinishFont();
        }
    }

    // Picks each property's winner, from the strongest declaration on; what was picked is in _winners from strong to weak.
    private void Cascade(MatchedRules rules)
    {
        _stamp++;
        _winners.Clear();
        _custom = null;
        _customSeen.Clear();
        if (rules.HasImportant)
        {
            foreach (var block in rules.ImportantOrder)
            {
                for (var i = block.Declarations.Length - 1; i >= 0; i--)
                {
                    if (block.Declarations[i].IsImportant) Take(block.Declarations[i], block);
                }
            }
        }

        for (var b = rules.Blocks.Length - 1; b >= 0; b--)
        {
            var block = rules.Blocks[b];
            for (var i = block.Declarations.Length - 1; i >= 0; i--)
            {
                if (!block.Declarations[i].IsImportant) Take(block.Declarations[i], block);
            }
        }
    }

    private void Take(in Declaration declaration, DeclarationBlock block)
    {
        if (declaration.CustomName is { } name)
        {
            TakeCustom(name, declaration.Value);
            return;
        }

        var id = (int)declaration.Id;
        if (_seen[id] == _stamp) return;
        if (_limited[id] == _stamp && !IsWeaker(block, _limits[id])) return;
        if (declaration.Value is CssWideValue { Keyword: CssWideKeyword.Revert or CssWideKeyword.RevertLayer } revert)
        {
            _limited[id] = _stamp;
            _limits[id] = revert.Keyword == CssWideKeyword.Revert ? (OriginOf(block.Level), 0) : (block.Level, block.Layer);
            return;
        }

        _seen[id] = _stamp;
        if (declaration.Id <= PropertyId.LineHeight) _early[id] = declaration.Value;
        else _winners.Add((declaration.Id, declaration.Value));
    }

    private void TakeCustom(string name, DeclaredValue value)
    {
        if (!_customSeen.Add(name)) return;
        if (value is CssWideValue { Keyword: CssWideKeyword.Revert or CssWideKeyword.RevertLayer })
        {
            // No other origin sets any here; the next weaker layer's would be found by not counting this one.
            if (((CssWideValue)value).Keyword == CssWideKeyword.RevertLayer) _customSeen.Remove(name);
            return;
        }

        (_custom ??= new(StringComparer.Ordinal)).Add(name, value);
    }

    // The level at which an origin begins: what reverts goes below it.
    private static CascadeLevel OriginOf(CascadeLevel level) => level >= CascadeLevel.Hints ? CascadeLevel.Hints : level;

    private static bool IsWeaker(DeclarationBlock block, (CascadeLevel Level, int Layer) limit) =>
        block.Level < limit.Level || (block.Level == limit.Level && block.Layer < limit.Layer);

    private void ApplyAll()
    {
        for (var id = PropertyId.Custom + 1; id <= PropertyTable.LastOfFont; id++) ApplyEarly(id);
        Builder.FinishFont();
        for (var id = PropertyTable.LastOfFont + 1; id <= PropertyId.LineHeight; id++) ApplyEarly(id);
        for (var i = _winners.Count - 1; i >= 0; i--) Apply(_winners[i].Id, _winners[i].Value);
    }

    private void ApplyEarly(PropertyId id)
    {
        if (_seen[(int)id] == _stamp) Apply(id, _early[(int)id]!);
    }

    private void Apply(PropertyId id, DeclaredValue value)
    {
        if (value is UnparsedValue unparsed)
        {
            var text = _substitution.Substitute(unparsed, Builder.Values.Custom);
            value = (text is null ? null : DeclarationParser.ParseSubstituted(id, unparsed, text)) ?? CssWideValue.Unset;
        }

        if (value is not CssWideValue wide)
        {
            PropertyTable.Apply(id, value, Builder);
            return;
        }

        var inherited = PropertyTable.IsInherited(id);
        if (wide.Keyword == CssWideKeyword.Inherit || (inherited && wide.Keyword != CssWideKeyword.Initial))
        {
            _inheritsExplicitly |= !inherited;
            PropertyTable.Inherit(id, Builder);
        }
        else
        {
            PropertyTable.Reset(id, Builder);
        }
    }
}
