using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>One layout of a grid container (css-grid-2, 12.1): columns, rows, columns again where rows matter to them, items in their areas.</summary>
internal sealed partial class GridPass
{
    private readonly GridModel _grid;

    internal GridPass(LayoutBox box, in ConstraintSpace space, LayoutContext context, in ContainerGeometry geometry, bool isIntrinsic = false)
    {
        Box = box;
        Space = space;
        Context = context;
        Geometry = geometry;
        _grid = new GridModel(box, isIntrinsic ? LayoutUnit.Indefinite : geometry.ContentWidth, geometry.ContentHeight, context);
    }

    internal LayoutBox Box { get; }

    internal ConstraintSpace Space { get; }

    internal LayoutContext Context { get; }

    internal ContainerGeometry Geometry { get; }

    internal LayoutResult Run()
    {
        var content = SizeTracks(out var contentHeight);
        // What depends on the rows or on the height that came of them is sized once more; the container keeps its height.
        var again = _grid.ColumnsDependOnRows && SizeColumnsAgain();
        if (again || (contentHeight != Geometry.ContentHeight && _grid.RowsDependOnHeight))
        {
            _grid.ResetRows(contentHeight);
            SizeRows(contentHeight);
            PlaceRows(contentHeight);
        }

        if (Space.IsMeasure)
        {
            if (_grid.Items.Count > 0) Context.Omissions++;
        }
        else
        {
            foreach (var item in _grid.Items) item.Result = LayOut(item, HeightOf(item), false);
        }

        return new LayoutResult(BuildFragment(contentHeight)) { IntrinsicHeight = content + Geometry.Inner.Vertical };
    }

    /// <summary>Intrinsic widths of items whose widths depend on rows: the rows are sized in columns of a given width first.</summary>
    internal MinMaxSizes IntrinsicWidths()
    {
        SizeTracks(out _);
        return _grid.IntrinsicWidths(true);
    }

    /// <summary>Sizes and places columns and rows.</summary>
    /// <returns>The rows' height.</returns>
    private LayoutUnit SizeTracks(out LayoutUnit contentHeight)
    {
        SizeColumns(false);
        SizeRows(Geometry.ContentHeight);
        var content = _grid.Rows.Total();
        if (Box.Style.Box.ContainsSize) content = LayoutUnit.Zero;
        contentHeight = Geometry.FinalContentHeight(Box, Space, content);
        PlaceRows(contentHeight);
        return content;
    }

    private void PlaceRows(LayoutUnit contentHeight)
    {
        var align = Box.Style.Flex.AlignContent;
        _grid.Rows.Place(ContentValue(align.Value, false), align.IsSafe, contentHeight);
    }

    private static bool Stretches(Alignment value) => value is Alignment.Normal or Alignment.Stretch;

    /// <summary>justify-content or align-content relative to the axis; baselines mean start and end.</summary>
    private Alignment ContentValue(Alignment value, bool isHorizontal)
    {
        value = value switch
        {
            Alignment.Baseline => Alignment.Start,
            Alignment.LastBaseline => Alignment.End,
            _ => value,
        };
        return AlignmentRules.ToAxis(value, false, isHorizontal, Box.Style.IsRtl, Box.Style.IsRtl);
    }

    private void SizeColumns(bool rowsAreKnown)
    {
        var justify = Box.Style.Flex.JustifyContent;
        var room = new GridRoom(GridConstraint.Layout, Geometry.ContentWidth, LayoutUnit.Zero, LayoutUnit.Max, Stretches(justify.Value));
        GridTrackSizing.Run(_grid.Columns, _grid.Items, room, new GridColumnContributions(_grid, rowsAreKnown));
        _grid.Columns.Place(ContentValue(justify.Value, true), justify.IsSafe, Geometry.ContentWidth);
    }

    /// <summary>Sizes the columns once more, with the rows known.</summary>
    /// <returns>Whether that changed anything.</returns>
    private bool SizeColumnsAgain()
    {
        var before = new LayoutUnit[_grid.Columns.Tracks.Length];
        for (var i = 0; i < before.Length; i++) before[i] = _grid.Columns.Tracks[i].Base;
        SizeColumns(true);
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == _grid.Columns.Tracks[i].Base) continue;
            foreach (var item in _grid.Items) (item.Measured, item.Shim) = (null, LayoutUnit.Zero);
            return true;
        }

        return false;
    }

    private void SizeRows(LayoutUnit height)
    {
        var (least, most) = (LayoutUnit.Zero, LayoutUnit.Max);
        if (height.IsIndefinite)
        {
            least = Geometry.FinalContentHeight(Box, Space, LayoutUnit.Zero);
            most = Geometry.FinalContentHeight(Box, Space, LayoutUnit.Max - Geometry.Inner.Vertical);
        }

        SetShims();
        var room = new GridRoom(GridConstraint.Layout, height, least, most, Stretches(Box.Style.Flex.AlignContent.Value));
        GridTrackSizing.Run(_grid.Rows, _grid.Items, room, new GridRowContributions(this));
    }

    /// <summary>Aligns baselines within each row (css-grid-2, 12.5.1; css-align-3, 9): first ones in an item's first row, last ones in its last row.</summary>
    private void SetShims()
    {
        Dictionary<(int Row, bool Last), LayoutUnit>? groups = null;
        foreach (var item in _grid.Items)
        {
            if (item.Align is not (Alignment.Baseline or Alignment.LastBaseline)) continue;
            groups ??= [];
            var key = GroupOf(item);
            groups[key] = LayoutUnit.Larger(groups.GetValueOrDefault(key, LayoutUnit.Min), BaselineDistance(item));
        }

        if (groups is null) return;
        foreach (var item in _grid.Items)
        {
            if (item.Align is Alignment.Baseline or Alignment.LastBaseline) item.Shim = groups[GroupOf(item)] - BaselineDistance(item);
        }

        static (int Row, bool Last) GroupOf(GridItem item) => item.Align == Alignment.Baseline ? (item.Rows.Start, false) : (item.Rows.End - 1, true);
    }

    /// <summary>From the margin edge that its group is aligned along to its baseline.</summary>
    private LayoutUnit BaselineDistance(GridItem item)
    {
        var fragment = Measure(item).Fragment;
        var margin = MarginOf(item);
        return item.Align == Alignment.Baseline
            ? margin.Top + AlignmentRules.BaselineOf(fragment, false)
            : margin.Bottom + fragment.Height - AlignmentRules.BaselineOf(fragment, true);
    }
}
