using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>How a compound stands to the one on its left.</summary>
public enum Combinator : byte { None, Descendant, Child, NextSibling, SubsequentSibling }

/// <summary>Operators of attribute selectors.</summary>
public enum AttributeOperator : byte
{
    Exists, Equal, Word, Dash, Prefix, Suffix, Substring,

    /// <summary>`!=`, which is not in the specification but which the HTML library takes.</summary>
    NotEqual,
}

/// <summary>Kinds of simple selectors.</summary>
internal enum SimpleKind : byte { Universal, Tag, Id, Class, Attribute, Pseudo, Nth, Is, Where, Not, Has, Nesting, Lang, Dir, Contains, Anchor, Never }

/// <summary>Pseudo-classes without arguments.</summary>
internal enum PseudoClass : byte
{
    None, Root, Scope, Empty, FirstChild, LastChild, OnlyChild, FirstOfType, LastOfType, OnlyOfType,
    AnyLink, Link, Visited, Hover, Active, Focus, FocusVisible, FocusWithin, Target, TargetWithin,
    Enabled, Disabled, Checked, Unchecked, Indeterminate, Default, Required, Optional, ReadOnly, ReadWrite, PlaceholderShown,
    Valid, Invalid, InRange, OutOfRange, Defined, Open,
}

/// <summary>An+B.</summary>
internal readonly record struct NthFormula(int Step, int Offset)
{
    /// <summary>Whether it takes an index counted from 1.</summary>
    public bool Takes(int index)
    {
        if (Step == 0) return index == Offset;
        var distance = (long)index - Offset;
        return distance % Step == 0 && distance / Step >= 0;
    }
}

/// <summary>One condition on an element. Immutable.</summary>
internal sealed class SimpleSelector(SimpleKind kind, string name = "", string value = "")
{
    public SimpleKind Kind { get; } = kind;

    /// <summary>Tag, id, class or attribute as written.</summary>
    public string Name { get; } = name;

    /// <summary>The name in lower case, which is how HTML's names are kept.</summary>
    public string LowerName { get; } = name.ToLowerInvariant();

    /// <summary>Value of an attribute, languages, text.</summary>
    public string Value { get; } = value;

    public AttributeOperator Operator { get; init; }

    /// <summary>`i` is true, `s` false, null when not given.</summary>
    public bool? IgnoreCase { get; init; }

    public PseudoClass Pseudo { get; init; }

    public NthFormula Nth { get; init; }

    public bool FromEnd { get; init; }

    public bool OfType { get; init; }

    /// <summary>The namespace asked for; null for any.</summary>
    public ElementNamespace? Space { get; init; }

    /// <summary>Arguments of :is() and its like.</summary>
    public SelectorList? List { get; init; }

    /// <summary>Whether the answer hangs on other elements around it.</summary>
    public bool IsStructural => Kind == SimpleKind.Nth || (Kind == SimpleKind.Pseudo && Pseudo is PseudoClass.Empty or (>= PseudoClass.FirstChild and <= PseudoClass.OnlyOfType));
}

/// <summary>Conditions on one element. Immutable.</summary>
internal sealed class Compound(SimpleSelector[] tests)
{
    public SimpleSelector[] Tests { get; } = tests;

    /// <summary>How it stands to the compound on its left; None for the leftmost.</summary>
    public Combinator Left { get; init; }
}

/// <summary>A complex selector: compounds with combinators. Immutable.</summary>
public sealed class ComplexSelector
{
    private const int MostHashes = 4;

    internal ComplexSelector(Compound[] compounds, PseudoElement pseudo, bool isNever)
    {
        Compounds = compounds;
        Pseudo = pseudo;
        IsNever = isNever;
        Specificity = SelectorSpecificity.Of(this);
        AncestorHashes = Hashes();
    }

    /// <summary>The pseudo-element that it selects; None for elements.</summary>
    public PseudoElement Pseudo { get; }

    /// <summary>Ids, classes and tags, 10 bits each from the highest on.</summary>
    public int Specificity { get; }

    /// <summary>Valid, but for something that is never there (::-webkit-scrollbar and the like).</summary>
    public bool IsNever { get; }

    /// <summary>Compounds from right to left.</summary>
    internal Compound[] Compounds { get; }

    /// <summary>Hashes of names that some ancestors must have.</summary>
    internal uint[] AncestorHashes { get; }

    private uint[] Hashes()
    {
        var hashes = new List<uint>();
        for (var i = 1; i < Compounds.Length; i++)
        {
            if (Compounds[i - 1].Left is not (Combinator.Descendant or Combinator.Child)) continue;
            foreach (var test in Compounds[i].Tests)
            {
                // Tags of SVG have capitals, and in quirks mode ids and classes are compared without case: hashes are of lower-case names.
                if (test.Kind is SimpleKind.Id or SimpleKind.Class or SimpleKind.Tag && hashes.Count < MostHashes) hashes.Add(AncestorFilter.Hash(test.Kind, test.Name));
            }
        }

        return [.. hashes];
    }
}

/// <summary>Selectors separated by commas. Immutable, may be used from any thread.</summary>
public sealed class SelectorList(IReadOnlyList<ComplexSelector> selectors)
{
    private readonly ComplexSelector[] _selectors = [.. selectors];

    /// <summary>No selector: matches nothing.</summary>
    public static SelectorList Empty { get; } = new([]);

    /// <summary>In order.</summary>
    public ReadOnlySpan<ComplexSelector> Selectors => _selectors;

    /// <summary>The highest specificity in it.</summary>
    public int MaxSpecificity { get; } = selectors.Count == 0 ? 0 : selectors.Max(s => s.Specificity);
}

/// <summary>Specificity (selectors-4, section 15).</summary>
internal static class SelectorSpecificity
{
    private const int Most = 1023;

    public static int Of(ComplexSelector selector)
    {
        var (ids, classes, tags) = (0, 0, selector.Pseudo == PseudoElement.None ? 0 : 1);
        foreach (var compound in selector.Compounds)
        {
            foreach (var test in compound.Tests) Add(test, ref ids, ref classes, ref tags);
        }

        return (Math.Min(ids, Most) << 20) | (Math.Min(classes, Most) << 10) | Math.Min(tags, Most);
    }

    private static void Add(SimpleSelector test, ref int ids, ref int classes, ref int tags)
    {
        switch (test.Kind)
        {
            case SimpleKind.Id:
                ids++;
                break;
            case SimpleKind.Tag:
                tags++;
                break;
            case SimpleKind.Class or SimpleKind.Attribute or SimpleKind.Pseudo or SimpleKind.Lang or SimpleKind.Dir or SimpleKind.Contains:
                classes++;
                break;
            case SimpleKind.Nth or SimpleKind.Is or SimpleKind.Not or SimpleKind.Has or SimpleKind.Nesting:
                if (test.Kind == SimpleKind.Nth) classes++;
                var inner = test.List?.MaxSpecificity ?? 0;
                ids += inner >> 20;
                classes += (inner >> 10) & Most;
                tags += inner & Most;
                break;
        }
    }
}
