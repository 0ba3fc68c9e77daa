using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>The tracks of one axis: sizes, gutters, positions.</summary>
internal sealed class GridAxis
{
    internal GridAxis(bool isRows, GridTrack[] tracks, LayoutUnit gap)
    {
        IsRows = isRows;
        Tracks = tracks;
        Gap = gap;
    }

    internal bool IsRows { get; }

    internal GridTrack[] Tracks { get; }

    internal LayoutUnit Gap { get; }

    /// <summary>What justify-content or align-content adds between two tracks.</summary>
    internal LayoutUnit Between { get; set; }

    /// <summary>Sum of gutters within a stretch of tracks; collapsed tracks have none.</summary>
    internal LayoutUnit Gaps(int start, int end)
    {
        var count = 0;
        for (var i = start; i < end; i++)
        {
            if (!Tracks[i].IsCollapsed) count++;
        }

        return count < 2 ? LayoutUnit.Zero : (Gap + Between) * (count - 1);
    }

    /// <summary>Sum of base sizes with gutters.</summary>
    internal LayoutUnit Total() => SizeOf(0, Tracks.Length);

    /// <summary>Sum of base sizes and gutters of a stretch of tracks.</summary>
    internal LayoutUnit SizeOf(int start, int end)
    {
        var sum = Gaps(start, end);
        for (var i = start; i < end; i++) sum += Tracks[i].Base;
        return sum;
    }

    /// <summary>Whether the sizes of a stretch of tracks are known before any item is.</summary>
    internal bool IsFixed(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (Tracks[i].Min != TrackBreadthKind.Length || Tracks[i].Max != TrackBreadthKind.Length || Tracks[i].MinLength < Tracks[i].MaxLength) return false;
        }

        return true;
    }

    /// <summary>Places the tracks in the content box along justify-content or align-content.</summary>
    /// <param name="align">The value, relative to the axis.</param>
    /// <param name="isSafe">Overflow goes to the end only.</param>
    /// <param name="available">The content box's size in this axis.</param>
    internal void Place(Alignment align, bool isSafe, LayoutUnit available)
    {
        var count = 0;
        foreach (ref readonly var track in Tracks.AsSpan())
        {
            if (!track.IsCollapsed) count++;
        }

        Between = LayoutUnit.Zero;
        var distribution = ContentDistribution.Of(align, isSafe, available - Total(), count);
        Between = distribution.Between;
        var at = distribution.Initial;
        var isFirst = true;
        foreach (ref var track in Tracks.AsSpan())
        {
            if (!track.IsCollapsed)
            {
                if (!isFirst) at += Gap + Between;
                isFirst = false;
            }

            track.Start = at;
            at += track.Base;
        }
    }

    /// <summary>Where a line is for a box that begins there.</summary>
    internal LayoutUnit StartOf(int line) => line < Tracks.Length ? Tracks[line].Start : EndOf(line);

    /// <summary>Where a line is for a box that ends there.</summary>
    internal LayoutUnit EndOf(int line) => line > 0 ? Tracks[line - 1].Start + Tracks[line - 1].Base : Tracks.Length > 0 ? Tracks[0].Start : LayoutUnit.Zero;
}
