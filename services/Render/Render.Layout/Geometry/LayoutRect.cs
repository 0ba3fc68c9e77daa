namespace WasmEngine.Render.Layout;

/// <summary>A point or an offset.</summary>
public readonly record struct LayoutPoint(LayoutUnit X, LayoutUnit Y)
{
    public static LayoutPoint operator +(LayoutPoint a, LayoutPoint b) => new(a.X + b.X, a.Y + b.Y);

    public static LayoutPoint operator -(LayoutPoint a, LayoutPoint b) => new(a.X - b.X, a.Y - b.Y);
}

/// <summary>A size.</summary>
public readonly record struct LayoutSize(LayoutUnit Width, LayoutUnit Height);

/// <summary>A rectangle.</summary>
public readonly record struct LayoutRect(LayoutUnit X, LayoutUnit Y, LayoutUnit Width, LayoutUnit Height)
{
    public LayoutUnit Right => X + Width;

    public LayoutUnit Bottom => Y + Height;

    public bool IsEmpty => Width <= LayoutUnit.Zero || Height <= LayoutUnit.Zero;

    public LayoutRect Offset(LayoutPoint by) => new(X + by.X, Y + by.Y, Width, Height);

    /// <summary>The least rectangle around both, empty ones included.</summary>
    public LayoutRect Union(LayoutRect other)
    {
        var (left, top) = (LayoutUnit.Smaller(X, other.X), LayoutUnit.Smaller(Y, other.Y));
        return new LayoutRect(left, top, LayoutUnit.Larger(Right, other.Right) - left, LayoutUnit.Larger(Bottom, other.Bottom) - top);
    }
}

/// <summary>Widths of the four sides: margins, borders, paddings.</summary>
public readonly record struct Insets(LayoutUnit Top, LayoutUnit Right, LayoutUnit Bottom, LayoutUnit Left)
{
    /// <summary>Left and right.</summary>
    public LayoutUnit Horizontal => Left + Right;

    /// <summary>Top and bottom.</summary>
    public LayoutUnit Vertical => Top + Bottom;

    public static Insets operator +(Insets a, Insets b) => new(a.Top + b.Top, a.Right + b.Right, a.Bottom + b.Bottom, a.Left + b.Left);
}

/// <summary>Min-content and max-content width.</summary>
public readonly record struct MinMaxSizes(LayoutUnit Min, LayoutUnit Max)
{
    /// <summary>min(max-content, max(min-content, available)).</summary>
    public LayoutUnit FitContent(LayoutUnit available) => LayoutUnit.Smaller(Max, LayoutUnit.Larger(Min, available));

    /// <summary>The greater of each.</summary>
    public MinMaxSizes Encompass(MinMaxSizes other) => new(LayoutUnit.Larger(Min, other.Min), LayoutUnit.Larger(Max, other.Max));

    public static MinMaxSizes operator +(MinMaxSizes a, LayoutUnit by) => new(a.Min + by, a.Max + by);
}
