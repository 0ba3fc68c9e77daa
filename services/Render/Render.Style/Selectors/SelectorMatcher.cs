using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// Matches selectors from right to left. Allocates nothing in steady state. Belongs to one thread; to be told by <see cref="Begin"/> when the tree may have changed.
/// </summary>
public sealed partial class SelectorMatcher
{
    /// <summary>
    /// Steps that matching may take between two calls of <see cref="Begin"/>, besides <see cref="StepsOfNode"/> for each node; beyond them only selectors without combinators and lists match.
    /// </summary>
    public const long MaxSteps = 50_000_000;

    /// <summary>Further steps for each node of the document.</summary>
    public const long StepsOfNode = 100;

    private readonly NthIndex _nth = new();
    private Element? _anchor;
    private Element? _scope;
    private long _steps;
    private long _mostSteps = MaxSteps;
    private bool _isQuirky;

    private enum Result : byte { Match, FailsHere, FailsForSiblings, FailsCompletely }

    /// <summary>Whether the steps were used up since <see cref="Begin"/>.</summary>
    public bool IsExhausted => _steps > _mostSteps;

    /// <summary>Starts anew: forgets what is known of the tree.</summary>
    public void Begin(Document document)
    {
        _nth.Clear();
        _steps = 0;
        _mostSteps = MaxSteps + (StepsOfNode * document.NodeCount);
        _isQuirky = document.IsQuirky;
    }

    /// <summary>Whether any selector of a list matches; pseudo-elements do not.</summary>
    /// <param name="element">Element.</param>
    /// <param name="list">Selectors.</param>
    /// <param name="scope">What :scope means; null for the root.</param>
    public bool Matches(Element element, SelectorList list, Element? scope = null)
    {
        _scope = scope;
        foreach (var selector in list.Selectors)
        {
            if (selector.Pseudo == PseudoElement.None && Matches(element, selector)) return true;
        }

        return false;
    }

    /// <summary>Whether a selector, its pseudo-element aside, matches an element.</summary>
    public bool Matches(Element element, ComplexSelector selector) =>
        !selector.IsNever && Match(selector.Compounds, 0, element) == Result.Match;

    private bool Any(Element element, SelectorList? list)
    {
        if (list is null || IsExhausted) return false;
        foreach (var selector in list.Selectors)
        {
            if (Matches(element, selector)) return true;
        }

        return false;
    }

    // The kinds of failure keep the search for ancestors and siblings from trying in vain (as Blink's matcher does).
    private Result Match(Compound[] compounds, int index, Element element)
    {
        if (++_steps > _mostSteps && index > 0) return Result.FailsCompletely;
        var compound = compounds[index];
        foreach (var test in compound.Tests)
        {
            if (!Test(test, element)) return Result.FailsHere;
        }

        return compound.Left switch
        {
            Combinator.None => Result.Match,
            Combinator.Child => element.Parent is { } parent ? Match(compounds, index + 1, parent) : Result.FailsCompletely,
            Combinator.Descendant => Ancestors(compounds, index + 1, element),
            Combinator.NextSibling => Sibling(compounds, index + 1, element),
            _ => Siblings(compounds, index + 1, element),
        };
    }

    private Result Ancestors(Compound[] compounds, int index, Element element)
    {
        for (var above = element.Parent; above is not null; above = above.Parent)
        {
            var result = Match(compounds, index, above);
            if (result is Result.Match or Result.FailsCompletely) return result;
        }

        return Result.FailsCompletely;
    }

    private Result Sibling(Compound[] compounds, int index, Element element)
    {
        ElementStyle.Mark(element.Parent, StyleFlags.ChildrenDependOnSiblings);
        return element.PreviousElement is { } before ? Match(compounds, index, before) : Result.FailsForSiblings;
    }

    private Result Siblings(Compound[] compounds, int index, Element element)
    {
        ElementStyle.Mark(element.Parent, StyleFlags.ChildrenDependOnSiblings);
        for (var before = element.PreviousElement; before is not null; before = before.PreviousElement)
        {
            var result = Match(compounds, index, before);
            if (result is Result.Match or Result.FailsForSiblings or Result.FailsCompletely) return result;
        }

        return Result.FailsForSiblings;
    }

    // :has(): some element around the anchor must match, its leftmost compound being the anchor.
    private bool Has(Element element, SelectorList list)
    {
        ElementStyle.Mark(element, StyleFlags.DependsOnHas);
        var outer = _anchor;
        _anchor = element;
        var found = false;
        foreach (var selector in list.Selectors)
        {
            if (HasOne(element, selector))
            {
                found = true;
                break;
            }
        }

        _anchor = outer;
        return found;
    }

    private bool HasOne(Element anchor, ComplexSelector selector)
    {
        if (selector.IsNever || IsExhausted) return false;
        var compounds = selector.Compounds;
        var leading = compounds[^2].Left;
        if (leading is Combinator.Child or Combinator.Descendant)
            return leading == Combinator.Child && compounds.Length == 2 ? HasChild(anchor, selector) : HasWithin(anchor, selector, withSelf: false);
        ElementStyle.Mark(anchor.Parent, StyleFlags.ChildrenDependOnSiblings);
        for (var after = anchor.NextElement; after is not null; after = after.NextElement)
        {
            if (compounds.Length == 2 ? Matches(after, selector) : HasWithin(after, selector, withSelf: true)) return true;
            if (compounds.Length == 2 && leading == Combinator.NextSibling) return false;
            if (IsExhausted) return false;
        }

        return false;
    }

    private bool HasChild(Element anchor, ComplexSelector selector)
    {
        for (var child = anchor.FirstElement; child is not null; child = child.NextElement)
        {
            if (Matches(child, selector)) return true;
        }

        return false;
    }

    private bool HasWithin(Element root, ComplexSelector selector, bool withSelf)
    {
        if (withSelf && Matches(root, selector)) return true;
        Node? node = root.FirstChild;
        while (node is not null && !IsExhausted)
        {
            if (node is Element element)
            {
                if (Matches(element, selector)) return true;
                if (element.FirstChild is { } first)
                {
                    node = first;
                    continue;
                }
            }

            while (node.Next is null)
            {
                if (node.Parent is null || node.Parent == root) return false;
                node = node.Parent;
            }

            node = node.Next;
        }

        return false;
    }
}
