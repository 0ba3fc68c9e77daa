using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <content>What a change of the tree makes dirty.</content>
public sealed partial class StyleEngine : IDocumentObserver
{
    void IDocumentObserver.Inserted(Node node)
    {
        if (node is Element element)
        {
            // It may have been elsewhere before.
            if (element.StyleData is ElementStyle style) style.Flags |= StyleFlags.RematchSubtree;
            MarkAbove(element);
            if (HasSheets(element)) _sheetsChanged = true;
        }
        else if (node.Parent is { } parent && IsSheet(parent))
        {
            _sheetsChanged = true;
        }

        if (node.Parent is { } container) DirectionMayChange(container);
        ChildrenChanged(node.Parent, node is Element, isLast: node.NextElement is null);
        if (node is Element inserted) InvalidateAnchors(inserted);
    }

    void IDocumentObserver.Removed(Node node, Element parent, Node? next)
    {
        StopAnimationsWithin(node);
        if (node is Element element ? HasSheets(element) : IsSheet(parent)) _sheetsChanged = true;
        DirectionMayChange(parent);
        ChildrenChanged(parent, node is Element, isLast: next is null || (next is not Element && next.NextElement is null));
        if (node is Element && _rules.Invalidation.HasHas) InvalidateAnchorsFrom(parent);
    }

    void IDocumentObserver.AttributeChanged(Element element, string name, string? former)
    {
        if (IsSheet(element) && name is "media" or "href" or "rel" or "type" or "disabled") _sheetsChanged = true; // shown or not
        if (element.StyleData is not ElementStyle style) return;
        var index = _rules.Invalidation;
        if (index.IsOverfull)
        {
            Mark(_document.Root!, StyleFlags.RematchSubtree);
            return;
        }

        if (name is "class") ClassesChanged(element, former ?? "");
        if (name is "id") IdChanged(element, former ?? "");
        if (index.Find(SimpleKind.Attribute, name) is { } set) Invalidate(set, element);
        if (PresentationalHints.ReachesCells(element, name)) Mark(element, StyleFlags.RematchSubtree);
        if (name is "style" || IsPersonal(style) || name is "lang" or "xml:lang" || _blocks.HintsChanged(element)) Mark(element, StyleFlags.Rematch);
    }

    void IDocumentObserver.TextChanged(TextNode text)
    {
        if (text.Parent is not { } parent) return;
        if (IsSheet(parent)) _sheetsChanged = true;
        DirectionMayChange(parent);
        ChildrenChanged(parent, isElement: false, isLast: true);
    }

    void IDocumentObserver.StateChanged(Element element, ElementState changed)
    {
        if (element.StyleData is not ElementStyle) return;
        for (var state = 1; state <= (int)ElementState.Visited; state <<= 1)
        {
            if (((int)changed & state) != 0 && _rules.Invalidation.Find((ElementState)state) is { } set) Invalidate(set, element);
        }
    }

    private static bool IsPersonal(ElementStyle style)
    {
        if (style.Matched.IsPersonal) return true;
        return style.PseudoMatched is { } pseudos && Array.Exists(pseudos, p => p is { IsPersonal: true });
    }

    private void ClassesChanged(Element element, string former)
    {
        var before = former.Split([' ', '\t', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in before)
        {
            if (!element.HasClass(name)) Invalidate(_rules.Invalidation.Find(SimpleKind.Class, name), element);
        }

        foreach (var name in element.Classes)
        {
            if (Array.IndexOf(before, name) < 0) Invalidate(_rules.Invalidation.Find(SimpleKind.Class, name), element);
        }
    }

    private void IdChanged(Element element, string former)
    {
        if (former.Length > 0) Invalidate(_rules.Invalidation.Find(SimpleKind.Id, former), element);
        if (element.Id.Length > 0) Invalidate(_rules.Invalidation.Find(SimpleKind.Id, element.Id), element);
    }

    private void ChildrenChanged(Element? parent, bool isElement, bool isLast)
    {
        if (parent?.StyleData is not ElementStyle style) return;
        if ((style.Flags & StyleFlags.DependsOnEmptiness) != 0) Invalidate(_rules.Invalidation.Empty, parent);
        if (!isElement) return;
        var dependsOnPlace = (style.Flags & StyleFlags.ChildrenDependOnPosition) != 0;
        var dependsOnSiblings = (style.Flags & StyleFlags.ChildrenDependOnSiblings) != 0 && (!isLast || _rules.Invalidation.HasHas);
        if (dependsOnPlace || dependsOnSiblings) Mark(parent, StyleFlags.RematchChildren);
    }

    // dir=auto goes by the first letters within, up to what has a direction of its own.
    private void DirectionMayChange(Element within)
    {
        for (var at = within; at is not null; at = at.Parent)
        {
            var dir = at.Attribute("dir");
            if (dir is null && at.Tag is not "bdi") continue;
            if (_blocks.HintsChanged(at)) Mark(at, StyleFlags.Rematch);
            return;
        }
    }

    private void Invalidate(InvalidationSet? set, Element element)
    {
        if (set is null) return;
        if (set.Self is { } self && self.Takes(element)) Mark(element, StyleFlags.Rematch);
        if (set.Descendants is { } within) InvalidateWithin(element, within);
        if (set.Siblings is not null || set.SiblingDescendants is not null)
        {
            for (var sibling = element.NextElement; sibling is not null; sibling = sibling.NextElement)
            {
                if (set.Siblings is { } siblings && siblings.Takes(sibling)) Mark(sibling, StyleFlags.Rematch);
                if (set.SiblingDescendants is { } inner) InvalidateWithin(sibling, inner);
            }
        }

        if (set.Has) InvalidateAnchors(element);
    }

    private static void InvalidateWithin(Element element, TargetFilter filter)
    {
        if (filter.All)
        {
            Mark(element, StyleFlags.RematchSubtree);
            return;
        }

        Node? node = element.FirstChild;
        while (node is not null)
        {
            if (node is Element inner)
            {
                // What was not styled yet, or is not shown, is matched when it is its turn.
                if (filter.Takes(inner)) Mark(inner, StyleFlags.Rematch);
                if (inner.FirstChild is { } first && inner.StyleData is ElementStyle style && (style.Flags & StyleFlags.IsSubtreeSkipped) == 0)
                {
                    node = first;
                    continue;
                }
            }

            while (node.Next is null)
            {
                node = node.Parent!;
                if (node == element) return;
            }

            node = node.Next;
        }
    }

    // Elements around a changed one that :has() was asked of.
    private void InvalidateAnchors(Element element)
    {
        if (!_rules.Invalidation.HasHas) return;
        InvalidateAnchorsBefore(element);
        if (element.Parent is { } parent) InvalidateAnchorsFrom(parent);
    }

    private void InvalidateAnchorsFrom(Element first)
    {
        for (var above = first; above is not null; above = above.Parent)
        {
            InvalidateAnchor(above);
            InvalidateAnchorsBefore(above);
        }
    }

    private void InvalidateAnchorsBefore(Element element)
    {
        if (element.Parent?.StyleData is not ElementStyle parent || (parent.Flags & StyleFlags.ChildrenDependOnSiblings) == 0) return;
        for (var before = element.PreviousElement; before is not null; before = before.PreviousElement) InvalidateAnchor(before);
    }

    private void InvalidateAnchor(Element element)
    {
        if (element.StyleData is not ElementStyle style || (style.Flags & StyleFlags.DependsOnHas) == 0) return;
        var anchors = _rules.Invalidation.Anchors;
        if (anchors.Self is { } self && self.Takes(element)) Mark(element, StyleFlags.Rematch);
        if (anchors.Descendants is { } within) InvalidateWithin(element, within);
        if (anchors.Siblings is null && anchors.SiblingDescendants is null) return;
        for (var sibling = element.NextElement; sibling is not null; sibling = sibling.NextElement)
        {
            if (anchors.Siblings is { } siblings && siblings.Takes(sibling)) Mark(sibling, StyleFlags.Rematch);
            if (anchors.SiblingDescendants is { } inner) InvalidateWithin(sibling, inner);
        }
    }

    private static bool IsSheet(Element element) => element.Namespace == ElementNamespace.Html ? element.Tag is "style" or "link" : element.Tag is "style";

    private static bool HasSheets(Element root)
    {
        foreach (var node in Document.Walk(root))
        {
            if (node is Element element && IsSheet(element)) return true;
        }

        return false;
    }

    private static void Mark(Element element, StyleFlags flags)
    {
        // An element without data is styled wholly when its parent is visited.
        if (element.StyleData is ElementStyle style)
        {
            if ((style.Flags & flags) == flags) return;
            style.Flags |= flags;
        }

        MarkAbove(element);
    }

    private static void MarkAbove(Element element)
    {
        for (var above = element.Parent; above is not null; above = above.Parent)
        {
            if (above.StyleData is not ElementStyle style) continue;
            if ((style.Flags & StyleFlags.HasDirtyDescendants) != 0) return;
            style.Flags |= StyleFlags.HasDirtyDescendants;
        }
    }
}
