using System.Runtime.InteropServices;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>The track sizing algorithm for one axis (css-grid-2, 12.3 to 12.8).</summary>
internal sealed partial class GridTrackSizing
{
    private readonly GridAxis _axis;
    private readonly List<GridItem> _bySpan;
    private readonly GridRoom _room;
    private readonly GridContributions _contributions;

    private GridTrackSizing(GridAxis axis, List<GridItem> bySpan, in GridRoom room, GridContributions contributions)
    {
        _axis = axis;
        _bySpan = bySpan;
        _room = room;
        _contributions = contributions;
    }

    private Span<GridTrack> Tracks => _axis.Tracks;

    /// <summary>Sets the base sizes of an axis' tracks.</summary>
    /// <param name="axis">The axis, its tracks' sizing functions set up.</param>
    /// <param name="items">All items.</param>
    /// <param name="room">Room for the tracks.</param>
    /// <param name="contributions">What items need.</param>
    internal static void Run(GridAxis axis, List<GridItem> items, in GridRoom room, GridContributions contributions)
    {
        axis.Between = LayoutUnit.Zero; // of a former round
        var sorted = new List<GridItem>(items);
        var rows = axis.IsRows;
        var isSorted = true;
        for (var i = 1; i < sorted.Count && isSorted; i++) isSorted = sorted[i - 1].Span(rows).Count <= sorted[i].Span(rows).Count;
        if (!isSorted) sorted.Sort((a, b) => a.Span(rows).Count != b.Span(rows).Count ? a.Span(rows).Count - b.Span(rows).Count : a.Index - b.Index);
        var sizing = new GridTrackSizing(axis, sorted, room, contributions);
        sizing.Initialize();
        sizing.ResolveIntrinsic();
        sizing.Maximize();
        sizing.ExpandFlexible();
        sizing.Stretch();
    }

    private void Initialize()
    {
        foreach (ref var track in Tracks)
        {
            track.Base = track.Min == TrackBreadthKind.Length ? track.MinLength : LayoutUnit.Zero;
            track.Growth = track.Max == TrackBreadthKind.Length ? LayoutUnit.Larger(track.MaxLength, track.Base) : LayoutUnit.Max;
            track.IsInfinitelyGrowable = false;
        }
    }

    /// <summary>Free space; Max under a max-content constraint and where the room is not known.</summary>
    private LayoutUnit FreeSpace() => _room.Constraint == GridConstraint.MinContent ? LayoutUnit.Zero
        : _room.Size.IsIndefinite ? LayoutUnit.Max
        : _room.Size - _axis.Total();

    /// <summary>12.6: base sizes grow toward growth limits.</summary>
    private void Maximize()
    {
        var free = FreeSpace();
        if (free <= LayoutUnit.Zero) return;
        if (free == LayoutUnit.Max)
        {
            foreach (ref var track in Tracks)
            {
                if (!track.IsGrowthInfinite) track.Base = LayoutUnit.Larger(track.Base, track.Growth);
            }

            return;
        }

        var open = 0;
        foreach (ref readonly var track in Tracks)
        {
            if (track.Base < track.Growth) open++;
        }

        while (open > 0 && free > LayoutUnit.Zero)
        {
            var part = LayoutUnit.Larger(free / open, LayoutUnit.Epsilon);
            open = 0;
            foreach (ref var track in Tracks)
            {
                if (track.Base >= track.Growth || free <= LayoutUnit.Zero) continue;
                var add = LayoutUnit.Smaller(LayoutUnit.Smaller(part, free), track.Growth - track.Base);
                track.Base += add;
                free -= add;
                if (track.Base < track.Growth) open++;
            }
        }
    }

    /// <summary>12.8: auto tracks share what is left.</summary>
    private void Stretch()
    {
        if (!_room.Stretch || _room.Constraint != GridConstraint.Layout) return;
        var size = _room.Size.IsDefinite ? _room.Size : _room.Least;
        var free = size - _axis.Total();
        var count = 0;
        foreach (ref readonly var track in Tracks)
        {
            if (track.Max == TrackBreadthKind.Auto && !track.IsCollapsed) count++;
        }

        if (count == 0 || free <= LayoutUnit.Zero) return;
        double exact = 0;
        var given = LayoutUnit.Zero;
        foreach (ref var track in Tracks)
        {
            if (track.Max != TrackBreadthKind.Auto || track.IsCollapsed) continue;
            exact += free.ToDouble() / count;
            var part = LayoutUnit.Round(exact) - given;
            given += part;
            track.Base += part;
        }
    }
}
