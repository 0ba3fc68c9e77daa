using System.Runtime.CompilerServices;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Makes boxes of a document's elements and texts (css-display-3, CSS 2 chapter 9.2 and 17.2.1). A container's boxes are first collected as they come
/// (`display: contents` looked through), then <see cref="BoxFixup"/> puts the anonymous ones between. Recursion is bounded by the depth of documents.
/// </summary>
internal sealed partial class BoxTreeBuilder
{
    private readonly IStyleSource _styles;
    private readonly IReplacedContent _replaced;
    private readonly IFontSystem _fonts;
    private readonly BoxFixup _fixup;
    private readonly Stack<List<LayoutBox>> _lists = new();
    private readonly ConditionalWeakTable<ComputedStyle, ComputedStyle> _textStyles = [];

    internal BoxTreeBuilder(IStyleSource styles, IReplacedContent replaced, IFontSystem fonts, IssueLog issues)
    {
        _styles = styles;
        _replaced = replaced;
        _fonts = fonts;
        _fixup = new BoxFixup(styles, issues);
        Counters = new CounterText(styles);
        Controls = new FormControls(styles, fonts);
    }

    /// <summary>Generated texts that depend on counters and quotes.</summary>
    internal CounterText Counters { get; }

    internal FormControls Controls { get; }

    /// <summary>Makes the box of the root element, in the box of the initial containing block.</summary>
    internal void BuildRoot(Document document, LayoutBox viewport)
    {
        viewport.RemoveAll();
        if (document.Root is { } root)
        {
            var list = Rent();
            AddElement(root, viewport, list);
            _fixup.Adopt(viewport, list);
            Return(list);
        }

        Counters.Refresh(document);
    }

    /// <summary>Makes all boxes within an element's box anew.</summary>
    internal void Rebuild(Element element, LayoutBox box)
    {
        box.RemoveAll();
        Fill(element, box);
    }

    /// <summary>The boxes that a node makes in a container, as they come: not fixed up, none for `display: none`.</summary>
    /// <param name="node">The node.</param>
    /// <param name="container">The box that will contain them.</param>
    /// <param name="parentStyle">Its parent element's style.</param>
    /// <param name="into">Boxes before it in the container; gets the new ones.</param>
    internal void AddNode(Node node, LayoutBox container, ComputedStyle parentStyle, List<LayoutBox> into)
    {
        if (node is Element element) AddElement(element, container, into);
        else if (node is TextNode text) AddText(text, container, parentStyle, into);
    }

    /// <summary>The style of a text within a style.</summary>
    internal ComputedStyle TextStyle(ComputedStyle parent)
    {
        if (_textStyles.TryGetValue(parent, out var known)) return known;
        var style = _styles.Anonymous(parent, Display.Inline);
        _textStyles.Add(parent, style);
        return style;
    }

    private List<LayoutBox> Rent() => _lists.TryPop(out var list) ? list : [];

    private void Return(List<LayoutBox> list)
    {
        list.Clear();
        _lists.Push(list);
    }

    private void AddElement(Element element, LayoutBox container, List<LayoutBox> into)
    {
        element.LayoutData = null;
        var style = _styles.StyleOf(element);
        switch (style.Display)
        {
            case Display.None:
                return;
            case Display.Contents when element.Namespace == ElementNamespace.Html && !ReplacedElements.IsReplaced(element):
                element.LayoutData = BoxlessContents.Mark;
                AddContents(element, style, container, into);
                return;
            case Display.Contents:
                return; // css-display-3, 2.5: what is no ordinary box with contents vanishes
            default:
                var box = CreateBox(element, style);
                element.LayoutData = box;
                into.Add(box);
                return;
        }
    }

    private void AddText(TextNode text, LayoutBox container, ComputedStyle parentStyle, List<LayoutBox> into)
    {
        text.LayoutData = null;
        if (!IsTextNeeded(text.Data, container, parentStyle, into)) return;
        var box = new TextBox(TextStyle(parentStyle), text, text.Data);
        text.LayoutData = box;
        into.Add(box);
    }

    /// <summary>What an element puts into its box, or into its parent's for `display: contents`: marker, ::before, children, ::after.</summary>
    private void AddContents(Element element, ComputedStyle style, LayoutBox container, List<LayoutBox> into)
    {
        AddPseudo(element, PseudoElement.Before, into);
        if (element.Tag is "details" && element.Namespace == ElementNamespace.Html) AddDetails(element, style, container, into);
        else AddChildren(element, style, container, into);
        AddPseudo(element, PseudoElement.After, into);
    }

    private void AddChildren(Element element, ComputedStyle style, LayoutBox container, List<LayoutBox> into)
    {
        for (var node = element.FirstChild; node is not null; node = node.Next) AddNode(node, container, style, into);
    }

    /// <summary>
    /// details (HTML, 15.5.4): the first summary, or one of our own, then the rest, which a closed one lays out in a box without height that shows nothing.
    /// </summary>
    private void AddDetails(Element element, ComputedStyle style, LayoutBox container, List<LayoutBox> into)
    {
        Element? summary = null;
        for (var child = element.FirstElement; child is not null && summary is null; child = child.NextElement)
        {
            if (child.Tag is "summary") summary = child;
        }

        if (summary is not null) AddElement(summary, container, into);
        else into.Add(DefaultSummary(style));
        var (rest, list) = (container, into);
        if (!element.Has("open"))
        {
            var hidden = _styles.Anonymous(style, Display.FlowRoot).WithSize(SizeValue.Auto, SizeValue.Px(0)).WithOverflow(Overflow.Clip, Overflow.Clip);
            (rest, list) = (new LayoutBox(BoxKind.Block, hidden, null), Rent());
        }

        for (var node = element.FirstChild; node is not null; node = node.Next)
        {
            if (node != summary) AddNode(node, rest, style, list);
        }

        if (rest == container) return;
        _fixup.Adopt(rest, list);
        Return(list);
        into.Add(rest);
    }

    private LayoutBox DefaultSummary(ComputedStyle style)
    {
        var box = new LayoutBox(BoxKind.Block, _styles.Anonymous(style, Display.Block), null) { HasInlineChildren = true };
        box.Insert(new TextBox(TextStyle(style), null, "Details"));
        return box;
    }

    private void Fill(Element element, LayoutBox box)
    {
        var list = Rent();
        AddMarker(element, box, list);
        AddContents(element, box.Style, box, list);
        _fixup.Adopt(box, list);
        Return(list);
        if (box.Kind == BoxKind.Block && _styles.StyleOf(element, PseudoElement.FirstLetter) is { } letter) FirstLetter.Split(box, letter, TextStyle(letter));
    }

    /// <summary>
    /// Whether a text makes a box. White space alone makes none at the start of a block, after blocks and line breaks, after a text that ends in
    /// white space, and where only parts of tables or items can be; it never matters there.
    /// </summary>
    private static bool IsTextNeeded(string data, LayoutBox container, ComputedStyle style, List<LayoutBox> before)
    {
        if (data.Length == 0) return false;
        if (!IsWhiteSpace(data)) return true;
        var previous = PreviousInFlow(before);
        var itemsOnly = container.Kind is BoxKind.Flex or BoxKind.Grid or BoxKind.Table or BoxKind.TableRowGroup or BoxKind.TableRow or BoxKind.TableColumnGroup or BoxKind.TableColumn;
        if (itemsOnly && previous is not TextBox) return false;
        if (style.Text.WhiteSpace is WhiteSpaceCollapse.Preserve or WhiteSpaceCollapse.PreserveBreaks or WhiteSpaceCollapse.BreakSpaces) return true;
        if (previous is TextBox text) return text.Text.Length == 0 || !IsWhiteSpace(text.Text[^1]) || text.Style.Text.WhiteSpace == WhiteSpaceCollapse.Preserve;
        if (previous is null) return container.Kind == BoxKind.Inline;
        return previous.IsInlineLevel && previous.Kind != BoxKind.LineBreak && !previous.IsOutsideMarker;
    }

    private static LayoutBox? PreviousInFlow(List<LayoutBox> boxes)
    {
        for (var i = boxes.Count - 1; i >= 0; i--)
        {
            if (!boxes[i].IsOutOfFlow && !boxes[i].IsFloating) return boxes[i];
        }

        return null;
    }

    internal static bool IsWhiteSpace(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(" \t\n\r\f") < 0;

    private static bool IsWhiteSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}

/// <summary>Kept on an element of `display: contents`: its contents and pseudo-elements have boxes, it has none.</summary>
internal sealed class BoxlessContents : NodeData
{
    internal static BoxlessContents Mark { get; } = new();
}
