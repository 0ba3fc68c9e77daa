using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What a change of an element's style asks of its boxes.</summary>
public enum BoxChange : byte
{
    /// <summary>Only how it is painted: boxes take the new style.</summary>
    Paint,

    /// <summary>Boxes are laid out again.</summary>
    Layout,

    /// <summary>Other boxes: display, position, float, content and the like.</summary>
    Boxes,
}

/// <summary>
/// Keeps the box tree in step with a document. Changes are noted as they come and carried out by <see cref="Update"/>, when styles are up to date: where
/// a node's boxes can be put into or taken out of their container without touching others that is done; else the container's boxes are made anew.
/// </summary>
internal sealed partial class BoxTreeUpdater(Document document, IStyleSource styles, BoxTreeBuilder builder)
{
    private readonly HashSet<Element> _containers = [];
    private readonly List<Node> _inserted = [];
    private bool _wholeTree = true;
    private bool _structureChanged;

    /// <summary>Has the whole tree made anew.</summary>
    internal void Invalidate() => _wholeTree = true;

    internal void Inserted(Node node)
    {
        if (_wholeTree) return;
        if (node.Parent is null) _wholeTree = true;
        else _inserted.Add(node);
    }

    internal void Removed(Node node, Element parent, Node? next)
    {
        if (_wholeTree) return;
        _structureChanged = true;
        var alone = !_containers.Contains(parent) && !IsInControl(parent) && FirstLetterAround(parent) is null && TryDetach(node, parent, next);
        Forget(node);
        if (!alone) NoteContainer(parent);
    }

    internal void TextChanged(TextNode text)
    {
        if (_wholeTree || text.Parent is not { } parent) return;
        var isWhite = BoxTreeBuilder.IsWhiteSpace(text.Data);
        if (text.LayoutData is TextBox { FirstLetterLength: 0 } box && !isWhite && !FormControls.IsControl(parent) && !IsWhiteSpaceNext(text.Next)) box.SetText(text.Data);
        else NoteContainer(parent);
    }

    internal void AttributeChanged(Element element, string name)
    {
        if (_wholeTree) return;
        if (FormControls.IsControl(element) || ReplacedElements.IsReplaced(element) || ShapesBoxes(element, name)) Reconstruct(element);
    }

    /// <summary>Takes an element's new style. Its children's and pseudo-elements' styles are the caller's next calls, or come with this one.</summary>
    internal void StyleChanged(Element element, BoxChange change)
    {
        if (_wholeTree) return;
        if (change == BoxChange.Boxes || FormControls.IsControl(element) || !TryRestyle(element, change)) Reconstruct(element);
    }

    /// <summary>Carries out what was noted. Styles have to be up to date.</summary>
    /// <param name="viewport">Box of the initial containing block.</param>
    internal void Update(LayoutBox viewport)
    {
        if (_wholeTree)
        {
            builder.BuildRoot(document, viewport);
            (_wholeTree, _structureChanged) = (false, false);
            _containers.Clear();
            _inserted.Clear();
            return;
        }

        for (var i = 0; i < _inserted.Count; i++) // form controls around may be added meanwhile
        {
            var node = _inserted[i];
            if (node.Parent is not { } parent || document.Root is not { } root || !node.IsWithin(root) || IsCovered(parent)) continue;
            if (IsShown(node)) continue; // came with an ancestor
            _structureChanged = true;
            if (FirstLetterAround(parent) is not null || !TryAttach(node, parent)) NoteContainer(parent);
            if (_wholeTree) break;
        }

        _inserted.Clear();
        if (_wholeTree)
        {
            Update(viewport);
            return;
        }

        foreach (var container in _containers)
        {
            if (container.LayoutData is not LayoutBox box || (container.Parent is { } parent && IsCovered(parent))) continue;
            builder.Rebuild(container, box);
            _structureChanged = true;
        }

        _containers.Clear();
        if (_structureChanged) builder.Counters.Refresh(document);
        _structureChanged = false;
    }

    /// <summary>Whether a container that will be made anew has this element in it, or is it.</summary>
    private bool IsCovered(Element element)
    {
        if (_containers.Count == 0) return false;
        for (var at = element; at is not null; at = at.Parent)
        {
            if (_containers.Contains(at)) return true;
        }

        return false;
    }

    /// <summary>Has the boxes around an element made anew.</summary>
    private void Reconstruct(Element element)
    {
        if (element.Parent is not { } parent)
        {
            _wholeTree = true;
            return;
        }

        _structureChanged = true;
        var covered = IsCovered(parent);
        var alone = !covered && TryDetach(element, parent, element.Next);
        Forget(element);
        if (alone) _inserted.Add(element);
        else if (!covered) NoteContainer(parent);
    }

    // What a control shows may depend on elements in it that have no boxes.
    private static bool IsInControl(Element element)
    {
        for (var at = element; at is not null; at = at.Parent)
        {
            if (FormControls.IsControl(at)) return true;
            if (at.LayoutData is not null) return false;
        }

        return false;
    }

    // The outermost element around whose first letter may be in what changes.
    private Element? FirstLetterAround(Element element)
    {
        Element? outermost = null;
        for (var at = element; at is not null; at = at.Parent)
        {
            if (at.LayoutData is LayoutBox { Kind: not BoxKind.Inline } && HasFirstLetter(at)) outermost = at;
        }

        return outermost;
    }

    private static bool IsShown(Node node) => node is Element element ? HasShownContents(element) : node.LayoutData is not null;

    /// <summary>Notes the nearest element around whose box's content can be made anew by itself.</summary>
    private void NoteContainer(Element element)
    {
        _structureChanged = true;
        for (var at = element; at is not null; at = at.Parent)
        {
            if (at.LayoutData is not LayoutBox box)
            {
                if (styles.StyleOf(at).Display == Display.None && !IsInControl(at)) return;
                continue;
            }

            if (FormControls.IsControl(at))
            {
                Reconstruct(at);
                return;
            }

            if (ShowsNoContent(at, box)) return;
            if (box.Kind == BoxKind.Inline) continue;
            _containers.Add(FirstLetterAround(at) ?? at);
            return;
        }

        _wholeTree = true;
    }

    private static bool ShowsNoContent(Element element, LayoutBox box) =>
        box.Kind is BoxKind.LineBreak or BoxKind.BreakOpportunity or BoxKind.Replaced || (element.Tag is "img" && element.Namespace == ElementNamespace.Html);

    private static bool ShapesBoxes(Element element, string name) => name switch
    {
        "label" or "selected" or "disabled" => element.Tag is "option" or "optgroup",
        "colspan" or "rowspan" or "span" or "start" or "reversed" => true,
        "value" => element.Tag == "li",
        "open" => element.Tag == "details",
        _ => false,
    };

    private void Forget(Node node)
    {
        foreach (var inner in Document.Walk(node))
        {
            inner.LayoutData = null;
            // What makes the boxes around it makes those in it; they may be of another kind by then.
            if (_containers.Count > 0 && inner is Element element) _containers.Remove(element);
        }
    }
}
