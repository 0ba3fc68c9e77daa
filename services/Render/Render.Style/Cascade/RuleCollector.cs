using System.Runtime.InteropServices;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Finds the rules of one element after another, and makes one object of equal results. Belongs to one thread.</summary>
internal sealed class RuleCollector(SelectorMatcher matcher)
{
    private const int PseudoCount = 9;
    private const int MostPooled = 16_384;

    private readonly List<(ulong Key, DeclarationBlock Block)>[] _found = [.. Enumerable.Range(0, PseudoCount).Select(_ => new List<(ulong, DeclarationBlock)>())];
    private readonly Dictionary<int, List<MatchedRules>> _pool = [];
    private DeclarationBlock[] _scratch = new DeclarationBlock[64];
    private int _pooled;

    /// <summary>Ancestors of the element asked for; null when they are not followed.</summary>
    public AncestorFilter? Filter { get; set; }

    /// <summary>Fills in an element's rules and those of its pseudo-elements.</summary>
    /// <param name="element">Element.</param>
    /// <param name="style">Where they go.</param>
    /// <param name="index">All rules.</param>
    /// <param name="hints">Presentational attributes; null when it has none.</param>
    /// <param name="inline">The style attribute; null when it has none.</param>
    public void Collect(Element element, ElementStyle style, RuleIndex index, DeclarationBlock? hints, DeclarationBlock? inline)
    {
        foreach (var list in _found) list.Clear();
        var collector = new Collector(this, element);
        index.Find(element, ref collector);
        if (hints is not null) _found[0].Add((CascadeKey.Of(CascadeLevel.Hints, 0, 0, 0), hints));
        if (inline is not null) _found[0].Add((CascadeKey.Of(CascadeLevel.Inline, 0, 0, 0), inline));
        style.Matched = Take(_found[0]);
        MatchedRules?[]? pseudos = null;
        for (var i = 1; i < PseudoCount; i++)
        {
            if (_found[i].Count == 0) continue;
            pseudos ??= new MatchedRules?[PseudoCount];
            pseudos[i] = Take(_found[i]);
        }

        style.PseudoMatched = pseudos;
    }

    /// <summary>Forgets all results.</summary>
    public void Clear()
    {
        _pool.Clear();
        _pooled = 0;
    }

    private MatchedRules Take(List<(ulong Key, DeclarationBlock Block)> found)
    {
        if (found.Count == 0) return MatchedRules.None;
        var rules = CollectionsMarshal.AsSpan(found);
        rules.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        if (_scratch.Length < rules.Length) _scratch = new DeclarationBlock[rules.Length * 2];
        var count = 0;
        var hash = new HashCode();
        foreach (ref readonly var rule in rules)
        {
            // A rule is found twice when several of its selectors match: only the strongest place counts, but none is changed by the others.
            if (count > 0 && _scratch[count - 1] == rule.Block) continue;
            _scratch[count++] = rule.Block;
            hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(rule.Block));
        }

        var blocks = _scratch.AsSpan(0, count);
        return blocks[^1].IsRepeated ? Intern(blocks, hash.ToHashCode()) : new MatchedRules(blocks.ToArray());
    }

    private MatchedRules Intern(ReadOnlySpan<DeclarationBlock> blocks, int hash)
    {
        if (_pool.TryGetValue(hash, out var list))
        {
            foreach (var known in list)
            {
                if (blocks.SequenceEqual(known.Blocks)) return known;
            }
        }

        if (_pooled++ >= MostPooled) Clear();
        if (!_pool.TryGetValue(hash, out list)) _pool.Add(hash, list = []);
        var made = new MatchedRules(blocks.ToArray());
        list.Add(made);
        return made;
    }

    private readonly struct Collector(RuleCollector owner, Element element) : IRuleCollector
    {
        public void Try(List<IndexedRule> rules)
        {
            foreach (var rule in CollectionsMarshal.AsSpan(rules))
            {
                var selector = rule.Selector;
                if (owner.Filter is { } filter && selector.AncestorHashes.Length > 0 && !filter.MayMatch(selector)) continue;
                if (owner.Matches(element, selector)) owner._found[(int)selector.Pseudo].Add((rule.Key, rule.Block));
            }
        }
    }

    private bool Matches(Element element, ComplexSelector selector) => matcher.Matches(element, selector);
}
