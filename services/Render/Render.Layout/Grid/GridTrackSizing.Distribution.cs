using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Distribution of extra space across spanned tracks (css-grid-2, 12.5.1).</content>
internal sealed partial class GridTrackSizing
{
    private void Distribute(Span<GridTrack> tracks, LayoutUnit space, Phase phase, bool flexible)
    {
        if (space > LayoutUnit.Zero)
        {
            // A single track simply takes it: limits are only about sharing.
            if (flexible && FlexSum(tracks, phase) > 0) ShareByFactor(tracks, space, phase);
            else if (tracks.Length == 1 && tracks[0].Max != TrackBreadthKind.FitContent) tracks[0].Incurred = space;
            else Share(tracks, space, phase, flexible);
        }

        foreach (ref var track in tracks)
        {
            // Even a contribution that adds nothing makes an infinite growth limit finite.
            if (IsAffected(track, phase, flexible)) track.Planned = LayoutUnit.Larger(track.Planned.IsIndefinite ? LayoutUnit.Zero : track.Planned, track.Incurred);
        }
    }

    private double FlexSum(Span<GridTrack> tracks, Phase phase)
    {
        double sum = 0;
        foreach (ref readonly var track in tracks)
        {
            if (IsAffected(track, phase, true)) sum += track.Flex;
        }

        return sum;
    }

    private void ShareByFactor(Span<GridTrack> tracks, LayoutUnit space, Phase phase)
    {
        // In proportion to the factors: what matters is the size that a track ends up with, not what is added to it.
        double factors = FlexSum(tracks, phase), exact = 0;
        var given = LayoutUnit.Zero;
        foreach (ref var track in tracks)
        {
            if (!IsAffected(track, phase, true)) continue;
            exact += space.ToDouble() * track.Flex / factors;
            track.Incurred = LayoutUnit.Round(exact) - given;
            given += track.Incurred;
        }
    }

    private void Share(Span<GridTrack> tracks, LayoutUnit space, Phase phase, bool flexible)
    {
        space = ShareEqually(tracks, space, phase, flexible, false);
        if (space > LayoutUnit.Zero) ShareEqually(tracks, space, phase, flexible, true);
    }

    /// <summary>Gives equal parts to the affected tracks until each has reached its limit.</summary>
    /// <returns>What is left.</returns>
    private LayoutUnit ShareEqually(Span<GridTrack> tracks, LayoutUnit space, Phase phase, bool flexible, bool beyond)
    {
        var anyMayGo = beyond && AnyMayGoBeyond(tracks, phase, flexible);
        while (space > LayoutUnit.Zero)
        {
            var open = 0;
            foreach (ref readonly var track in tracks)
            {
                if (IsOpen(track)) open++;
            }

            if (open == 0) return space;
            // The tracks with the least room left are filled first, as all get the same.
            var part = LayoutUnit.Larger(space / open, LayoutUnit.Epsilon);
            foreach (ref var track in tracks)
            {
                if (space <= LayoutUnit.Zero) break;
                if (!IsOpen(track)) continue;
                var add = LayoutUnit.Smaller(LayoutUnit.Smaller(part, space), Room(track));
                track.Incurred += add;
                space -= add;
            }
        }

        return space;

        bool IsOpen(in GridTrack track) => IsAffected(track, phase, flexible) && (!anyMayGo || MayGoBeyond(track, phase)) && Room(track) > LayoutUnit.Zero;

        LayoutUnit Room(in GridTrack track)
        {
            if (phase < Phase.IntrinsicMaximums)
            {
                if (beyond) return LayoutUnit.Max;
                var limit = track.Max == TrackBreadthKind.FitContent ? LayoutUnit.Smaller(track.Growth, LayoutUnit.Larger(track.MaxLength, track.Base)) : track.Growth;
                return limit == LayoutUnit.Max ? limit : limit - track.Base - track.Incurred;
            }

            var size = (track.IsGrowthInfinite ? track.Base : track.Growth) + track.Incurred;
            if (track.Max == TrackBreadthKind.FitContent) return track.MaxLength == LayoutUnit.Max ? track.MaxLength : (LayoutUnit.Larger(track.MaxLength, track.Base) - size).AtLeastZero();
            return beyond || track.IsGrowthInfinite || track.IsInfinitelyGrowable ? LayoutUnit.Max : LayoutUnit.Zero;
        }
    }

    private bool AnyMayGoBeyond(Span<GridTrack> tracks, Phase phase, bool flexible)
    {
        foreach (ref readonly var track in tracks)
        {
            if (IsAffected(track, phase, flexible) && MayGoBeyond(track, phase)) return true;
        }

        return false;
    }

    /// <summary>Which tracks grow beyond their limits first.</summary>
    private static bool MayGoBeyond(in GridTrack track, Phase phase) => phase switch
    {
        Phase.IntrinsicMinimums or Phase.ContentMinimums => track.HasIntrinsicMax,
        Phase.MaxContentMinimums => track.HasMaxContentMax,
        _ => true,
    };
}
