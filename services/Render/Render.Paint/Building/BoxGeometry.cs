using System.Numerics;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Rounded shapes of boxes (css-backgrounds-3, 5).</summary>
internal static class BoxGeometry
{
    /// <summary>The border box with its radii, made smaller together where they would overlap (5.5).</summary>
    internal static RoundedRect BorderShape(ComputedStyle style, RectF rect)
    {
        var corners = style.Border.Radius;
        if (corners.AreZero) return new RoundedRect(rect, default);
        var radii = new CornerRadii(Of(corners.TopLeft, rect), Of(corners.TopRight, rect), Of(corners.BottomRight, rect), Of(corners.BottomLeft, rect));
        return new RoundedRect(rect, Fit(radii, rect));
    }

    private static Vector2 Of(Radius radius, RectF rect)
    {
        var (x, y) = (radius.X.Resolve(rect.Width), radius.Y.Resolve(rect.Height));
        return x > 0 && y > 0 ? new Vector2(x, y) : default;
    }

    /// <summary>Radii scaled down so that they fit.</summary>
    internal static CornerRadii Fit(CornerRadii r, RectF rect)
    {
        var factor = 1f;
        Limit(rect.Width, r.TopLeft.X + r.TopRight.X);
        Limit(rect.Width, r.BottomLeft.X + r.BottomRight.X);
        Limit(rect.Height, r.TopLeft.Y + r.BottomLeft.Y);
        Limit(rect.Height, r.TopRight.Y + r.BottomRight.Y);
        return factor >= 1 ? r : new CornerRadii(r.TopLeft * factor, r.TopRight * factor, r.BottomRight * factor, r.BottomLeft * factor);

        void Limit(float length, float sum)
        {
            if (sum > length && sum > 0) factor = MathF.Min(factor, length / sum);
        }
    }

    /// <summary>Whole px, as Blink paints them.</summary>
    internal static Sides<float> BorderWidths(Fragment fragment)
    {
        var b = fragment.Border;
        return new Sides<float>(b.Top.ToFloat(), b.Right.ToFloat(), b.Bottom.ToFloat(), b.Left.ToFloat());
    }

    /// <summary>The shape within borders (or paddings) of the given widths.</summary>
    internal static RoundedRect InnerShape(RoundedRect outer, Sides<float> widths) => new(
        outer.Rect.Inset(widths.Top, widths.Right, widths.Bottom, widths.Left),
        outer.Radii.Grow(-widths.Top, -widths.Right, -widths.Bottom, -widths.Left));

    /// <summary>The shape moved out by a distance; radii grow with it, less where they are small (css-backgrounds-3, 7.1.1).</summary>
    internal static RoundedRect Outset(RoundedRect shape, float by)
    {
        var r = shape.Radii;
        return new RoundedRect(shape.Rect.Inflate(by), new CornerRadii(Grow(r.TopLeft), Grow(r.TopRight), Grow(r.BottomRight), Grow(r.BottomLeft)));

        Vector2 Grow(Vector2 radius) => radius == default ? default : new Vector2(Grown(radius.X), Grown(radius.Y));

        float Grown(float radius)
        {
            if (by <= 0 || radius >= by) return MathF.Max(0, radius + by);
            var part = 1 - (radius / by);
            return radius + (by * (1 - (part * part * part)));
        }
    }
}
