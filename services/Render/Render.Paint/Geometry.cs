using System.Numerics;
using WasmEngine.Render.Layout;

namespace WasmEngine.Render.Paint;

/// <summary>A rectangle in CSS px.</summary>
public readonly record struct RectF(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public bool IsEmpty => !(Width > 0 && Height > 0);

    /// <summary>As large as a plane that nobody leaves.</summary>
    public static RectF Infinite => new(-1e9f, -1e9f, 2e9f, 2e9f);

    public static RectF FromEdges(float left, float top, float right, float bottom) => new(left, top, right - left, bottom - top);

    /// <summary>A layout rectangle on whole px, as Blink snaps boxes: edges are rounded, so neighbours meet.</summary>
    public static RectF Snapped(LayoutRect rect)
    {
        float left = rect.X.RoundToInt(), top = rect.Y.RoundToInt();
        return new RectF(left, top, rect.Right.RoundToInt() - left, rect.Bottom.RoundToInt() - top);
    }

    public static RectF Exact(LayoutRect rect) => new(rect.X.ToFloat(), rect.Y.ToFloat(), rect.Width.ToFloat(), rect.Height.ToFloat());

    public RectF Inflate(float by) => new(X - by, Y - by, Width + (2 * by), Height + (2 * by));

    public RectF Inset(float top, float right, float bottom, float left) =>
        new(X + left, Y + top, MathF.Max(0, Width - left - right), MathF.Max(0, Height - top - bottom));

    public RectF Offset(float x, float y) => new(X + x, Y + y, Width, Height);

    public bool Contains(float x, float y) => x >= X && x < Right && y >= Y && y < Bottom;

    public bool Contains(RectF other) => other.X >= X && other.Y >= Y && other.Right <= Right && other.Bottom <= Bottom;

    public bool Intersects(RectF other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom && !IsEmpty && !other.IsEmpty;

    public RectF Intersect(RectF other)
    {
        var result = FromEdges(MathF.Max(X, other.X), MathF.Max(Y, other.Y), MathF.Min(Right, other.Right), MathF.Min(Bottom, other.Bottom));
        return result.IsEmpty ? default : result;
    }

    /// <summary>Around both; an empty one adds nothing.</summary>
    public RectF Union(RectF other)
    {
        if (IsEmpty) return other;
        if (other.IsEmpty) return this;
        return FromEdges(MathF.Min(X, other.X), MathF.Min(Y, other.Y), MathF.Max(Right, other.Right), MathF.Max(Bottom, other.Bottom));
    }

    /// <summary>Bounds of the transformed rectangle; all of the plane when a corner lies behind the eye.</summary>
    public RectF Transform(in Matrix4x4 matrix)
    {
        if (IsEmpty) return default;
        if (matrix.IsIdentity) return this;
        Span<Vector4> corners = [new(X, Y, 0, 1), new(Right, Y, 0, 1), new(Right, Bottom, 0, 1), new(X, Bottom, 0, 1)];
        var (left, top, right, bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (var corner in corners)
        {
            var p = Vector4.Transform(corner, matrix);
            if (!(p.W > 1e-6f)) return Infinite;
            var (px, py) = (p.X / p.W, p.Y / p.W);
            (left, right) = (MathF.Min(left, px), MathF.Max(right, px));
            (top, bottom) = (MathF.Min(top, py), MathF.Max(bottom, py));
        }

        return float.IsFinite(left + top + right + bottom) ? FromEdges(left, top, right, bottom) : Infinite;
    }
}

/// <summary>Radii of a rounded rectangle's corners, x and y each, px.</summary>
public readonly record struct CornerRadii(Vector2 TopLeft, Vector2 TopRight, Vector2 BottomRight, Vector2 BottomLeft)
{
    public bool AreZero => this == default;

    /// <summary>Grown (or shrunk) by the distances that each side moved out; corners that are square stay square.</summary>
    public CornerRadii Grow(float top, float right, float bottom, float left) => new(
        Grow(TopLeft, left, top), Grow(TopRight, right, top), Grow(BottomRight, right, bottom), Grow(BottomLeft, left, bottom));

    private static Vector2 Grow(Vector2 radius, float x, float y) =>
        radius.X <= 0 || radius.Y <= 0 ? default : new Vector2(MathF.Max(0, radius.X + x), MathF.Max(0, radius.Y + y));
}

/// <summary>A rectangle with rounded corners.</summary>
public readonly record struct RoundedRect(RectF Rect, CornerRadii Radii)
{
    public bool IsRect => Radii.AreZero;

    /// <summary>Whether a rectangle lies within: as both are convex, whether its corners do.</summary>
    public bool Contains(RectF other)
    {
        if (!Rect.Contains(other)) return false;
        if (Radii.AreZero) return true;
        return IsInside(Radii.TopLeft, other.X - Rect.X, other.Y - Rect.Y) && IsInside(Radii.TopRight, Rect.Right - other.Right, other.Y - Rect.Y)
            && IsInside(Radii.BottomRight, Rect.Right - other.Right, Rect.Bottom - other.Bottom) && IsInside(Radii.BottomLeft, other.X - Rect.X, Rect.Bottom - other.Bottom);
    }

    // Distances from the two sides that meet in the corner.
    private static bool IsInside(Vector2 radius, float x, float y)
    {
        if (x >= radius.X || y >= radius.Y) return true;
        float u = 1 - (x / radius.X), v = 1 - (y / radius.Y);
        return (u * u) + (v * v) <= 1;
    }
}
