namespace WasmEngine.Render.Layout;

/// <summary>How an `auto` width is found.</summary>
public enum AutoWidth : byte
{
    /// <summary>Fills what is available (block-level boxes in flow, stretched items).</summary>
    Stretch,

    /// <summary>Fills what is available even where an aspect ratio would give another width (justify-self: stretch).</summary>
    StretchAlways,

    /// <summary>Shrink-to-fit (floats, inline-blocks, out-of-flow boxes, items that are not stretched).</summary>
    FitContent,
}

/// <summary>
/// What a box's layout depends on from outside. Compared by value: the same box under an equal space gives the same result. All sizes in CSS px.
/// </summary>
public readonly record struct ConstraintSpace
{
    /// <summary>Width that the margin box may take; the border box's width when <see cref="IsFixedWidth"/>. Indefinite under max-content measuring.</summary>
    public LayoutUnit AvailableWidth { get; init; }

    /// <summary>Height that the margin box may take, or Indefinite; the border box's height when <see cref="IsFixedHeight"/>.</summary>
    public LayoutUnit AvailableHeight { get; init; }

    /// <summary>What percentages of widths, margins and paddings refer to: the containing block's content width.</summary>
    public LayoutUnit PercentageWidth { get; init; }

    /// <summary>What percentages of heights refer to; Indefinite: they behave as auto.</summary>
    public LayoutUnit PercentageHeight { get; init; }

    /// <summary>The parent has decided on the border box's width.</summary>
    public bool IsFixedWidth { get; init; }

    /// <summary>The parent has decided on the border box's height.</summary>
    public bool IsFixedHeight { get; init; }

    /// <summary>With <see cref="IsFixedHeight"/>: percentages of children do not resolve against that height.</summary>
    public bool IsFixedHeightIndefinite { get; init; }

    public AutoWidth AutoWidth { get; init; }

    /// <summary>An `auto` height fills <see cref="AvailableHeight"/>.</summary>
    public bool StretchHeight { get; init; }

    /// <summary>The box's own `height` counts as auto: what its content comes to is asked for.</summary>
    public bool IgnoresHeight { get; init; }

    /// <summary>Only sizes are asked for; positions may be left out. The result is not the final one.</summary>
    public bool IsMeasure { get; init; }

    /// <summary>For a table's cell: where the baselines of its row meet, from the cell's top; <see cref="LayoutUnit.Indefinite"/> where that is not known.</summary>
    public LayoutUnit CellBaseline { get; init; }

    /// <summary>State of the block formatting context that the box takes part in; null where it makes a new one.</summary>
    public BlockFlowInput? Flow { get; init; }

    /// <summary>Space of a new formatting context.</summary>
    /// <param name="available">Room for the margin box; parts may be Indefinite.</param>
    /// <param name="percentage">What percentages refer to.</param>
    /// <param name="autoWidth">How an `auto` width is found.</param>
    public static ConstraintSpace For(LayoutSize available, LayoutSize percentage, AutoWidth autoWidth) => new()
    {
        AvailableWidth = available.Width,
        AvailableHeight = available.Height,
        PercentageWidth = percentage.Width,
        PercentageHeight = percentage.Height,
        AutoWidth = autoWidth,
    };
}
