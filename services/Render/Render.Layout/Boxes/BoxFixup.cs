using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Puts collected boxes into their container, with the anonymous boxes that its kind asks for: blocks around inline runs, items around texts, missing
/// parts of tables, and blocks that split inline boxes.
/// </summary>
internal sealed class BoxFixup(IStyleSource styles, IssueLog issues)
{
    private readonly TableFixup _tables = new(styles);
    private readonly InlineSplitter _splitter = new(issues);

    /// <summary>Makes the boxes children of a container that has none yet.</summary>
    internal void Adopt(LayoutBox parent, List<LayoutBox> boxes)
    {
        switch (parent.Kind)
        {
            case BoxKind.Flex or BoxKind.Grid:
                AdoptItems(parent, boxes);
                break;
            case BoxKind.Table or BoxKind.TableRowGroup or BoxKind.TableRow or BoxKind.TableColumnGroup or BoxKind.TableColumn:
                _tables.AdoptParts(parent, boxes, Adopt);
                break;
            case BoxKind.Inline:
                AdoptInline(parent, boxes);
                break;
            default:
                AdoptFlow(parent, boxes);
                break;
        }
    }

    private void AdoptInline(LayoutBox parent, List<LayoutBox> boxes)
    {
        var fixedUp = _tables.WrapOrphans(parent, boxes, Adopt);
        foreach (var box in fixedUp)
        {
            parent.Insert(box);
            if (!IsInFlow(box)) continue;
            if (box.Kind == BoxKind.Inline ? box.HasBlockInside : !box.IsInlineLevel) parent.HasBlockInside = true;
        }
    }

    private void AdoptFlow(LayoutBox parent, List<LayoutBox> boxes)
    {
        var fixedUp = _splitter.Split(_tables.WrapOrphans(parent, boxes, Adopt));
        var (hasBlock, hasInline) = (false, false);
        foreach (var box in fixedUp)
        {
            if (!IsInFlow(box) || box.IsOutsideMarker) continue;
            if (box.IsInlineLevel) hasInline = true;
            else hasBlock = true;
        }

        if (hasBlock && hasInline)
        {
            WrapRuns(parent, fixedUp);
            parent.HasInlineChildren = false;
            return;
        }

        foreach (var box in fixedUp) Append(parent, box);
        parent.HasInlineChildren = !hasBlock && (hasInline || (fixedUp.Count > 0 && fixedUp[0].IsOutsideMarker));
    }

    /// <summary>Anonymous blocks around runs of inline-level boxes; floats and out-of-flow boxes just before, within and after a run belong to it.</summary>
    private void WrapRuns(LayoutBox parent, List<LayoutBox> boxes)
    {
        LayoutBox? run = null;
        var waiting = 0;
        for (var i = 0; i < boxes.Count; i++)
        {
            var box = boxes[i];
            if (box.IsOutsideMarker)
            {
                Append(parent, box);
            }
            else if (!IsInFlow(box))
            {
                if (run is null) waiting++;
                else Append(run, box);
                continue;
            }
            else if (box.IsInlineLevel)
            {
                if (run is null)
                {
                    run = new LayoutBox(BoxKind.Block, styles.Anonymous(parent.Style, Display.Block), null) { HasInlineChildren = true };
                    parent.Insert(run);
                    Before(i, run);
                }

                Append(run, box);
            }
            else
            {
                run = null;
                Before(i, parent);
                Append(parent, box);
            }
        }

        Before(boxes.Count, parent);

        void Before(int index, LayoutBox into)
        {
            for (; waiting > 0; waiting--) Append(into, boxes[index - waiting]);
        }
    }

    private void AdoptItems(LayoutBox parent, List<LayoutBox> boxes)
    {
        LayoutBox? run = null;
        foreach (var box in _tables.WrapOrphans(parent, boxes, Adopt))
        {
            if (box.IsOutOfFlow || !(box.Kind is BoxKind.Text or BoxKind.LineBreak or BoxKind.BreakOpportunity || box.IsInlineLevel))
            {
                // Out-of-flow boxes part runs as well.
                run = null;
                parent.Insert(box);
                continue;
            }

            if (run is null)
            {
                run = new LayoutBox(BoxKind.Block, styles.Anonymous(parent.Style, Display.Block), null) { HasInlineChildren = true };
                parent.Insert(run);
            }

            run.Insert(box);
        }
    }

    // A split box comes as a marker of what it splits; see InlineSplitter.
    private void Append(LayoutBox parent, LayoutBox box)
    {
        if (box is not SplitBlock split)
        {
            parent.Insert(box);
            return;
        }

        var style = styles.Anonymous(parent.Style, Display.Block);
        var middle = new LayoutBox(BoxKind.Block, split.Relative is null ? style : style.WithPositionOf(split.Relative), null) { SplitOwner = split.Owner };
        parent.Insert(middle);
        foreach (var block in split.Blocks) middle.Insert(block);
    }

    internal static bool IsInFlow(LayoutBox box) => !box.IsOutOfFlow && !box.IsFloating;
}
