namespace WasmEngine.Render.Style;

/// <summary>A selector with the declarations that it gives.</summary>
internal sealed record IndexedRule(ComplexSelector Selector, DeclarationBlock Block, ulong Key);

/// <summary>A keyframe: where it is, and what it declares.</summary>
/// <param name="Offset">0 to 1.</param>
/// <param name="Declarations">Longhands; important ones are left out.</param>
/// <param name="Easing">animation-timing-function of the keyframe; null when it has none.</param>
internal sealed record Keyframe(double Offset, IReadOnlyList<Declaration> Declarations, Declaration? Easing);

/// <summary>@keyframes, sorted by offset.</summary>
internal sealed record KeyframesRule(string Name, IReadOnlyList<Keyframe> Frames);

/// <summary>@property.</summary>
public sealed record RegisteredProperty(string Name, bool Inherits, string? InitialValue);

/// <summary>@counter-style.</summary>
public sealed record CounterStyleRule(string Name, IReadOnlyDictionary<string, Descriptor> Descriptors);

/// <summary>What the sheets of a document come to in one environment. Immutable once built.</summary>
internal sealed class StyleRuleSet
{
    public RuleIndex Index { get; } = new();

    public InvalidationIndex Invalidation { get; } = new();

    public Dictionary<string, KeyframesRule> Keyframes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RegisteredProperty> Properties { get; } = new(StringComparer.Ordinal);

    public List<FontFace> FontFaces { get; } = [];

    public Dictionary<string, CounterStyleRule> CounterStyles { get; } = new(StringComparer.Ordinal);

    /// <summary>Media queries that were asked, with the answers: while they stay, so do the rules.</summary>
    public List<(CssToken[] Query, bool Matched)> Queries { get; } = [];

    /// <summary>Whether the rules would be others in another environment.</summary>
    public bool DiffersIn(MediaEnvironment environment)
    {
        foreach (var (query, matched) in Queries)
        {
            if (MediaQueryList.Matches(query, environment) != matched) return true;
        }

        return false;
    }
}
