using System.Runtime.InteropServices;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Intrinsic track sizes (css-grid-2, 12.5).</content>
internal sealed partial class GridTrackSizing
{
    /// <summary>The phases of 12.5.3 in their order.</summary>
    private enum Phase
    {
        IntrinsicMinimums,
        ContentMinimums,
        MaxContentMinimums,
        IntrinsicMaximums,
        MaxContentMaximums,
    }

    private void ResolveIntrinsic()
    {
        var hasIntrinsic = false;
        foreach (ref readonly var track in Tracks) hasIntrinsic |= track.HasIntrinsicMin || track.HasIntrinsicMax;
        if (hasIntrinsic)
        {
            var flexible = new List<GridItem>();
            var group = new List<GridItem>();
            var count = 0;
            foreach (var item in _bySpan)
            {
                var span = item.Span(_axis.IsRows);
                if (!HasIntrinsic(span)) continue;
                if (HasFlexible(span))
                {
                    flexible.Add(item);
                    continue;
                }

                if (span.Count != count && group.Count > 0) Flush(group, false);
                count = span.Count;
                group.Add(item);
            }

            if (group.Count > 0) Flush(group, false);
            if (flexible.Count > 0) Flush(flexible, true);
        }

        foreach (ref var track in Tracks)
        {
            if (track.IsGrowthInfinite) track.Growth = track.Base;
        }
    }

    private bool HasIntrinsic(GridSpan span)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (Tracks[i].HasIntrinsicMin || Tracks[i].HasIntrinsicMax) return true;
        }

        return false;
    }

    private void Flush(List<GridItem> group, bool flexible)
    {
        Run(group, Phase.IntrinsicMinimums, flexible);
        Run(group, Phase.ContentMinimums, flexible);
        Run(group, Phase.MaxContentMinimums, flexible);
        foreach (ref var track in Tracks) track.Growth = LayoutUnit.Larger(track.Growth, track.Base);
        if (!flexible)
        {
            Run(group, Phase.IntrinsicMaximums, false);
            Run(group, Phase.MaxContentMaximums, false);
            foreach (ref var track in Tracks) track.IsInfinitelyGrowable = false;
        }

        group.Clear();
    }

    private void Run(List<GridItem> group, Phase phase, bool flexible)
    {
        foreach (ref var track in Tracks) track.Planned = phase < Phase.IntrinsicMaximums ? LayoutUnit.Zero : LayoutUnit.Indefinite;
        foreach (var item in group)
        {
            var span = item.Span(_axis.IsRows);
            var tracks = Tracks[span.Start..span.End];
            var affected = 0;
            foreach (ref readonly var track in tracks)
            {
                if (IsAffected(track, phase, flexible)) affected++;
            }

            if (affected == 0) continue;
            var space = Contribution(item, phase) - _axis.Gaps(span.Start, span.End);
            foreach (ref var track in tracks)
            {
                track.Incurred = LayoutUnit.Zero;
                space -= phase < Phase.IntrinsicMaximums || track.IsGrowthInfinite ? track.Base : track.Growth;
            }

            Distribute(tracks, space, phase, flexible);
        }

        foreach (ref var track in Tracks)
        {
            if (phase < Phase.IntrinsicMaximums)
            {
                track.Base += track.Planned;
            }
            else if (track.Planned.IsDefinite)
            {
                var wasInfinite = track.IsGrowthInfinite;
                track.Growth = (wasInfinite ? track.Base : track.Growth) + track.Planned;
                // Tracks that just got a limit may still grow in the next phase.
                track.IsInfinitelyGrowable = phase == Phase.IntrinsicMaximums && wasInfinite;
            }
        }
    }

    private bool IsAffected(in GridTrack track, Phase phase, bool flexible)
    {
        if (track.IsFlexible != flexible && (flexible || phase >= Phase.IntrinsicMaximums)) return false;
        return phase switch
        {
            Phase.IntrinsicMinimums => track.HasIntrinsicMin,
            Phase.ContentMinimums => track.HasContentMin,
            Phase.MaxContentMinimums => track.Min == TrackBreadthKind.MaxContent,
            Phase.IntrinsicMaximums => track.HasIntrinsicMax,
            _ => track.HasMaxContentMax,
        };
    }

    private LayoutUnit Contribution(GridItem item, Phase phase)
    {
        switch (phase)
        {
            case Phase.IntrinsicMinimums:
                return Minimum(item);
            case Phase.ContentMinimums or Phase.IntrinsicMaximums:
                return _contributions.MinContent(item);
            default:
                return _contributions.MaxContent(item);
        }
    }

    /// <summary>What the tracks may come to at most; Max unless all their max functions are fixed.</summary>
    private LayoutUnit FixedMaximum(GridSpan span)
    {
        var sum = _axis.Gaps(span.Start, span.End);
        foreach (ref readonly var track in Tracks[span.Start..span.End])
        {
            if (track.Max != TrackBreadthKind.Length) return LayoutUnit.Max;
            sum += LayoutUnit.Larger(track.MaxLength, track.MinLength);
        }

        return sum;
    }

    private LayoutUnit Minimum(GridItem item)
    {
        var span = item.Span(_axis.IsRows);
        var (hasAuto, hasFlexible) = (false, false);
        foreach (ref readonly var track in Tracks[span.Start..span.End])
        {
            hasAuto |= track.Min == TrackBreadthKind.Auto;
            hasFlexible |= track.IsFlexible;
        }

        return _contributions.Minimum(item, hasAuto && (span.Count == 1 || !hasFlexible), FixedMaximum(span));
    }
}
