using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What a fragment is.</summary>
public enum FragmentKind : byte
{
    /// <summary>A box's only fragment.</summary>
    Box,

    /// <summary>A line box: no border box of anything; its <see cref="Fragment.Box"/> is the block container.</summary>
    Line,

    /// <summary>The part of an inline box on one line.</summary>
    Inline,

    /// <summary>A run of text on one line.</summary>
    Text,
}

/// <summary>A fragment within another.</summary>
/// <param name="Fragment">The inner one.</param>
/// <param name="Offset">Its border box's top left corner from the outer one's; relative positioning is included.</param>
public readonly record struct FragmentLink(Fragment Fragment, LayoutPoint Offset)
{
    /// <summary>text-overflow cut it off: it has its place, but is neither painted nor hit.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>
/// A result of layout: a border box and what is in it. Immutable once built; shared between layouts while nothing changed. May be read from any thread.
/// </summary>
public class Fragment
{
    private bool? _hasSticky;

    public Fragment(LayoutBox box, FragmentKind kind)
    {
        Box = box;
        Kind = kind;
    }

    public LayoutBox Box { get; }

    public FragmentKind Kind { get; }

    /// <summary>Of the border box.</summary>
    public LayoutUnit Width { get; init; }

    /// <summary>Of the border box.</summary>
    public LayoutUnit Height { get; init; }

    public Insets Border { get; init; }

    public Insets Padding { get; init; }

    /// <summary>Used margins, as far as the algorithm that placed it knows them.</summary>
    public Insets Margin { get; init; }

    /// <summary>In tree order (painting order is paint's affair); out-of-flow ones that it is the containing block of come last.</summary>
    public IReadOnlyList<FragmentLink> Children { get; init; } = [];

    /// <summary>First baseline of its content, from the border box's top; null when it has none.</summary>
    public LayoutUnit? FirstBaseline { get; init; }

    /// <summary>Last baseline of its content.</summary>
    public LayoutUnit? LastBaseline { get; init; }

    /// <summary>Everything that scrolling can reach or that sticks out, from the border box's corner; at least the padding box.</summary>
    public LayoutRect Overflow { get; init; }

    /// <summary>Room taken by a classic vertical scrollbar (on the right, or left in rtl) and a horizontal one (at the bottom).</summary>
    public LayoutSize Scrollbars { get; init; }

    /// <summary>Out-of-flow descendants whose containing block is further out.</summary>
    public IReadOnlyList<OutOfFlowItem> Pending { get; init; } = [];

    /// <summary>For an Inline fragment: whether the box's left and right edges are on this line.</summary>
    public bool HasLeftEdge { get; init; } = true;

    public bool HasRightEdge { get; init; } = true;

    /// <summary>There is a sticky box in it, or it is one. Found out when it is first asked.</summary>
    public bool HasSticky => _hasSticky ??= FindSticky();

    /// <summary>For a table: what else there is to paint; null for other boxes.</summary>
    public TableParts? Table { get; init; }

    /// <summary>The same in another writing mode's frame, if it was ever turned.</summary>
    internal Fragment? Turned { get; set; }

    internal WritingMode TurnedMode { get; set; }

    private bool FindSticky()
    {
        if (Kind is FragmentKind.Box or FragmentKind.Inline && Box.Style.Position == Position.Sticky) return true;
        for (var i = 0; i < Children.Count; i++)
        {
            if (Children[i].Fragment.HasSticky) return true;
        }

        return false;
    }

    public LayoutSize Size => new(Width, Height);

    /// <summary>What paint keeps here: the items that this fragment was drawn with last. Used by the document's thread alone.</summary>
    public object? PaintCache { get; set; }

    /// <summary>The content box from the border box's corner (scrollbars taken off).</summary>
    public LayoutRect ContentRect => new(
        Border.Left + Padding.Left, Border.Top + Padding.Top,
        (Width - Border.Horizontal - Padding.Horizontal - Scrollbars.Width).AtLeastZero(), (Height - Border.Vertical - Padding.Vertical - Scrollbars.Height).AtLeastZero());

    /// <summary>The padding box from the border box's corner.</summary>
    public LayoutRect PaddingRect => new(Border.Left, Border.Top, (Width - Border.Horizontal).AtLeastZero(), (Height - Border.Vertical).AtLeastZero());
}

/// <summary>Which edge of an out-of-flow box its static position is about.</summary>
public enum StaticEdge : byte { Start, Center, End }

/// <summary>An out-of-flow box on its way up to its containing block.</summary>
/// <param name="Box">The box.</param>
/// <param name="Static">Its static position, from the border box's corner of the fragment that it is pending in. Physical: EdgeX Start means that X is where its left margin edge would be, End its right one.</param>
/// <param name="EdgeX">What X is about.</param>
/// <param name="EdgeY">What Y is about.</param>
/// <param name="InlineContainer">An inline box that is its containing block, if one is: the block that contains it then places it against that box's fragments.</param>
/// <param name="Area">For a grid's child: the area that is its containing block, from the grid's border box's corner. Counts only if the grid contains it.</param>
/// <param name="SafeRoom">Where the alignment of the static position is `safe`: the size that it is aligned in, Indefinite in an axis that is not. What does not fit begins at the start. <see cref="LayoutUnit.Max"/>: what the static position leaves of the containing block.</param>
public readonly record struct OutOfFlowItem(
    LayoutBox Box, LayoutPoint Static, StaticEdge EdgeX = StaticEdge.Start, StaticEdge EdgeY = StaticEdge.Start, LayoutBox? InlineContainer = null, LayoutRect? Area = null, LayoutSize? SafeRoom = null);

/// <summary>A fragment and what else its parent's algorithm needs to know.</summary>
public sealed class LayoutResult
{
    public LayoutResult(Fragment fragment) => Fragment = fragment;

    public Fragment Fragment { get; }

    /// <summary>Border-box height that the content alone would give, before height, min and max.</summary>
    public LayoutUnit IntrinsicHeight { get; init; }

    /// <summary>Nothing was left out for being measured only: it may serve as the final one. Set once, by <see cref="BoxLayout"/>.</summary>
    internal bool IsComplete { get; set; }

    /// <summary>What flows out of a box that takes part in its parent's block formatting context; null for new ones.</summary>
    public BlockFlowOutput? Flow { get; init; }
}
