using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Stands for blocks that split an inline box until the anonymous block around them is made.</summary>
internal sealed class SplitBlock(Element? owner, ComputedStyle? relative) : LayoutBox(BoxKind.Block, BlockStyle, null)
{
    private static readonly ComputedStyle BlockStyle = ComputedStyle.Initial.WithDisplay(Display.Block);

    internal Element? Owner { get; } = owner;

    /// <summary>The style of the outermost split inline that is relatively positioned.</summary>
    internal ComputedStyle? Relative { get; } = relative;

    internal List<LayoutBox> Blocks { get; } = [];
}

/// <summary>
/// Splits inline boxes around block-level boxes in them (CSS 2, 9.2.1.1): the pieces before and after are inline boxes of the same element, without the
/// edge on the side where they were split.
/// </summary>
internal sealed class InlineSplitter(IssueLog issues)
{
    /// <summary>Pieces that splitting may make in a document; beyond, blocks in inline boxes become inline-blocks.</summary>
    private const int MostPieces = 100_000;

    private int _pieces;

    internal List<LayoutBox> Split(List<LayoutBox> boxes)
    {
        if (!boxes.Exists(b => b is { Kind: BoxKind.Inline, HasBlockInside: true })) return boxes;
        var result = new List<LayoutBox>(boxes.Count + 4);
        foreach (var box in boxes)
        {
            if (box is { Kind: BoxKind.Inline, HasBlockInside: true }) SplitInline(box, result);
            else result.Add(box);
        }

        return result;
    }

    private void SplitInline(LayoutBox box, List<LayoutBox> into)
    {
        var children = box.Children.ToArray();
        box.RemoveAll();
        box.HasBlockInside = false;
        var first = into.Count;
        var piece = box;
        var inner = new List<LayoutBox>();
        foreach (var child in children)
        {
            if (child is { Kind: BoxKind.Inline, HasBlockInside: true })
            {
                inner.Clear();
                SplitInline(child, inner);
                foreach (var part in inner) piece = Take(box, piece, part, into);
            }
            else
            {
                piece = Take(box, piece, child, into);
            }
        }

        if (piece is not null) into.Add(piece);
        else into.Add(NextPiece(box, into));
        Finish(box, into, first);
    }

    /// <summary>Puts a child into the current piece, or ends that piece before a block.</summary>
    private LayoutBox? Take(LayoutBox box, LayoutBox? piece, LayoutBox child, List<LayoutBox> into)
    {
        if (!BoxFixup.IsInFlow(child) || child.IsInlineLevel)
        {
            piece ??= NextPiece(box, into);
            piece.Insert(child);
            return piece;
        }

        if (_pieces >= MostPieces)
        {
            issues.Add(IssueSeverity.Limit, $"inline boxes are split more than {MostPieces} times by blocks in them: further blocks are shown as inline-blocks");
            child.Style = child.Style.WithDisplay(Display.InlineBlock);
            piece ??= NextPiece(box, into);
            piece.Insert(child);
            return piece;
        }

        if (piece is not null) into.Add(piece);
        var relative = box.Style.Position == Position.Relative ? box.Style : null;
        if (child is SplitBlock split)
        {
            if (relative is not null && split.Relative is null) split = Rehome(split, relative);
            into.Add(split);
            return null;
        }

        if (piece is null && into.Count > 0 && into[^1] is SplitBlock last && last.Owner == box.Element)
        {
            last.Blocks.Add(child);
            return null;
        }

        var block = new SplitBlock(box.Element, relative);
        block.Blocks.Add(child);
        into.Add(block);
        return null;
    }

    private static SplitBlock Rehome(SplitBlock split, ComputedStyle relative)
    {
        var other = new SplitBlock(split.Owner, relative);
        other.Blocks.AddRange(split.Blocks);
        return other;
    }

    private LayoutBox NextPiece(LayoutBox box, List<LayoutBox> into)
    {
        _ = into;
        _pieces++;
        return new LayoutBox(BoxKind.Inline, box.Style, box.Node, box.Pseudo);
    }

    /// <summary>Links the pieces, and takes the edges off where they were split.</summary>
    private static void Finish(LayoutBox box, List<LayoutBox> into, int first)
    {
        LayoutBox? before = null;
        var style = box.Style;
        for (var i = first; i < into.Count; i++)
        {
            var piece = into[i];
            if (piece is SplitBlock) continue;
            if (before is not null) before.Continuation = piece;
            var (starts, ends) = (before is null, i == into.Count - 1);
            piece.Style = style.WithoutEdges(left: style.IsRtl ? !ends : !starts, right: style.IsRtl ? !starts : !ends);
            before = piece;
        }
    }
}
