namespace WasmEngine.Render.Layout;

/// <summary>Resolves flexible lengths (css-flexbox-1, 9.7).</summary>
internal static class FlexibleLengths
{
    /// <summary>Sets the main sizes of a line's items.</summary>
    /// <param name="items">The line's items, base sizes known.</param>
    /// <param name="axes">The container's axes.</param>
    /// <param name="room">Its inner main size without gaps.</param>
    internal static void Resolve(ReadOnlySpan<FlexItem> items, in FlexAxes axes, LayoutUnit room)
    {
        var hypothetical = LayoutUnit.Zero;
        foreach (var item in items)
        {
            room -= axes.Main(item.Margin);
            hypothetical += item.Hypothetical;
        }

        var isGrowing = hypothetical < room;
        var unfrozen = 0;
        foreach (var item in items)
        {
            item.IsFrozen = Factor(item, axes, isGrowing) == 0 || (isGrowing ? item.Base > item.Hypothetical : item.Base < item.Hypothetical);
            item.MainSize = item.IsFrozen ? item.Hypothetical : item.Base;
            if (!item.IsFrozen) unfrozen++;
        }

        var initialFree = Free(items, room);
        while (unfrozen > 0)
        {
            Distribute(items, axes, isGrowing, room, initialFree);
            unfrozen -= FreezeViolations(items);
        }
    }

    private static float Factor(FlexItem item, in FlexAxes axes, bool isGrowing) => isGrowing || axes.IsLegacyBox ? item.Box.Style.Flex.Grow : item.Box.Style.Flex.Shrink;

    private static LayoutUnit Free(ReadOnlySpan<FlexItem> items, LayoutUnit room)
    {
        foreach (var item in items) room -= item.IsFrozen ? item.MainSize : item.Base;
        return room;
    }

    private static void Distribute(ReadOnlySpan<FlexItem> items, in FlexAxes axes, bool isGrowing, LayoutUnit room, LayoutUnit initialFree)
    {
        var free = Free(items, room).ToDouble();
        double factors = 0, weights = 0;
        foreach (var item in items)
        {
            if (item.IsFrozen) continue;
            var factor = Factor(item, axes, isGrowing);
            factors += factor;
            weights += Weight(item, axes, factor, isGrowing);
        }

        if (factors < 1 && Math.Abs(initialFree.ToDouble() * factors) < Math.Abs(free)) free = initialFree.ToDouble() * factors;
        if (isGrowing != free > 0) free = 0;
        // The rounding error is carried on from item to item, so that the parts add up to the whole.
        double exact = 0;
        var given = LayoutUnit.Zero;
        foreach (var item in items)
        {
            if (item.IsFrozen) continue;
            if (weights > 0 && double.IsFinite(weights)) exact += free * Weight(item, axes, Factor(item, axes, isGrowing), isGrowing) / weights;
            var part = LayoutUnit.Round(exact) - given;
            given += part;
            item.MainSize = item.Base + part;
        }
    }

    /// <summary>Shares are proportional to grow factors, or to shrink factors times inner base sizes.</summary>
    private static double Weight(FlexItem item, in FlexAxes axes, float factor, bool isGrowing) =>
        isGrowing ? factor : factor * (item.Base - axes.Main(item.BorderPadding)).AtLeastZero().ToDouble();

    private static int FreezeViolations(ReadOnlySpan<FlexItem> items)
    {
        long total = 0;
        foreach (var item in items)
        {
            if (!item.IsFrozen) total += (item.MainSize.Within(item.Min, item.Max) - item.MainSize).Raw;
        }

        var count = 0;
        foreach (var item in items)
        {
            if (item.IsFrozen) continue;
            var clamped = item.MainSize.Within(item.Min, item.Max);
            var freeze = total == 0 || (total > 0 ? clamped > item.MainSize : clamped < item.MainSize);
            if (!freeze) continue;
            (item.MainSize, item.IsFrozen) = (clamped, true);
            count++;
        }

        return count;
    }
}
