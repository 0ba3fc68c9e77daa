namespace WasmEngine.Render.Text.Fonts;

/// <summary>Around ink, px from the origin on the baseline; y grows downwards. Empty where right is left of left.</summary>
public readonly record struct InkBounds(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Around nothing.</summary>
    public static InkBounds Empty => new(float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);

    /// <summary>Whether there is no ink, as of a space.</summary>
    public bool IsEmpty => Right <= Left || Bottom <= Top;

    /// <summary>Around both.</summary>
    public InkBounds Union(InkBounds other) =>
        new(MathF.Min(Left, other.Left), MathF.Min(Top, other.Top), MathF.Max(Right, other.Right), MathF.Max(Bottom, other.Bottom));

    /// <summary>Moved.</summary>
    public InkBounds Offset(float x, float y) => new(Left + x, Top + y, Right + x, Bottom + y);
}
