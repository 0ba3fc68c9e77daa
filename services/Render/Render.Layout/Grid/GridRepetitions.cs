using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>How often repeat(auto-fill, …) and repeat(auto-fit, …) repeat (css-grid-2, 7.2.3.2).</summary>
internal static class GridRepetitions
{
    /// <summary>The count.</summary>
    /// <param name="list">A track list; other than automatic repetitions may be in it.</param>
    /// <param name="size">The content box's size, or Indefinite.</param>
    /// <param name="least">What min-width or min-height makes of it; 0 when there is none.</param>
    /// <param name="most">What max-width or max-height makes of it; Max when there is none.</param>
    /// <param name="gap">Gutter.</param>
    internal static int Count(TrackList list, LayoutUnit size, LayoutUnit least, LayoutUnit most, LayoutUnit gap)
    {
        var (others, otherCount, repeated, repeatedCount) = (LayoutUnit.Zero, 0, LayoutUnit.Zero, 0);
        foreach (var part in list.Parts)
        {
            var isAuto = part.Kind is RepeatKind.AutoFill or RepeatKind.AutoFit;
            var times = part.Kind == RepeatKind.Count ? part.Count : 1;
            foreach (var track in part.Tracks)
            {
                var length = SizeOf(track, size);
                if (isAuto) (repeated, repeatedCount) = (repeated + length, repeatedCount + 1);
                else (others, otherCount) = (others + (length * times), otherCount + times);
            }
        }

        if (repeatedCount == 0) return 1;
        var one = LayoutUnit.Larger(repeated, 1) + (gap * repeatedCount);
        var fixedPart = others + (gap * (otherCount - 1));
        var isUpper = size.IsDefinite || most < LayoutUnit.Max;
        var room = (size.IsDefinite ? size : isUpper ? LayoutUnit.Larger(most, least) : least) - fixedPart;
        if (!isUpper && least <= LayoutUnit.Zero) return 1;
        var count = room.Raw / (double)one.Raw;
        return (int)Math.Clamp(isUpper ? Math.Floor(count) : Math.Ceiling(count), 1, Math.Max(1, GridTemplate.Limit / repeatedCount));
    }

    /// <summary>Its max function if that is definite, else its min function; the min function wins over a lesser max.</summary>
    private static LayoutUnit SizeOf(in TrackSize size, LayoutUnit basis)
    {
        var least = size.Min.Kind == TrackBreadthKind.Length ? SizeResolver.Resolve(size.Min.Length, basis) : LayoutUnit.Indefinite;
        var most = size.Max.Kind == TrackBreadthKind.Length ? SizeResolver.Resolve(size.Max.Length, basis) : LayoutUnit.Indefinite;
        if (most.IsIndefinite) return SizeResolver.OrZero(least).AtLeastZero();
        return LayoutUnit.Larger(most, SizeResolver.OrZero(least)).AtLeastZero();
    }
}
