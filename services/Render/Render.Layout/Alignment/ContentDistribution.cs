using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Where the first of several subjects begins, and what is added between two of them (css-align-3, 5.1.1).</summary>
/// <param name="Initial">Offset of the first one.</param>
/// <param name="Between">Extra room between two.</param>
internal readonly record struct ContentDistribution(LayoutUnit Initial, LayoutUnit Between)
{
    /// <summary>Distributes free space, which may be negative, by a value of align-content or justify-content.</summary>
    /// <param name="value">The value, relative to the axis: see <see cref="AlignmentRules"/>. Values that mean nothing here count as start.</param>
    /// <param name="isSafe">Overflow goes to the end side only.</param>
    /// <param name="free">Free space.</param>
    /// <param name="count">How many subjects there are.</param>
    /// <param name="startIsEnd">Whether the writing mode's start edge, to which safe alignment falls back, is the axis' end.</param>
    internal static ContentDistribution Of(Alignment value, bool isSafe, LayoutUnit free, int count, bool startIsEnd = false)
    {
        switch (value)
        {
            case Alignment.SpaceBetween:
                return free <= LayoutUnit.Zero || count < 2 ? default : new ContentDistribution(LayoutUnit.Zero, free / (count - 1));
            case Alignment.SpaceAround when free > LayoutUnit.Zero && count > 0:
                return new ContentDistribution(free / (2 * count), free / count);
            case Alignment.SpaceEvenly when free > LayoutUnit.Zero && count > 0:
                return new ContentDistribution(free / (count + 1), free / (count + 1));
            case Alignment.SpaceAround or Alignment.SpaceEvenly:
                return new ContentDistribution(AlignmentRules.Offset(Alignment.Center, true, free, startIsEnd), LayoutUnit.Zero);
            default:
                return new ContentDistribution(AlignmentRules.Offset(value, isSafe, free, startIsEnd), LayoutUnit.Zero);
        }
    }
}
