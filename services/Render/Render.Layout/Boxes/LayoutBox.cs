using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What a box is to layout; chooses the algorithm.</summary>
public enum BoxKind : byte
{
    /// <summary>A block container: its in-flow children are all block-level, or all inline-level.</summary>
    Block,

    /// <summary>An inline box (not an inline-block, which is a Block).</summary>
    Inline,

    Text,

    /// <summary>br.</summary>
    LineBreak,

    /// <summary>wbr.</summary>
    BreakOpportunity,

    Replaced,
    Flex,
    Grid,
    Table,
    TableRowGroup,
    TableRow,
    TableCell,
    TableCaption,
    TableColumnGroup,
    TableColumn,
}

/// <summary>
/// A box of the box tree (css-display-3): what an element, pseudo-element or text generates, or an anonymous one between them.
/// It lives across layouts and caches their results. Belongs to the document's thread.
/// </summary>
public class LayoutBox : NodeData
{
    private readonly List<LayoutBox> _children = [];

    /// <summary>A box without children.</summary>
    public LayoutBox(BoxKind kind, ComputedStyle style, Node? node, PseudoElement pseudo = PseudoElement.None)
    {
        Kind = kind;
        Style = style;
        Node = node;
        Pseudo = pseudo;
    }

    public BoxKind Kind { get; }

    /// <summary>Its style; set anew by restyling, which marks what it has to.</summary>
    public ComputedStyle Style { get; set; }

    /// <summary>The element or text that it comes from; for pseudo-elements the originating element; null for anonymous boxes.</summary>
    public Node? Node { get; }

    /// <summary>Which pseudo-element it is.</summary>
    public PseudoElement Pseudo { get; }

    /// <summary>Whether it comes from no element.</summary>
    public bool IsAnonymous => Node is null;

    /// <summary>The element whose principal box it is; null for others.</summary>
    public Element? Element => Pseudo == PseudoElement.None ? Node as Element : null;

    /// <summary>Null for the initial containing block's box alone.</summary>
    public LayoutBox? Parent { get; private set; }

    /// <summary>Children in tree order, those that float or are out of flow among them.</summary>
    public IReadOnlyList<LayoutBox> Children => _children;

    /// <summary>For a Block: its in-flow children are inline-level (there is at least one of them). Set by the builder of the tree.</summary>
    public bool HasInlineChildren { get; set; }

    /// <summary>A table cell's span, 1 and more.</summary>
    public int ColumnSpan { get; set; } = 1;

    /// <summary>A table cell's row span; 0: to the end of the row group. Also `span` of columns in <see cref="ColumnSpan"/>.</summary>
    public int RowSpan { get; set; } = 1;

    /// <summary>It floats (out-of-flow boxes and flex and grid items do not).</summary>
    public bool IsFloating => Style.IsFloating && !IsFlexOrGridItem;

    /// <summary>absolute or fixed.</summary>
    public bool IsOutOfFlow => Style.IsOutOfFlow;

    /// <summary>Its parent is a flex or grid container.</summary>
    public bool IsFlexOrGridItem => Parent is { Kind: BoxKind.Flex or BoxKind.Grid };

    /// <summary>It takes part in an inline formatting context, as a box, text, or atomically.</summary>
    public bool IsInlineLevel => Kind is BoxKind.Text or BoxKind.Inline or BoxKind.LineBreak or BoxKind.BreakOpportunity
        || Style.Display is Display.Inline or Display.InlineBlock or Display.InlineFlex or Display.InlineGrid or Display.InlineTable or Display.InlineListItem;

    /// <summary>Inline-level, but laid out as a whole: inline-block, inline-flex, replaced…</summary>
    public bool IsAtomicInline => IsInlineLevel && Kind is not (BoxKind.Text or BoxKind.Inline or BoxKind.LineBreak or BoxKind.BreakOpportunity);

    /// <summary>Whether margins and floats inside have nothing to do with those outside (css-display-3, independent formatting context).</summary>
    public virtual bool IsFormattingContext => Kind is not (BoxKind.Block or BoxKind.Inline or BoxKind.Text) || Parent is null || IsFloating || IsOutOfFlow || IsFlexOrGridItem
        || IsInlineLevel || Style.IsScrollContainer || Style.Display == Display.FlowRoot || Style.Box.ContainsLayout || Style.Box.ContainsPaint || IsRootElement
        || Style.Flex.AlignContent.Value != Alignment.Normal;

    /// <summary>The root element's box.</summary>
    public bool IsRootElement => Node is not null && Pseudo == PseudoElement.None && Node == Node.Document.Root;

    /// <summary>Whether something in it changed since its last layout; its ancestors are then marked too.</summary>
    public bool NeedsLayout { get; private set; } = true;

    /// <summary>What paint keeps here: the nodes of property trees that the box makes.</summary>
    public NodeData? PaintData { get; set; }

    /// <summary>Results of layouts; see <see cref="BoxLayout"/>.</summary>
    internal LayoutCache Cache { get; } = new();

    /// <summary>Puts a child before another one, or last, and marks for layout.</summary>
    public void Insert(LayoutBox child, LayoutBox? before = null)
    {
        child.Parent?.Remove(child);
        var index = before is null ? _children.Count : _children.IndexOf(before);
        _children.Insert(index, child);
        child.Parent = this;
        MarkNeedsLayout();
    }

    /// <summary>Takes a child out and marks for layout.</summary>
    public void Remove(LayoutBox child)
    {
        if (!_children.Remove(child)) return;
        child.Parent = null;
        MarkNeedsLayout();
    }

    /// <summary>Takes all children out.</summary>
    public void RemoveAll()
    {
        foreach (var child in _children) child.Parent = null;
        _children.Clear();
        MarkNeedsLayout();
    }

    /// <summary>Forgets results of it and of all boxes that contain it.</summary>
    public virtual void MarkNeedsLayout()
    {
        Cache.Clear();
        for (var box = this; box is not null && (!box.NeedsLayout || box == this); box = box.Parent)
        {
            box.NeedsLayout = true;
            box.Cache.Clear();
            box.ForgetDerived();
        }
    }

    /// <summary>Forgets what was derived from the children beyond results, as collected inline content.</summary>
    protected virtual void ForgetDerived() => InlineData = null;

    /// <summary>What inline layout keeps here for a Block with inline children: collected text, shaped runs.</summary>
    internal object? InlineData { get; set; }

    /// <summary>Says that the final layout is done.</summary>
    internal void MarkClean() => NeedsLayout = false;
}

/// <summary>A text's box.</summary>
public sealed class TextBox : LayoutBox
{
    public TextBox(ComputedStyle style, Node? node, string text, PseudoElement pseudo = PseudoElement.None)
        : base(BoxKind.Text, style, node, pseudo) => Text = text;

    /// <summary>The characters before white space is collapsed and case is transformed.</summary>
    public string Text { get; private set; }

    /// <summary>Replaces the characters.</summary>
    public void SetText(string text)
    {
        Text = text;
        MarkNeedsLayout();
    }
}

/// <summary>Natural dimensions of replaced content (css-images-3); null where it has none.</summary>
/// <param name="Width">Px.</param>
/// <param name="Height">Px.</param>
/// <param name="Ratio">Width over height.</param>
public readonly record struct NaturalSize(float? Width, float? Height, float? Ratio)
{
    /// <summary>Of a bitmap.</summary>
    public static NaturalSize Of(float width, float height) => new(width, height, height > 0 && width > 0 ? width / height : null);
}

/// <summary>A replaced element's box (img, canvas, video, svg, iframe, object; also generated images).</summary>
public sealed class ReplacedBox : LayoutBox
{
    private NaturalSize _natural;

    public ReplacedBox(ComputedStyle style, Node? node, NaturalSize natural, PseudoElement pseudo = PseudoElement.None)
        : base(BoxKind.Replaced, style, node, pseudo) => _natural = natural;

    /// <summary>Its natural size; setting another marks for layout.</summary>
    public NaturalSize Natural
    {
        get => _natural;
        set
        {
            if (_natural == value) return;
            _natural = value;
            MarkNeedsLayout();
        }
    }

    /// <summary>Size where neither style nor content gives one: 300x150.</summary>
    public static LayoutSize Fallback => new(300, 150);
}
