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
    private List<LayoutBox>? _children;
    private LayoutCache? _cache;
    private ComputedStyle _style;
    private ComputedStyle? _turned;
    private WritingMode _turnedMode;

    /// <summary>A box without children.</summary>
    public LayoutBox(BoxKind kind, ComputedStyle style, Node? node, PseudoElement pseudo = PseudoElement.None)
    {
        Kind = kind;
        _style = style;
        Node = node;
        Pseudo = pseudo;
    }

    public BoxKind Kind { get; }

    /// <summary>Its style; set anew by restyling, which marks what it has to. While something is laid out vertically, the style in that frame: see <see cref="WritingFlow"/>.</summary>
    public ComputedStyle Style
    {
        get => WritingFlow.IsVertical ? Turned(WritingFlow.Current) : _style;
        set => (_style, _turned) = (value, null);
    }

    /// <summary>The mode that its own content is laid out in.</summary>
    internal WritingMode WritingMode => _style.Text.WritingMode;

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
    public IReadOnlyList<LayoutBox> Children => _children is null ? [] : _children;

    /// <summary>For a Block: its in-flow children are inline-level (there is at least one of them). Set by the builder of the tree.</summary>
    public bool HasInlineChildren { get; set; }

    /// <summary>A table cell's span, 1 and more.</summary>
    public int ColumnSpan { get; set; } = 1;

    /// <summary>A table cell's row span; 0: to the end of the row group. Also `span` of columns in <see cref="ColumnSpan"/>.</summary>
    public int RowSpan { get; set; } = 1;

    /// <summary>A table cell's borders in the collapsing model: its halves of them; null in the separated one. Set by the table's layout.</summary>
    internal Insets? CollapsedBorder
    {
        get;
        set
        {
            if (field == value) return;
            field = value;
            Cache.Clear();
        }
    }

    /// <summary>It floats (out-of-flow boxes and flex and grid items do not).</summary>
    public bool IsFloating => Style.IsFloating && !IsFlexOrGridItem && !IsBreak;

    /// <summary>absolute or fixed.</summary>
    public bool IsOutOfFlow => Style.IsOutOfFlow && !IsBreak;

    // br and wbr stay where they are whatever their style says.
    private bool IsBreak => Kind is BoxKind.LineBreak or BoxKind.BreakOpportunity;

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
        || Style.Flex.AlignContent.Value != Alignment.Normal || Element is { Tag: "fieldset" or "legend" }
        || WritingMode != Parent.WritingMode;

    /// <summary>The root element's box.</summary>
    public bool IsRootElement => Node is not null && Pseudo == PseudoElement.None && Node == Node.Document.Root;

    /// <summary>Whether something in it changed since its last layout; its ancestors are then marked too.</summary>
    public bool NeedsLayout { get; private set; } = true;

    /// <summary>The next piece of the same inline box, where boxes that are not inline-level split it (CSS 2, 9.2.1.1); null for the last one.</summary>
    public LayoutBox? Continuation { get; internal set; }

    /// <summary>For an anonymous block that splits an inline box: the innermost element that it splits. Its area counts to that element's bounding box.</summary>
    public Element? SplitOwner { get; internal set; }

    /// <summary>A form control: in block layout its `auto` width is that of its content where other blocks would fill their container.</summary>
    public bool ShrinksToFit { get; internal init; }

    /// <summary>Its intrinsic widths are rounded up to whole px, as those of a select's label are.</summary>
    internal bool HasWholeWidth { get; init; }

    /// <summary>For an Inline: a block-level box is somewhere in it; only while the tree is built.</summary>
    internal bool HasBlockInside { get; set; }

    /// <summary>
    /// A list item's marker beside its content (css-lists-3): first child of the list item, where it takes no room. Its margin box ends where the
    /// list item's content box begins (at its left in ltr), on the first line's baseline; an item without a line is as high as the marker.
    /// </summary>
    public bool IsOutsideMarker { get; internal set; }

    /// <summary>What paint keeps here: the nodes of property trees that the box makes.</summary>
    public NodeData? PaintData { get; set; }

    /// <summary>What paint keeps here: the items of its last fragment, for a new fragment of the same shape. Used by the document's thread alone.</summary>
    public object? PaintedItems { get; set; }

    /// <summary>
    /// The border box's height that a flex or grid container gives it while its intrinsic widths are asked for: percentages within refer to it.
    /// Set for such a call alone, see <see cref="BoxLayout.Stretched"/>; Indefinite else.
    /// </summary>
    internal LayoutUnit StretchedHeight { get; set; } = LayoutUnit.Indefinite;

    /// <summary>Results of layouts; see <see cref="BoxLayout"/>.</summary>
    internal LayoutCache Cache => _cache ??= new LayoutCache();

    /// <summary>Puts a child before another one, or last, and marks for layout.</summary>
    public void Insert(LayoutBox child, LayoutBox? before = null)
    {
        child.Parent?.Remove(child);
        _children ??= [];
        if (before is null) _children.Add(child);
        else _children.Insert(_children.IndexOf(before), child);
        child.Parent = this;
        MarkNeedsLayout();
    }

    /// <summary>Takes a child out and marks for layout.</summary>
    public void Remove(LayoutBox child)
    {
        if (_children?.Remove(child) != true) return;
        child.Parent = null;
        MarkNeedsLayout();
    }

    /// <summary>Takes all children out.</summary>
    public void RemoveAll()
    {
        if (_children is null) return;
        foreach (var child in _children) child.Parent = null;
        _children.Clear();
        MarkNeedsLayout();
    }

    /// <summary>Forgets results of it and of all boxes that contain it.</summary>
    public virtual void MarkNeedsLayout()
    {
        _cache?.Clear();
        for (var box = this; box is not null && (!box.NeedsLayout || box == this); box = box.Parent)
        {
            box.NeedsLayout = true;
            box._cache?.Clear();
            box.ForgetDerived();
        }
    }

    /// <summary>Forgets what was derived from the children beyond results, as collected inline content.</summary>
    protected virtual void ForgetDerived() => (InlineData, DependsOnHeight) = (null, null);

    /// <summary>What inline layout keeps here for a Block with inline children: collected text, shaped runs.</summary>
    internal object? InlineData { get; set; }

    /// <summary>See <see cref="HeightDependence.Within"/>; null while nobody has asked.</summary>
    internal bool? DependsOnHeight { get; set; }

    /// <summary>Fixes paddings that are percentages while the box is laid out in a vertical mode that is its own alone.</summary>
    /// <param name="mode">Its mode.</param>
    /// <param name="padding">As they come to in the mode of the box around it.</param>
    internal void ResolvePadding(WritingMode mode, in Insets padding)
    {
        if (mode == WritingMode.HorizontalTb || !HasPercentPadding) return;
        var px = new Sides<LengthPercentage>(new(padding.Top.ToFloat(), 0), new(padding.Right.ToFloat(), 0), new(padding.Bottom.ToFloat(), 0), new(padding.Left.ToFloat(), 0));
        (_turned, _turnedMode) = (_style.WithPadding(px).Turned(mode), mode);
    }

    /// <summary>Forgets what <see cref="ResolvePadding"/> fixed for another width.</summary>
    internal void ForgetPadding()
    {
        if (_turned is not null && HasPercentPadding) _turned = null;
    }

    private bool HasPercentPadding => _style.Size.Padding is var given && (given.Top.HasPercent || given.Right.HasPercent || given.Bottom.HasPercent || given.Left.HasPercent);

    private ComputedStyle Turned(WritingMode mode)
    {
        if (_turned is null || _turnedMode != mode) (_turned, _turnedMode) = (_style.Turned(mode), mode);
        return _turned;
    }

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

    /// <summary>Characters of the node that ::first-letter took from the beginning.</summary>
    internal int FirstLetterLength { get; set; }

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
public class ReplacedBox : LayoutBox
{
    private NaturalSize _natural;

    public ReplacedBox(ComputedStyle style, Node? node, NaturalSize natural, PseudoElement pseudo = PseudoElement.None)
        : base(BoxKind.Replaced, style, node, pseudo) => _natural = natural;

    /// <summary>Its natural size; setting another marks for layout.</summary>
    public NaturalSize Natural
    {
        get => WritingFlow.IsVertical ? new NaturalSize(_natural.Height, _natural.Width, 1 / _natural.Ratio) : _natural;
        set
        {
            if (_natural == value) return;
            _natural = value;
            MarkNeedsLayout();
        }
    }

    /// <summary>Size where neither style nor content gives one: 300x150.</summary>
    public static LayoutSize Fallback => WritingFlow.IsVertical ? new(150, 300) : new(300, 150);
}
