namespace WasmEngine.Render.Layout;

/// <summary>How far something reaches above and below a baseline. Either may be negative.</summary>
/// <param name="Ascent">Above, positive upward.</param>
/// <param name="Descent">Below, positive downward.</param>
internal readonly record struct FontHeight(LayoutUnit Ascent, LayoutUnit Descent)
{
    /// <summary>Of nothing at all: joining it with another one gives the other one.</summary>
    internal static FontHeight None => new(LayoutUnit.Min, LayoutUnit.Min);

    internal bool IsNone => Ascent == LayoutUnit.Min;

    /// <summary>From top to bottom.</summary>
    internal LayoutUnit Height => IsNone ? LayoutUnit.Zero : Ascent + Descent;

    /// <summary>What covers both.</summary>
    internal FontHeight Unite(FontHeight other) => new(LayoutUnit.Larger(Ascent, other.Ascent), LayoutUnit.Larger(Descent, other.Descent));

    /// <summary>The same about a baseline that lies further down.</summary>
    /// <param name="down">How much its own baseline lies below the one that it is to be seen from.</param>
    internal FontHeight Moved(LayoutUnit down) => IsNone ? this : new FontHeight(Ascent - down, Descent + down);

    /// <summary>
    /// Text as high as a line: half of what is left goes above, cut off to whole px so that baselines stand on whole px (as Blink does); the rest goes below.
    /// </summary>
    internal FontHeight WithLineHeight(LayoutUnit lineHeight)
    {
        var leading = lineHeight - Height;
        LayoutUnit above = (leading / 2).FloorToInt();
        return new FontHeight(Ascent + above, Descent + leading - above);
    }
}
