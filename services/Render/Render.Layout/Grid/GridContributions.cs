namespace WasmEngine.Render.Layout;

/// <summary>What items need of the tracks that they span, in one axis. All sizes are those of margin boxes (css-grid-2, 12.5).</summary>
internal abstract class GridContributions
{
    internal abstract LayoutUnit MinContent(GridItem item);

    internal abstract LayoutUnit MaxContent(GridItem item);

    /// <summary>The minimum contribution: what it needs with its min size as its size.</summary>
    /// <param name="item">The item.</param>
    /// <param name="isAutomatic">Whether an `auto` min size is the content's; 0 else.</param>
    /// <param name="limit">The content's part in it is at most this: the most that its tracks may come to, if that is fixed.</param>
    internal abstract LayoutUnit Minimum(GridItem item, bool isAutomatic, LayoutUnit limit);
}

/// <summary>What the container leaves to its tracks.</summary>
internal enum GridConstraint
{
    /// <summary>A size, which may be indefinite.</summary>
    Layout,

    MinContent,
    MaxContent,
}

/// <summary>Room for the tracks of one axis.</summary>
/// <param name="Constraint">Why.</param>
/// <param name="Size">The content box's size, or Indefinite.</param>
/// <param name="Least">Content size that min-width or min-height makes where Size is indefinite; 0 else.</param>
/// <param name="Most">Content size that max-width or max-height makes; Max when there is none.</param>
/// <param name="Stretch">Auto tracks take what is left (justify-content or align-content is normal or stretch).</param>
internal readonly record struct GridRoom(GridConstraint Constraint, LayoutUnit Size, LayoutUnit Least, LayoutUnit Most, bool Stretch);
