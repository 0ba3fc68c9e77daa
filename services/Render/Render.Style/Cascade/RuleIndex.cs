using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Rules by what their rightmost compound asks for, so that an element is tried against few of them.</summary>
internal sealed class RuleIndex
{
    private readonly Dictionary<string, List<IndexedRule>> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<IndexedRule>> _byClass = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<IndexedRule>> _byTag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IndexedRule>> _byAttribute = new(StringComparer.Ordinal);
    private readonly List<IndexedRule> _root = [];
    private readonly List<IndexedRule> _universal = [];

    /// <summary>Number of entries; a rule may have several.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a rule.</summary>
    public void Add(IndexedRule rule)
    {
        var lists = new List<List<IndexedRule>>();
        if (!TryKeys(rule.Selector.Compounds[0], lists, 0))
        {
            lists.Clear();
            lists.Add(_universal);
        }

        foreach (var list in lists.Distinct())
        {
            list.Add(rule);
            Count++;
        }
    }

    /// <summary>Calls back for each list of rules that may match an element.</summary>
    public void Find<T>(Element element, ref T collector)
        where T : struct, IRuleCollector
    {
        if (element.Id.Length > 0 && _byId.TryGetValue(element.Id, out var list)) collector.Try(list);
        foreach (var name in element.Classes)
        {
            if (_byClass.TryGetValue(name, out list)) collector.Try(list);
        }

        if (_byAttribute.Count > 0)
        {
            foreach (ref readonly var attribute in element.Attributes)
            {
                if (_byAttribute.TryGetValue(attribute.Name, out list)) collector.Try(list);
            }
        }

        if (_byTag.TryGetValue(element.Tag, out list)) collector.Try(list);
        if (_root.Count > 0 && element.Parent is null) collector.Try(_root);
        if (_universal.Count > 0) collector.Try(_universal);
    }

    // Lists of all that a compound may match; false when that may be anything.
    private bool TryKeys(Compound compound, List<List<IndexedRule>> lists, int depth)
    {
        SimpleSelector? best = null;
        foreach (var test in compound.Tests)
        {
            if (Rank(test) > (best is null ? 0 : Rank(best))) best = test;
        }

        switch (best?.Kind)
        {
            case SimpleKind.Id:
                lists.Add(Of(_byId, best.Name));
                return true;
            case SimpleKind.Class:
                lists.Add(Of(_byClass, best.Name));
                return true;
            case SimpleKind.Attribute:
                lists.Add(Of(_byAttribute, best.LowerName));
                if (!string.Equals(best.Name, best.LowerName, StringComparison.Ordinal)) lists.Add(Of(_byAttribute, best.Name));
                return true;
            case SimpleKind.Tag:
                lists.Add(Of(_byTag, best.LowerName));
                if (!string.Equals(best.Name, best.LowerName, StringComparison.Ordinal)) lists.Add(Of(_byTag, best.Name));
                return true;
            case SimpleKind.Pseudo:
                lists.Add(_root);
                return true;
            case SimpleKind.Is when depth < 8:
                return best.List!.Selectors.Length <= 16 && TryAll(best.List, lists, depth);
            case SimpleKind.Where or SimpleKind.Nesting when depth < 8:
                return best.List!.Selectors.Length <= 16 && TryAll(best.List, lists, depth);
            default:
                return false;
        }
    }

    private bool TryAll(SelectorList list, List<List<IndexedRule>> lists, int depth)
    {
        foreach (var selector in list.Selectors)
        {
            if (!TryKeys(selector.Compounds[0], lists, depth + 1)) return false;
        }

        return true;
    }

    private static int Rank(SimpleSelector test) => test.Kind switch
    {
        SimpleKind.Id => 6,
        SimpleKind.Class => 5,
        SimpleKind.Pseudo when test.Pseudo == PseudoClass.Root => 4,
        SimpleKind.Attribute when test.Operator != AttributeOperator.NotEqual => 3,
        SimpleKind.Tag => 2,
        SimpleKind.Is or SimpleKind.Where or SimpleKind.Nesting => 1,
        _ => 0,
    };

    private static List<IndexedRule> Of(Dictionary<string, List<IndexedRule>> by, string name)
    {
        if (!by.TryGetValue(name, out var list)) by.Add(name, list = []);
        return list;
    }
}

/// <summary>Takes the rules that may match.</summary>
internal interface IRuleCollector
{
    /// <summary>Tries each rule of a list.</summary>
    void Try(List<IndexedRule> rules);
}
