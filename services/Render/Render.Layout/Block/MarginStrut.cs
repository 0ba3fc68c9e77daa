namespace WasmEngine.Render.Layout;

/// <summary>
/// Adjoining vertical margins that collapse (CSS 2, 8.3.1): the greatest positive one and the least negative one, which add up. The name is Blink's.
/// </summary>
/// <param name="Positive">Greatest of the positive margins, or 0.</param>
/// <param name="Negative">Least of the negative margins, or 0.</param>
public readonly record struct MarginStrut(LayoutUnit Positive, LayoutUnit Negative)
{
    /// <summary>What the margins come to.</summary>
    public LayoutUnit Sum => Positive + Negative;

    /// <summary>With one more margin.</summary>
    public MarginStrut With(LayoutUnit margin) => new(LayoutUnit.Larger(Positive, margin), LayoutUnit.Smaller(Negative, margin));
}
