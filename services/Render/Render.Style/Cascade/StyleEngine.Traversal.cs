using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <content>The way through the tree: computes what is dirty, from the root on.</content>
public sealed partial class StyleEngine
{
    // Logical properties are others' values under another name.
    private static readonly PropertyId[] Physical = [.. PropertyTable.All.Where(id => !PropertyTable.IsLogical(id))];

    private void VisitRoot(Element root)
    {
        var builder = _resolver.Builder;
        var style = Ensure(root);

        // While it is computed itself, root units mean the root's own font.
        if (NeedsStyle(style, rematch: false)) builder.Context = builder.Context with { Root = null };
        Visit(root, style, null, ElementTraits.None, rematch: false, recompute: false);
    }

    private void RootStyled(ComputedStyle? before, ComputedStyle now)
    {
        var builder = _resolver.Builder;
        builder.Context = builder.Context with { Root = now };
        if (before is null || HasSameFont(before, now)) return;
        _changed |= ValueDependencies.RootFontSize | ValueDependencies.RootFontMetrics;
        _resolver.Clear();
    }

    private static bool HasSameFont(ComputedStyle a, ComputedStyle b)
    {
        if (a.Font == b.Font) return true;
        for (var id = PropertyId.FontFamily; id <= PropertyTable.LastOfFont; id++)
        {
            if (!PropertyTable.AreEqual(id, a, b)) return false;
        }

        return PropertyTable.AreEqual(PropertyId.LineHeight, a, b);
    }

    private bool NeedsStyle(ElementStyle style, bool rematch) =>
        rematch || style.Style is null || (style.Flags & (StyleFlags.Rematch | StyleFlags.RematchSubtree | StyleFlags.Recompute)) != 0 || (style.Dependencies & _changed) != 0;

    private void Visit(Element element, ElementStyle style, ComputedStyle? parent, ElementTraits place, bool rematch, bool recompute)
    {
        var flags = style.Flags;
        style.Flags &= ~(StyleFlags.Dirty | StyleFlags.HasDirtyDescendants);
        var rematchChildren = rematch || (flags & StyleFlags.RematchSubtree) != 0;
        var reaches = false;
        if (recompute || NeedsStyle(style, rematch) || (flags & (StyleFlags.Rematch | StyleFlags.RematchSubtree | StyleFlags.Recompute)) != 0)
        {
            var before = style.Style;
            Restyle(element, style, parent, place, rematch || style.Style is null || (flags & (StyleFlags.Rematch | StyleFlags.RematchSubtree)) != 0);
            var after = style.Style!;
            if (element.Parent is null) RootStyled(before, after);
            reaches = before is null || StyleComparer.ReachesChildren(before, after) || ((flags & StyleFlags.ChildrenInheritExplicitly) != 0 && !ReferenceEquals(before, after));
        }

        // What makes items reaches through boxes that are not there.
        reaches |= recompute && style.Style!.Display == Display.Contents;
        if (style.Style!.Display == Display.None)
        {
            if ((flags & StyleFlags.IsSubtreeSkipped) == 0) StopAnimationsWithin(element);
            style.Flags |= StyleFlags.IsSubtreeSkipped;
            return;
        }

        if ((flags & StyleFlags.IsSubtreeSkipped) != 0)
        {
            style.Flags &= ~StyleFlags.IsSubtreeSkipped;
            rematchChildren = true;
        }

        var rematchEach = (flags & StyleFlags.RematchChildren) != 0;
        if (rematchEach && ReachesWithinChildren()) rematchChildren = true;
        if (!rematchChildren && !rematchEach && !reaches && (flags & StyleFlags.HasDirtyDescendants) == 0 && _changed == ValueDependencies.None) return;
        VisitChildren(element, style.Style, place, rematchChildren, rematchEach, reaches);
    }

    private void VisitChildren(Element element, ComputedStyle style, ElementTraits place, bool rematch, bool rematchEach, bool reaches)
    {
        var first = element.FirstElement;
        if (first is null) return;
        _filter.Push(element);
        var placeWithin = style.Display == Display.Contents ? place : StyleComparer.MakesItems(style) ? ElementTraits.Item : ElementTraits.None;
        for (var child = first; child is not null; child = child.NextElement)
        {
            var data = Ensure(child);
            if (rematchEach) data.Flags |= StyleFlags.Rematch;
            if (rematch || reaches || _changed != ValueDependencies.None || (data.Flags & (StyleFlags.Dirty | StyleFlags.HasDirtyDescendants)) != 0)
                Visit(child, data, style, placeWithin, rematch, reaches);
        }

        _filter.Pop(element);
    }

    // Whether what is in the children hangs on the children's places too.
    private bool ReachesWithinChildren()
    {
        var (places, siblings) = (_rules.Invalidation.Structural, _rules.Invalidation.Adjacent);
        return places.Descendants is not null || places.SiblingDescendants is not null || siblings.Descendants is not null || siblings.SiblingDescendants is not null;
    }

    private void Restyle(Element element, ElementStyle style, ComputedStyle? parent, ElementTraits place, bool match)
    {
        _counts.Restyled++;
        if (match)
        {
            _counts.Matched++;
            _collector.Collect(element, style, _rules.Index, _blocks.Hints(element), _blocks.Inline(element));
        }

        var resolved = _resolver.Resolve(element, style.Matched, parent, StyleAdjuster.TraitsOf(element) | place);
        style.Dependencies = resolved.Dependencies;
        if (resolved.InheritsExplicitly) ElementStyle.Mark(element.Parent, StyleFlags.ChildrenInheritExplicitly);
        var before = style.Style;
        var baseBefore = style.Base;
        style.Base = Settle(baseBefore, resolved.Style);
        style.Style = Settle(before, WithAnimations(element, PseudoElement.None, baseBefore, before, style.Base, parent, style.Matched));
        Report(element, PseudoElement.None, before, style.Style);
        if (style.PseudoMatched is not null || style.Pseudos is not null) RestylePseudos(element, style);
    }

    // An equal style stays the same object, so that nothing below takes it for another.
    private static ComputedStyle Settle(ComputedStyle? before, ComputedStyle now)
    {
        if (before is null || ReferenceEquals(before, now)) return now;
        foreach (var id in Physical)
        {
            if (!PropertyTable.AreEqual(id, before, now)) return now;
        }

        var equal = before.Box.OriginalDisplay == now.Box.OriginalDisplay && before.Inherited.IsDark == now.Inherited.IsDark
            && string.Equals(before.Text.Language, now.Text.Language, StringComparison.Ordinal) && CustomProperties.AreEqual(before.Custom, now.Custom);
        return equal ? before : now;
    }

    private void RestylePseudos(Element element, ElementStyle style)
    {
        var any = false;
        var pseudos = style.Pseudos ?? new ComputedStyle?[9];
        var place = ElementTraits.Pseudo | (StyleComparer.MakesItems(style.Style!) ? ElementTraits.Item : ElementTraits.None);
        for (var i = 1; i < pseudos.Length; i++)
        {
            var pseudo = (PseudoElement)i;
            var before = pseudos[i];
            ComputedStyle? after = null;
            if (style.PseudoMatched?[i] is { } rules && CanHave(element, style.Style!, pseudo))
            {
                var isItem = pseudo is PseudoElement.Before or PseudoElement.After;
                var resolved = _resolver.Resolve(element, rules, style.Style, isItem ? place : ElementTraits.Pseudo);
                style.Dependencies |= resolved.Dependencies;
                if (resolved.InheritsExplicitly) style.Flags |= StyleFlags.ChildrenInheritExplicitly;
                var bases = style.PseudoBases ??= new ComputedStyle?[9];
                var baseBefore = before is null ? null : bases[i];
                bases[i] = Settle(baseBefore, resolved.Style);
                if (MakesBox(pseudo, resolved.Style)) after = Settle(before, WithAnimations(element, pseudo, baseBefore, before, bases[i]!, style.Style, rules));
            }

            pseudos[i] = after;
            any |= after is not null;
            if (!ReferenceEquals(before, after)) Report(element, pseudo, before, after);
        }

        style.Pseudos = any ? pseudos : null;
    }

    private static bool CanHave(Element element, ComputedStyle style, PseudoElement pseudo) => style.Display != Display.None && pseudo switch
    {
        PseudoElement.Marker => style.Display is Display.ListItem or Display.InlineListItem,
        PseudoElement.Placeholder => element.Tag is "input" or "textarea",
        PseudoElement.Backdrop => element.Tag is "dialog",
        _ => true,
    };

    private static bool MakesBox(PseudoElement pseudo, ComputedStyle style) =>
        style.Display != Display.None && (pseudo is not (PseudoElement.Before or PseudoElement.After) || style.Content.Content is { Count: > 0 });

    private void Report(Element element, PseudoElement pseudo, ComputedStyle? before, ComputedStyle? after)
    {
        if (ReferenceEquals(before, after)) return;
        var difference = before is null || after is null ? StyleDifference.Reconstruct : StyleComparer.Compare(before, after);
        _counts.Changed++;
        Observer?.StyleChanged(element, pseudo, before, after, difference);
    }

    private static ElementStyle Ensure(Element element)
    {
        if (element.StyleData is ElementStyle style) return style;
        style = new ElementStyle { Flags = StyleFlags.Rematch };
        element.StyleData = style;
        return style;
    }
}
