using System.Runtime.InteropServices;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Places the items of a grid (css-grid-2, 8.5). Major axis: the one that auto-placement goes along last (rows for grid-auto-flow: row). Lines are counted
/// from the explicit grid's first line and may be negative.
/// </summary>
internal sealed class GridPlacer
{
    private readonly record struct Entry(GridPlacementSpan Major, GridPlacementSpan Minor);

    private readonly List<GridItem> _items;
    private readonly bool _isColumnFlow;
    private readonly bool _isDense;
    private readonly Entry[] _entries;
    private readonly Dictionary<int, List<GridSpan>> _taken = []; // by major track: stretches of minor tracks
    private int _minorStart;
    private int _minorEnd;
    private int _majorStart;

    private GridPlacer(List<GridItem> items, GridAutoFlow flow, GridTemplate rows, GridTemplate columns)
    {
        _items = items;
        _isColumnFlow = flow is GridAutoFlow.Column or GridAutoFlow.ColumnDense;
        _isDense = flow is GridAutoFlow.RowDense or GridAutoFlow.ColumnDense;
        _minorEnd = (_isColumnFlow ? rows : columns).Count;
        _entries = new Entry[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            var grid = items[i].Box.Style.Grid;
            var row = GridLineResolver.Resolve(grid.RowStart, grid.RowEnd, rows);
            var column = GridLineResolver.Resolve(grid.ColumnStart, grid.ColumnEnd, columns);
            _entries[i] = _isColumnFlow ? new Entry(column, row) : new Entry(row, column);
        }
    }

    /// <summary>Sets the items' spans, counted from the explicit grid's first line.</summary>
    internal static void Place(List<GridItem> items, GridAutoFlow flow, GridTemplate rows, GridTemplate columns)
    {
        var placer = new GridPlacer(items, flow, rows, columns);
        placer.FindImplicitTracks();
        placer.PlaceDefinite();
        placer.PlaceLocked();
        placer.PlaceRest();
    }

    /// <summary>Steps 0 and 2: how far definite positions and the longest span reach.</summary>
    private void FindImplicitTracks()
    {
        var longest = 0;
        foreach (var (major, minor) in _entries)
        {
            if (minor.Start is { } start)
            {
                _minorStart = Math.Min(_minorStart, start);
                _minorEnd = Math.Max(_minorEnd, start + minor.Span);
            }
            else
            {
                longest = Math.Max(longest, minor.Span);
            }

            if (major.Start is { } first) _majorStart = Math.Min(_majorStart, first);
        }

        _minorEnd = Math.Max(_minorEnd, _minorStart + longest);
    }

    private void PlaceDefinite()
    {
        for (var i = 0; i < _entries.Length; i++)
        {
            var (major, minor) = _entries[i];
            if (major.IsDefinite && minor.IsDefinite) Put(i, major.Resolved, minor.Resolved);
        }
    }

    /// <summary>Step 1: items whose major position alone is definite.</summary>
    private void PlaceLocked()
    {
        Dictionary<int, int>? cursors = null;
        for (var i = 0; i < _entries.Length; i++)
        {
            var (major, minor) = _entries[i];
            if (!major.IsDefinite || minor.IsDefinite) continue;
            var at = _minorStart;
            if (!_isDense)
            {
                cursors ??= [];
                at = cursors.GetValueOrDefault(major.Start!.Value, _minorStart);
            }

            while (Blocked(major.Resolved, new GridSpan(at, at + minor.Span)) is { } next) at = next;
            Put(i, major.Resolved, new GridSpan(at, at + minor.Span));
            _minorEnd = Math.Max(_minorEnd, at + minor.Span);
            if (cursors is not null) cursors[major.Start!.Value] = at + minor.Span;
        }
    }

    /// <summary>Steps 3 and 4: the others, one after another.</summary>
    private void PlaceRest()
    {
        var (cursorMajor, cursorMinor) = (_majorStart, _minorStart);
        // Where an item of a size found its place, nothing before is free for others as large: places are only ever taken.
        Dictionary<(int, int, int?), (int, int)>? found = null;
        for (var i = 0; i < _entries.Length; i++)
        {
            var (major, minor) = _entries[i];
            if (major.IsDefinite) continue;
            var size = (major.Span, minor.Span, minor.Start);
            if (_isDense) (cursorMajor, cursorMinor) = (found ??= []).GetValueOrDefault(size, (_majorStart, _minorStart));
            if (minor.IsDefinite)
            {
                if (minor.Start!.Value < cursorMinor) cursorMajor++;
                cursorMinor = minor.Start.Value;
                while (Blocked(new GridSpan(cursorMajor, cursorMajor + major.Span), minor.Resolved) is not null) cursorMajor++;
            }
            else
            {
                while (true)
                {
                    if (cursorMinor + minor.Span > _minorEnd)
                    {
                        (cursorMajor, cursorMinor) = (cursorMajor + 1, _minorStart);
                        continue;
                    }

                    if (Blocked(new GridSpan(cursorMajor, cursorMajor + major.Span), new GridSpan(cursorMinor, cursorMinor + minor.Span)) is not { } next) break;
                    cursorMinor = next;
                }
            }

            Put(i, new GridSpan(cursorMajor, cursorMajor + major.Span), new GridSpan(cursorMinor, cursorMinor + minor.Span));
            if (_isDense) found![size] = (cursorMajor, cursorMinor);
        }
    }

    /// <summary>Where in the minor axis what is in the way ends; null when nothing is.</summary>
    private int? Blocked(GridSpan major, GridSpan minor)
    {
        int? end = null;
        for (var track = major.Start; track < major.End; track++)
        {
            if (!_taken.TryGetValue(track, out var stretches)) continue;
            foreach (var stretch in CollectionsMarshal.AsSpan(stretches))
            {
                if (stretch.Start < minor.End && stretch.End > minor.Start) end = Math.Max(end ?? int.MinValue, stretch.End);
            }
        }

        return end;
    }

    private void Put(int index, GridSpan major, GridSpan minor)
    {
        var item = _items[index];
        (item.Rows, item.Columns) = _isColumnFlow ? (minor, major) : (major, minor);
        for (var track = major.Start; track < major.End; track++)
        {
            if (!_taken.TryGetValue(track, out var stretches)) _taken.Add(track, stretches = []);
            // What follows on at once makes one stretch with it: rows filled in order stay one entry.
            if (stretches.Count > 0 && stretches[^1].End == minor.Start) stretches[^1] = stretches[^1] with { End = minor.End };
            else stretches.Add(minor);
        }
    }
}
