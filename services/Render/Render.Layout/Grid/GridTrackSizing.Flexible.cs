namespace WasmEngine.Render.Layout;

/// <content>Flexible tracks (css-grid-2, 12.7).</content>
internal sealed partial class GridTrackSizing
{
    private void ExpandFlexible()
    {
        var hasFlexible = false;
        foreach (ref readonly var track in Tracks) hasFlexible |= track.IsFlexible;
        if (!hasFlexible || _room.Constraint == GridConstraint.MinContent) return;
        double fraction;
        if (_room.Constraint == GridConstraint.Layout && _room.Size.IsDefinite)
        {
            fraction = FractionSize(0, Tracks.Length, _room.Size);
        }
        else
        {
            fraction = IndefiniteFraction();
            // If that makes the grid smaller than its min size or larger than its max size, those are the room.
            var total = _axis.Gaps(0, Tracks.Length);
            foreach (ref readonly var track in Tracks) total += FlexedSize(track, fraction);
            if (total < _room.Least) fraction = FractionSize(0, Tracks.Length, _room.Least);
            else if (total > _room.Most) fraction = FractionSize(0, Tracks.Length, _room.Most);
        }

        foreach (ref var track in Tracks) track.Base = FlexedSize(track, fraction);
    }

    private static LayoutUnit FlexedSize(in GridTrack track, double fraction) =>
        track.IsFlexible ? LayoutUnit.Larger(track.Base, LayoutUnit.Round(fraction * track.Flex)) : track.Base;

    /// <summary>The size of an fr when space is not limited.</summary>
    private double IndefiniteFraction()
    {
        double fraction = 0;
        foreach (ref readonly var track in Tracks)
        {
            if (track.IsFlexible) fraction = Math.Max(fraction, track.Base.ToDouble() / Math.Max(1, track.Flex));
        }

        foreach (var item in _bySpan)
        {
            var span = item.Span(_axis.IsRows);
            if (!HasFlexible(span)) continue;
            fraction = Math.Max(fraction, FractionSize(span.Start, span.End, _contributions.MaxContent(item)));
        }

        return fraction;
    }

    private bool HasFlexible(GridSpan span)
    {
        for (var i = span.Start; i < span.End; i++)
        {
            if (Tracks[i].IsFlexible) return true;
        }

        return false;
    }

    /// <summary>12.7.1: the size of an fr with which a stretch of tracks fills a space.</summary>
    private double FractionSize(int start, int end, LayoutUnit space)
    {
        var leftover = (space - _axis.Gaps(start, end)).ToDouble();
        double factors = 0;
        for (var i = start; i < end; i++)
        {
            if (Tracks[i].IsFlexible) factors += Tracks[i].Flex;
            else leftover -= Tracks[i].Base.ToDouble();
        }

        // Tracks whose base size is more than their share count as inflexible; each round takes at least one out.
        Span<bool> inflexible = end - start <= 256 ? stackalloc bool[end - start] : new bool[end - start];
        while (true)
        {
            var fraction = leftover / Math.Max(1, factors);
            var again = false;
            for (var i = start; i < end; i++)
            {
                ref readonly var track = ref Tracks[i];
                if (!track.IsFlexible || inflexible[i - start] || track.Base.ToDouble() <= fraction * track.Flex) continue;
                inflexible[i - start] = again = true;
                leftover -= track.Base.ToDouble();
                factors -= track.Flex;
            }

            if (!again) return Math.Max(0, fraction);
            if (factors < 1e-9) factors = 0;
        }
    }
}
