using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Changes that touch one node's boxes alone.</content>
internal sealed partial class BoxTreeUpdater
{
    private readonly List<LayoutBox> _made = [];

    /// <summary>Takes a node's boxes out if no anonymous box around depends on them. True also where it has none.</summary>
    /// <param name="node">The node; perhaps out of the tree by now.</param>
    /// <param name="parentElement">Its parent, or the one that it had.</param>
    /// <param name="next">The sibling after it.</param>
    private static bool TryDetach(Node node, Element parentElement, Node? next)
    {
        if (parentElement.Tag is "details") return false; // what comes first in it counts
        if (node.LayoutData is not LayoutBox box) return node is TextNode || node is Element element && !HasShownContents(element);
        if (box.IsInlineLevel && IsWhiteSpaceNext(next)) return false;
        if (box.Parent is not { } parent || box.Continuation is not null || parent.Continuation is not null || box is TextBox { FirstLetterLength: > 0 }) return false;
        var owner = parentElement.LayoutData as LayoutBox;
        if (parent != owner && !(parent.IsAnonymous && parent.HasInlineChildren && parent.Parent == owner && parent.Children.Count > 1)) return false;
        var wasInFlow = BoxFixup.IsInFlow(box);
        if (parent == owner && !box.IsInlineLevel && HasRunBeside(parent, box)) return false;
        if (parent != owner && parent.Children[0] == box) return false;
        if (wasInFlow && !parent.HasInlineChildren && parent.Children[0].IsOutsideMarker) return false;
        if (wasInFlow && parent.Kind is not (BoxKind.Block or BoxKind.Flex or BoxKind.Grid or BoxKind.Inline or BoxKind.TableCell or BoxKind.TableRow or BoxKind.TableRowGroup)) return false;
        if (wasInFlow && parent.HasInlineChildren && !HasOtherInline(parent, box)) return false;
        parent.Remove(box);
        return true;
    }

    // display: contents: its boxes are its descendants'.
    private static bool HasShownContents(Element element)
    {
        foreach (var node in Document.Walk(element))
        {
            if (node.LayoutData is not null) return true;
        }

        return false;
    }

    /// <summary>Whether an anonymous box lies on either side: with the box between gone, two of them would have to become one.</summary>
    private static bool HasRunBeside(LayoutBox parent, LayoutBox box)
    {
        var children = parent.Children;
        var index = IndexOf(children, box);
        return (index > 0 && children[index - 1].IsAnonymous) || (index + 1 < children.Count && children[index + 1].IsAnonymous);
    }

    private static int IndexOf(IReadOnlyList<LayoutBox> boxes, LayoutBox box)
    {
        for (var i = 0; i < boxes.Count; i++)
        {
            if (boxes[i] == box) return i;
        }

        return -1;
    }

    private static bool HasOtherInline(LayoutBox parent, LayoutBox box)
    {
        foreach (var child in parent.Children)
        {
            if (child != box && child.IsInlineLevel && BoxFixup.IsInFlow(child)) return true;
        }

        return false;
    }

    /// <summary>Puts a new node's box into its parent's if it needs no anonymous box and splits none.</summary>
    private bool TryAttach(Node node, Element parent)
    {
        if (parent.LayoutData is not LayoutBox container || FormControls.IsControl(parent) || parent.Tag is "details" || container.Continuation is not null) return false;
        if (ShowsNoContent(parent, container)) return true;
        if (!TryFindNext(node, parent, container, out var before)) return false;
        _made.Clear();
        if (PreviousInFlow(container, before) is { } previous) _made.Add(previous);
        var first = _made.Count;
        builder.AddNode(node, container, container.Style, _made);
        if (_made.Count == first) return true;
        if (_made.Count != first + 1 || node.LayoutData != _made[first]) return false;
        var box = _made[first];
        if (!Fits(container, box)) return false;
        container.Insert(box, before);
        return !NextIsWhiteSpace(node);
    }

    private static LayoutBox? LastOf(LayoutBox container) => container.Children.Count == 0 ? null : container.Children[^1];

    private static LayoutBox? Previous(LayoutBox container, LayoutBox box)
    {
        var index = IndexOf(container.Children, box);
        return index > 0 ? container.Children[index - 1] : null;
    }

    private static LayoutBox? PreviousInFlow(LayoutBox container, LayoutBox? before)
    {
        for (var i = (before is null ? container.Children.Count : IndexOf(container.Children, before)) - 1; i >= 0; i--)
        {
            if (BoxFixup.IsInFlow(container.Children[i])) return container.Children[i];
        }

        return null;
    }

    /// <summary>Whether a box may become a child as it is.</summary>
    private static bool Fits(LayoutBox container, LayoutBox box)
    {
        if (box.HasBlockInside) return false;
        var inFlow = BoxFixup.IsInFlow(box);
        return container.Kind switch
        {
            BoxKind.Block or BoxKind.TableCell when container.HasInlineChildren => !inFlow || box.IsInlineLevel,
            BoxKind.Block or BoxKind.TableCell => !inFlow || (!box.IsInlineLevel && !IsTablePart(box.Kind)),
            BoxKind.Inline => !inFlow || box.IsInlineLevel,
            BoxKind.Flex or BoxKind.Grid => !box.IsInlineLevel,
            BoxKind.TableRow => box.Kind == BoxKind.TableCell,
            BoxKind.TableRowGroup => box.Kind == BoxKind.TableRow,
            BoxKind.Table => box.Kind == BoxKind.TableRowGroup,
            _ => false,
        };
    }

    private static bool IsTablePart(BoxKind kind) => kind is BoxKind.TableRowGroup or BoxKind.TableRow or BoxKind.TableCell or BoxKind.TableCaption or BoxKind.TableColumnGroup or BoxKind.TableColumn;

    /// <summary>The child box before which a node's box goes; false where that is not a child of the container itself.</summary>
    private static bool TryFindNext(Node node, Element parent, LayoutBox container, out LayoutBox? before)
    {
        before = null;
        for (var next = node.Next; next is not null; next = next.Next)
        {
            if (next.LayoutData is not LayoutBox box)
            {
                if (next is Element element && HasShownContents(element)) return false;
                continue;
            }

            before = box;
            return box.Parent == container && !RunBefore(container, box);
        }

        _ = parent;
        if (LastOf(container) is not { } last) return true;
        if (last.Pseudo == PseudoElement.After) before = last;
        else if (last.IsAnonymous) return false;
        return before is null || !RunBefore(container, before);
    }

    private static bool RunBefore(LayoutBox container, LayoutBox box) => Previous(container, box) is { IsAnonymous: true } and not TextBox;

    // White space that made no box may need one now, and the other way round.
    private static bool NextIsWhiteSpace(Node node) => node.LayoutData is LayoutBox { IsInlineLevel: true } && IsWhiteSpaceNext(node.Next);

    /// <summary>Whether what follows in flow is a text of white space.</summary>
    private static bool IsWhiteSpaceNext(Node? node)
    {
        for (; node is not null; node = node.Next)
        {
            if (node is TextNode text)
            {
                if (text.Data.Length > 0) return BoxTreeBuilder.IsWhiteSpace(text.Data);
            }
            else if (node.LayoutData is not LayoutBox box)
            {
                if (HasShownContents((Element)node)) return true;
            }
            else if (BoxFixup.IsInFlow(box))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Gives an element's boxes its new style.</summary>
    private bool TryRestyle(Element element, BoxChange change)
    {
        var style = styles.StyleOf(element);
        if (element.LayoutData is not LayoutBox box)
        {
            if (style.Display == Display.Contents && HasPseudos(element)) return false;
            if (style.Display == Display.Contents) RestyleTexts(element, style, change);
            return style.Display is Display.Contents or Display.None;
        }

        if (box.Continuation is not null || box is TextBox || style.Display is Display.ListItem or Display.InlineListItem || box.Style.Display != style.Display) return false;
        if (HasFirstLetter(element) || element.Tag is "details") return false; // the contents of a closed one have a box with a style of its own
        SetStyle(box, style);
        RestyleTexts(element, style, change);
        if (!TryRestyleWithin(box, element, style, change)) return false;
        if (change == BoxChange.Layout) box.MarkNeedsLayout();
        return HasPseudos(element) == HasPseudoBoxes(box, element);
    }

    /// <summary>Gives the anonymous boxes and those of an element's pseudo-elements in a box their styles; false where they have to be made anew.</summary>
    private bool TryRestyleWithin(LayoutBox box, Element element, ComputedStyle style, BoxChange change)
    {
        var children = box.Children;
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            if (child.Pseudo is PseudoElement.Before or PseudoElement.After && child.Node == element)
            {
                if (styles.StyleOf(element, child.Pseudo) is not { } pseudo || !ReferenceEquals(pseudo.Content.Content, child.Style.Content.Content) || pseudo.Display != child.Style.Display) return false;
                if (pseudo.Display is Display.ListItem or Display.InlineListItem) return false; // its marker has styles of its own
                Restyle(child, pseudo, change);
            }
            else if (child.IsAnonymous && child is TextBox)
            {
                child.Style = builder.TextStyle(style); // as an image's alternative text
            }
            else if (child.IsAnonymous)
            {
                if (child.SplitOwner is not null) return false;
                var own = styles.Anonymous(style, child.Style.Display);
                Restyle(child, own, change);
                if (!TryRestyleWithin(child, element, own, change)) return false; // pseudo-elements may be in it
            }
        }

        return true;
    }

    private bool HasFirstLetter(Element element) => styles.StyleOf(element, PseudoElement.FirstLetter) is not null;

    private bool HasPseudos(Element element) => IsShown(styles.StyleOf(element, PseudoElement.Before)) || IsShown(styles.StyleOf(element, PseudoElement.After));

    private static bool IsShown(ComputedStyle? style) => style is { Content.Content: not null } && style.Display != Display.None;

    private static bool HasPseudoBoxes(LayoutBox box, Element element)
    {
        foreach (var child in box.Children)
        {
            if (child.Pseudo is PseudoElement.Before or PseudoElement.After && child.Node == element) return true;
            if (child.IsAnonymous && child is not TextBox && HasPseudoBoxes(child, element)) return true;
        }

        return false;
    }

    private void RestyleTexts(Element element, ComputedStyle style, BoxChange change)
    {
        for (var node = element.FirstChild; node is not null; node = node.Next)
        {
            if (node is not TextNode { LayoutData: TextBox text }) continue;
            text.Style = builder.TextStyle(style);
            if (change == BoxChange.Layout) text.MarkNeedsLayout();
        }
    }

    /// <summary>Gives an anonymous or generated box a style, and the anonymous ones in it theirs.</summary>
    private void Restyle(LayoutBox box, ComputedStyle style, BoxChange change)
    {
        SetStyle(box, style);
        foreach (var child in box.Children)
        {
            if (child.Node is not null) continue;
            if (child is TextBox) child.Style = builder.TextStyle(style);
            else if (child.IsAnonymous) Restyle(child, styles.Anonymous(style, child.Style.Display), change);
        }

        if (change == BoxChange.Layout) box.MarkNeedsLayout();
    }

    // Which border wins an edge of a collapsed table is found out by its layout, colours with it; an inline box that shows something of its own has fragments.
    private static void SetStyle(LayoutBox box, ComputedStyle style)
    {
        var before = box.Style;
        box.Style = style;
        if (box.Kind is >= BoxKind.Table and <= BoxKind.TableColumn && before.Border.Color != style.Border.Color && IsInCollapsedTable(box)) box.MarkNeedsLayout();
        if (box.Kind == BoxKind.Inline && InlineItem.HasOwnBox(before) != InlineItem.HasOwnBox(style)) box.MarkNeedsLayout();
    }

    private static bool IsInCollapsedTable(LayoutBox box)
    {
        var table = box;
        while (table.Kind != BoxKind.Table && table.Parent is { } parent) table = parent;
        return table.Style.Inherited.BorderCollapse == BorderCollapse.Collapse;
    }
}
