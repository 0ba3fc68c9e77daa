using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A row or column while it is being sized (css-grid-2, 12).</summary>
internal struct GridTrack
{
    /// <summary>Min sizing function; percentages without a basis are Auto by now, and so are flexible ones.</summary>
    internal TrackBreadthKind Min;

    /// <summary>Max sizing function; percentages without a basis are Auto by now.</summary>
    internal TrackBreadthKind Max;

    /// <summary>Value of a Length min.</summary>
    internal LayoutUnit MinLength;

    /// <summary>Value of a Length max, or the argument of fit-content (greatest when it can't be resolved).</summary>
    internal LayoutUnit MaxLength;

    internal float Flex;

    /// <summary>An empty track of repeat(auto-fit, …).</summary>
    internal bool IsCollapsed;

    internal LayoutUnit Base;

    /// <summary><see cref="LayoutUnit.Max"/>: infinite.</summary>
    internal LayoutUnit Growth;

    internal LayoutUnit Planned;

    /// <summary>What the item at hand adds.</summary>
    internal LayoutUnit Incurred;

    internal bool IsInfinitelyGrowable;

    /// <summary>Offset of its start edge from the content box's start edge.</summary>
    internal LayoutUnit Start;

    internal readonly bool IsFlexible => Max == TrackBreadthKind.Flex;

    internal readonly bool HasIntrinsicMin => Min is TrackBreadthKind.Auto or TrackBreadthKind.MinContent or TrackBreadthKind.MaxContent;

    internal readonly bool HasContentMin => Min is TrackBreadthKind.MinContent or TrackBreadthKind.MaxContent;

    internal readonly bool HasIntrinsicMax => Max is TrackBreadthKind.Auto or TrackBreadthKind.MinContent or TrackBreadthKind.MaxContent or TrackBreadthKind.FitContent;

    /// <summary>Its max grows to max-content: auto and fit-content do so too.</summary>
    internal readonly bool HasMaxContentMax => Max is TrackBreadthKind.Auto or TrackBreadthKind.MaxContent or TrackBreadthKind.FitContent;

    internal readonly bool IsGrowthInfinite => Growth == LayoutUnit.Max;

    /// <summary>Sets sizing functions up against what percentages refer to.</summary>
    internal static GridTrack Of(in TrackSize size, LayoutUnit basis)
    {
        var track = new GridTrack { Min = size.Min.Kind, Max = size.Max.Kind, MaxLength = LayoutUnit.Max };
        if (track.Min is TrackBreadthKind.Flex or TrackBreadthKind.FitContent) track.Min = TrackBreadthKind.Auto;
        if (track.Min == TrackBreadthKind.Length)
        {
            var length = SizeResolver.Resolve(size.Min.Length, basis);
            if (length.IsIndefinite) track.Min = TrackBreadthKind.Auto;
            else track.MinLength = length.AtLeastZero();
        }

        if (track.Max is TrackBreadthKind.Length or TrackBreadthKind.FitContent)
        {
            var length = SizeResolver.Resolve(size.Max.Length, basis);
            if (length.IsDefinite) track.MaxLength = length.AtLeastZero();
            else if (track.Max == TrackBreadthKind.Length) track.Max = TrackBreadthKind.Auto;
        }

        if (track.IsFlexible) track.Flex = MathF.Max(0, size.Max.Flex);
        return track;
    }
}
