using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Missing parts of tables (CSS 2, 17.2.1; css-tables-3, 2.2): anonymous tables, row groups, rows and cells.</summary>
internal sealed class TableFixup(IStyleSource styles)
{
    /// <summary>Children of a part of a table, with the parts between them that are missing.</summary>
    /// <param name="parent">The part.</param>
    /// <param name="boxes">What it contains.</param>
    /// <param name="adopt">Puts boxes into an anonymous part.</param>
    internal void AdoptParts(LayoutBox parent, List<LayoutBox> boxes, Action<LayoutBox, List<LayoutBox>> adopt)
    {
        if (parent.Kind == BoxKind.TableColumn) return;
        List<LayoutBox>? run = null;
        foreach (var box in boxes)
        {
            if (IsProper(parent.Kind, box) || (box.IsOutOfFlow && run is null))
            {
                Flush();
                parent.Insert(box);
            }
            else if (parent.Kind != BoxKind.TableColumnGroup)
            {
                (run ??= []).Add(box);
            }
        }

        Flush();

        void Flush()
        {
            if (run is null) return;
            var missing = Between(parent, run);
            parent.Insert(missing);
            adopt(missing, run);
            run = null;
        }
    }

    /// <summary>Runs of parts of tables outside of any table, each wrapped in one.</summary>
    internal List<LayoutBox> WrapOrphans(LayoutBox parent, List<LayoutBox> boxes, Action<LayoutBox, List<LayoutBox>> adopt)
    {
        if (!boxes.Exists(IsOrphan)) return boxes;
        var result = new List<LayoutBox>(boxes.Count);
        List<LayoutBox>? run = null;
        foreach (var box in boxes)
        {
            if (IsOrphan(box))
            {
                (run ??= []).Add(box);
                continue;
            }

            if (run is not null && box.IsOutOfFlow)
            {
                run.Add(box);
                continue;
            }

            Flush();
            result.Add(box);
        }

        Flush();
        return result;

        void Flush()
        {
            if (run is null) return;
            // Those behind the last part stay outside.
            var behind = run.FindLastIndex(IsOrphan) + 1;
            var outside = run.GetRange(behind, run.Count - behind);
            run.RemoveRange(behind, outside.Count);
            var table = Anonymous(BoxKind.Table, parent, parent.Kind == BoxKind.Inline ? Display.InlineTable : Display.Table);
            adopt(table, run);
            result.Add(table);
            result.AddRange(outside);
            run = null;
        }
    }

    private LayoutBox Between(LayoutBox parent, List<LayoutBox> run) => parent.Kind switch
    {
        BoxKind.Table => Anonymous(BoxKind.TableRowGroup, parent, Display.TableRowGroup),
        BoxKind.TableRowGroup => Anonymous(BoxKind.TableRow, parent, Display.TableRow),
        _ => Anonymous(BoxKind.TableCell, parent, Display.TableCell),
    };

    private LayoutBox Anonymous(BoxKind kind, LayoutBox parent, Display display) => new(kind, styles.Anonymous(parent.Style, display), null);

    private static bool IsOrphan(LayoutBox box) => box.Kind is BoxKind.TableRowGroup or BoxKind.TableRow or BoxKind.TableCell or BoxKind.TableCaption
        or BoxKind.TableColumnGroup or BoxKind.TableColumn;

    private static bool IsProper(BoxKind parent, LayoutBox box) => parent switch
    {
        BoxKind.Table => box.Kind is BoxKind.TableRowGroup or BoxKind.TableCaption or BoxKind.TableColumnGroup or BoxKind.TableColumn,
        BoxKind.TableRowGroup => box.Kind == BoxKind.TableRow,
        BoxKind.TableRow => box.Kind == BoxKind.TableCell,
        BoxKind.TableColumnGroup => box.Kind == BoxKind.TableColumn,
        _ => false,
    };
}
