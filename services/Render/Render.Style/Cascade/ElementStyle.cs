using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>What matching found out about an element, and what is to be done with it.</summary>
[Flags]
internal enum StyleFlags
{
    None = 0,

    /// <summary>Styles of its children hang on their place among them (:first-child, :nth-child() and so on).</summary>
    ChildrenDependOnPosition = 1,

    /// <summary>Styles of its children (or what is in them) hang on the siblings before them, or after them by :has().</summary>
    ChildrenDependOnSiblings = 2,

    /// <summary>:empty was asked of it.</summary>
    DependsOnEmptiness = 4,

    /// <summary>:has() was asked of it.</summary>
    DependsOnHas = 8,

    /// <summary>Its rules have to be matched again.</summary>
    Rematch = 16,

    /// <summary>Its style has to be computed again from the rules known.</summary>
    Recompute = 32,

    /// <summary>All within has to be matched again.</summary>
    RematchSubtree = 64,

    /// <summary>Something within has one of the three.</summary>
    HasDirtyDescendants = 128,

    /// <summary>An animation or a transition runs on it or on its pseudo-elements.</summary>
    Animates = 256,

    /// <summary>Children were added or removed, and the styles of the others hang on it.</summary>
    RematchChildren = 512,

    /// <summary>A child takes a property from it that is not inherited by itself.</summary>
    ChildrenInheritExplicitly = 1024,

    /// <summary>What is within was not styled, as it makes no box.</summary>
    IsSubtreeSkipped = 2048,

    Dirty = Rematch | Recompute | RematchSubtree | RematchChildren,
}

/// <summary>What the cascade keeps on an element.</summary>
internal sealed class ElementStyle : NodeData
{
    /// <summary>The computed style, animations included; null before it was styled.</summary>
    public ComputedStyle? Style { get; set; }

    /// <summary>The style without animations and transitions; the same as <see cref="Style"/> while nothing runs.</summary>
    public ComputedStyle? Base { get; set; }

    /// <summary>Styles of its pseudo-elements; null where it has none at all.</summary>
    public ComputedStyle?[]? Pseudos { get; set; }

    /// <summary>The same without animations.</summary>
    public ComputedStyle?[]? PseudoBases { get; set; }

    /// <summary>The rules that match, in cascade order.</summary>
    public MatchedRules Matched { get; set; } = MatchedRules.None;

    /// <summary>Rules of its pseudo-elements, by <see cref="PseudoElement"/>; null where there are none.</summary>
    public MatchedRules?[]? PseudoMatched { get; set; }

    /// <summary>What its computed values were made of.</summary>
    public ValueDependencies Dependencies { get; set; }

    public StyleFlags Flags { get; set; }

    /// <summary>Sets flags of an element that has been given style data.</summary>
    public static void Mark(Element? element, StyleFlags flags)
    {
        if (element?.StyleData is ElementStyle style) style.Flags |= flags;
    }
}
