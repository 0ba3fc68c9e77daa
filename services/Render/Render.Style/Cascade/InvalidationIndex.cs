using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Which elements a change can reach.</summary>
internal sealed class InvalidationSet
{
    /// <summary>The element itself; null when not. Told apart by its tag only, which never changes.</summary>
    public TargetFilter? Self { get; set; }

    /// <summary>Elements within it; null when none.</summary>
    public TargetFilter? Descendants { get; set; }

    /// <summary>Siblings after it.</summary>
    public TargetFilter? Siblings { get; set; }

    /// <summary>Elements within the siblings after it.</summary>
    public TargetFilter? SiblingDescendants { get; set; }

    /// <summary>Elements whose :has() looks at it.</summary>
    public bool Has { get; set; }
}

/// <summary>Names of which an element must have one to be reached.</summary>
internal sealed class TargetFilter
{
    private const int Most = 64;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Any element may be.</summary>
    public bool All { get; private set; }

    /// <summary>Adds those that a compound may match.</summary>
    public void Add(Compound compound)
    {
        if (All) return;
        var test = Array.Find(compound.Tests, t => t.Kind == SimpleKind.Id) ?? Array.Find(compound.Tests, t => t.Kind == SimpleKind.Class) ?? Array.Find(compound.Tests, t => t.Kind == SimpleKind.Tag);
        All = test is null || _names.Count >= Most;
        if (test is not null) _names.Add(Name(test.Kind, test.Name));
    }

    /// <summary>Adds those that a compound may match by their tags alone.</summary>
    public void AddTag(Compound compound)
    {
        if (All) return;
        All = _names.Count >= Most || !TryTags(compound, 0);
    }

    /// <summary>Whether an element may be reached.</summary>
    public bool Takes(Element element)
    {
        if (All || _names.Contains(element.Tag)) return true;
        if (element.Id.Length > 0 && _names.Contains("#" + element.Id)) return true;
        foreach (var name in element.Classes)
        {
            if (_names.Contains("." + name)) return true;
        }

        return false;
    }

    private bool TryTags(Compound compound, int depth)
    {
        if (Array.Find(compound.Tests, t => t.Kind == SimpleKind.Tag) is { } tag)
        {
            _names.Add(tag.Name);
            return true;
        }

        if (depth > 4 || Array.Find(compound.Tests, t => t.Kind is SimpleKind.Is or SimpleKind.Where or SimpleKind.Nesting)?.List is not { } list) return false;
        foreach (var selector in list.Selectors) if (!TryTags(selector.Compounds[0], depth + 1)) return false;
        return true;
    }

    private static string Name(SimpleKind kind, string name) => kind switch
    {
        SimpleKind.Id => "#" + name,
        SimpleKind.Class => "." + name,
        _ => name,
    };
}

/// <summary>
/// For each class, id, attribute and state that selectors ask for: which elements are to be matched again when it comes or goes. Built like Blink's invalidation sets, only
/// that a selector's way from the changed element to its subject is kept as one of four relations.
/// </summary>
internal sealed class InvalidationIndex
{
    private const int MaxDepth = 40;
    private const long MaxSteps = 20_000_000;
    private readonly Dictionary<string, InvalidationSet> _sets = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Combinator> _way = [];
    private long _steps;

    /// <summary>A selector asks for places among siblings in a compound that is not its subject.</summary>
    public InvalidationSet Structural => Of(":structural");

    /// <summary>A selector has a sibling combinator.</summary>
    public InvalidationSet Adjacent => Of(":adjacent");

    /// <summary>A selector asks for :empty.</summary>
    public InvalidationSet Empty => Of(":empty");

    /// <summary>What hangs on elements that :has() is asked of.</summary>
    public InvalidationSet Anchors => Of(":has");

    /// <summary>There is a :has().</summary>
    public bool HasHas { get; private set; }

    /// <summary>Too much to tell apart: everything is matched again at each change.</summary>
    public bool IsOverfull => _steps > MaxSteps;

    /// <summary>The set of a feature; null when no selector asks for it.</summary>
    public InvalidationSet? Find(SimpleKind kind, string name) => _sets.GetValueOrDefault(Key(kind, name));

    /// <summary>The set of a class.</summary>
    public InvalidationSet? Find(ElementState state) => _sets.GetValueOrDefault(Key(state));

    /// <summary>Adds what a selector asks for.</summary>
    public void Add(ComplexSelector selector) => Add(selector, selector.Compounds[0], false, 0);

    private void Add(ComplexSelector selector, Compound target, bool inHas, int depth)
    {
        if (depth > MaxDepth || IsOverfull) return;
        var kept = _way.Count;
        for (var i = 0; i < selector.Compounds.Length; i++)
        {
            if (i > 0) _way.Add(selector.Compounds[i - 1].Left);
            foreach (var test in selector.Compounds[i].Tests) Add(test, target, inHas, depth);
            if (i > 0 && !inHas && _way[^1] is Combinator.NextSibling or Combinator.SubsequentSibling) Reach(Adjacent, target, false);
        }

        _way.RemoveRange(kept, _way.Count - kept);
    }

    private void Add(SimpleSelector test, Compound target, bool inHas, int depth)
    {
        _steps++;
        switch (test.Kind)
        {
            case SimpleKind.Class or SimpleKind.Id:
                Reach(Of(Key(test.Kind, test.Name)), target, inHas);
                break;
            case SimpleKind.Attribute:
                Reach(Of(Key(test.Kind, test.LowerName)), target, inHas);
                break;
            case SimpleKind.Pseudo:
                AddPseudo(test.Pseudo, target, inHas);
                break;
            case SimpleKind.Lang or SimpleKind.Dir:
                var set = Of(Key(SimpleKind.Attribute, test.Kind == SimpleKind.Lang ? "lang" : "dir"));
                Reach(set, target, inHas);
                All(set.Descendants ??= new TargetFilter());
                break;
            case SimpleKind.Nth:
                Reach(Structural, target, inHas);
                break;
        }

        if (test.Kind == SimpleKind.Has)
        {
            HasHas = true;
            Reach(Anchors, target, inHas);
        }

        if (test.List is null) return;
        foreach (var inner in test.List.Selectors) Add(inner, target, inHas || test.Kind == SimpleKind.Has, depth + 1);
        // What the others are decides over the places of all: a change reaches the siblings.
        if (test.Kind == SimpleKind.Nth) foreach (var inner in test.List.Selectors) AddSiblings(inner, target);
    }

    private void AddSiblings(ComplexSelector inner, Compound target)
    {
        foreach (var test in inner.Compounds[0].Tests)
        {
            if (test.Kind is not (SimpleKind.Class or SimpleKind.Id or SimpleKind.Attribute)) continue;
            var set = Of(Key(test.Kind, test.LowerName));
            All(set.Siblings ??= new TargetFilter());
            All(set.SiblingDescendants ??= new TargetFilter());
            set.Has = true;
            HasHas = true;
        }

        _ = target;
    }

    private void AddPseudo(PseudoClass pseudo, Compound target, bool inHas)
    {
        if (pseudo == PseudoClass.Empty) Reach(Empty, target, inHas);
        if (pseudo is >= PseudoClass.FirstChild and <= PseudoClass.OnlyOfType) Reach(Structural, target, inHas);
        foreach (var attribute in ElementConditions.AttributesOf(pseudo))
        {
            var set = Of(Key(SimpleKind.Attribute, attribute));
            Reach(set, target, inHas);
            // A fieldset's attribute decides over what is in it, a field's over its form.
            if (attribute is "disabled" or "contenteditable") All(set.Descendants ??= new TargetFilter());
            if (pseudo is PseudoClass.Valid or PseudoClass.Invalid) set.Has = true;
        }

        var states = ElementConditions.StatesOf(pseudo);
        for (var state = 1; state <= (int)ElementState.Visited; state <<= 1)
        {
            if (((int)states & state) != 0) Reach(Of(Key((ElementState)state)), target, inHas);
        }
    }

    private void Reach(InvalidationSet set, Compound target, bool inHas)
    {
        if (inHas)
        {
            set.Has = true;
            return;
        }

        // The way from the element asked about to the subject, read from its end.
        if (_way.Count == 0)
        {
            (set.Self ??= new TargetFilter()).AddTag(target);
            return;
        }

        if (_way[^1] is Combinator.Child or Combinator.Descendant) (set.Descendants ??= new TargetFilter()).Add(target);
        else if (_way.TrueForAll(c => c is Combinator.NextSibling or Combinator.SubsequentSibling)) (set.Siblings ??= new TargetFilter()).Add(target);
        else (set.SiblingDescendants ??= new TargetFilter()).Add(target);
    }

    private static void All(TargetFilter filter) => filter.Add(new Compound([]));

    private InvalidationSet Of(string key)
    {
        if (!_sets.TryGetValue(key, out var set)) _sets.Add(key, set = new InvalidationSet());
        return set;
    }

    private static string Key(SimpleKind kind, string name) => kind switch
    {
        SimpleKind.Id => "#" + name,
        SimpleKind.Class => "." + name,
        _ => "[" + name,
    };

    private static string Key(ElementState state) => state switch
    {
        ElementState.Hover => ":hover",
        ElementState.Active => ":active",
        ElementState.Focus => ":focus",
        ElementState.FocusVisible => ":focus-visible",
        ElementState.FocusWithin => ":focus-within",
        ElementState.Checked => ":checked",
        ElementState.Indeterminate => ":indeterminate",
        ElementState.Target => ":target",
        _ => ":visited",
    };
}
