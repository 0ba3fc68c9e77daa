using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Borders and outlines of every style (css-backgrounds-3, 4.2).</summary>
internal sealed class BorderDrawer : IDisposable
{
    private const int MostDashes = 20_000;

    private readonly SKPaint _fill = new() { IsAntialias = true };
    private readonly SKPaint _stroke = new() { IsAntialias = true, Style = SKPaintStyle.Stroke };

    /// <summary>Shapes that an item keeps.</summary>
    private sealed record Prepared(SKRoundRect Outer, SKRoundRect Inner);

    private enum Side
    {
        Top,
        Right,
        Bottom,
        Left,
    }

    internal void Draw(SKCanvas canvas, BorderItem item)
    {
        if (IsUniform(item) && DrawUniform(canvas, item)) return;
        DrawSide(canvas, item, Side.Top, item.Widths.Top, item.Styles.Top, item.Colors.Top);
        DrawSide(canvas, item, Side.Right, item.Widths.Right, item.Styles.Right, item.Colors.Right);
        DrawSide(canvas, item, Side.Bottom, item.Widths.Bottom, item.Styles.Bottom, item.Colors.Bottom);
        DrawSide(canvas, item, Side.Left, item.Widths.Left, item.Styles.Left, item.Colors.Left);
    }

    private static bool IsUniform(BorderItem item)
    {
        var (s, c, w) = (item.Styles, item.Colors, item.Widths);
        return s.Top == s.Right && s.Top == s.Bottom && s.Top == s.Left && c.Top == c.Right && c.Top == c.Bottom && c.Top == c.Left
            && w.Top > 0 && w.Right > 0 && w.Bottom > 0 && w.Left > 0;
    }

    // All sides at once: no seams at the corners.
    private bool DrawUniform(SKCanvas canvas, BorderItem item)
    {
        _fill.Color = item.Colors.Top.ToSkia();
        switch (item.Styles.Top)
        {
            case BorderStyle.Solid:
                var prepared = (Prepared)(item.Native ?? item.SetNative(new Prepared(item.Outer.ToSkia(), item.Inner.ToSkia())));
                canvas.DrawRoundRectDifference(prepared.Outer, prepared.Inner, _fill);
                return true;
            case BorderStyle.Double when MinWidth(item) >= 3:
                Ring(canvas, item, 0, 1 / 3f);
                Ring(canvas, item, 2 / 3f, 1);
                return true;
            case BorderStyle.Dashed or BorderStyle.Dotted when !item.Outer.IsRect && item.Widths.Top == item.Widths.Left && item.Widths.Top == item.Widths.Bottom && item.Widths.Top == item.Widths.Right:
                StrokeRound(canvas, item);
                return true;
            case BorderStyle.Dashed or BorderStyle.Dotted when item.Outer.IsRect && item.Colors.Top.IsOpaque:
                // Dots at the corners are whole.
                StrokeSide(canvas, item, Side.Top, item.Widths.Top, item.Styles.Top, item.Colors.Top);
                StrokeSide(canvas, item, Side.Right, item.Widths.Right, item.Styles.Top, item.Colors.Top);
                StrokeSide(canvas, item, Side.Bottom, item.Widths.Bottom, item.Styles.Top, item.Colors.Top);
                StrokeSide(canvas, item, Side.Left, item.Widths.Left, item.Styles.Top, item.Colors.Top);
                return true;
            default:
                return false;
        }
    }

    private static float MinWidth(BorderItem item) => MathF.Min(MathF.Min(item.Widths.Top, item.Widths.Bottom), MathF.Min(item.Widths.Left, item.Widths.Right));

    // What lies between two fractions of the border's widths, from outside.
    private void Ring(SKCanvas canvas, BorderItem item, float from, float to)
    {
        using var outer = Within(item, from).ToSkia();
        using var inner = Within(item, to).ToSkia();
        canvas.DrawRoundRectDifference(outer, inner, _fill);
    }

    private static RoundedRect Within(BorderItem item, float part)
    {
        if (part == 0) return item.Outer;
        if (part == 1) return item.Inner;
        var w = item.Widths;
        float top = Snap(w.Top), right = Snap(w.Right), bottom = Snap(w.Bottom), left = Snap(w.Left);
        return new RoundedRect(item.Outer.Rect.Inset(top, right, bottom, left), item.Outer.Radii.Grow(-top, -right, -bottom, -left));

        // The lines of a double border are a third each, rounded down; the gap takes what is left.
        float Snap(float width) => part < 0.5f ? Line(width * part) : part > 0.5f ? width - Line(width * (1 - part)) : MathF.Ceiling(width * part);

        static float Line(float width) => MathF.Max(1, MathF.Floor(width + 0.01f));
    }

    private void StrokeRound(SKCanvas canvas, BorderItem item)
    {
        var width = item.Widths.Top;
        using var middle = new RoundedRect(item.Outer.Rect.Inflate(-width / 2), item.Outer.Radii.Grow(-width / 2, -width / 2, -width / 2, -width / 2)).ToSkia();
        using var path = Paths.Round(middle);
        using var measure = new SKPathMeasure(path);
        Stroke(canvas, path, measure.Length, width, item.Styles.Top, item.Colors.Top, closed: true);
    }

    private void Stroke(SKCanvas canvas, SKPath path, float length, float width, BorderStyle style, Color color, bool closed)
    {
        _stroke.Color = color.ToSkia();
        _stroke.StrokeWidth = width;
        var dotted = style == BorderStyle.Dotted;
        var round = dotted && width > 3;
        var (on, off) = dotted ? (round ? 0.01f : width, round ? width * 2 : width) : width >= 3 ? (width * 2, width) : (width * 3, width * 2);
        off = FittedGap(length, on, off, closed, round ? width : 0);
        _stroke.StrokeCap = round ? SKStrokeCap.Round : SKStrokeCap.Butt;
        // Skia leaves out the dashes of a straight line that are not seen, not those of a curve.
        using var dashes = closed && length / (on + MathF.Max(off, 0.01f)) > MostDashes ? null : SKPathEffect.CreateDash([on, MathF.Max(off, 0.01f)], 0);
        _stroke.PathEffect = dashes;
        canvas.DrawPath(path, _stroke);
        _stroke.PathEffect = null;
    }

    // The gap that makes a whole number of dashes fit.
    private static float FittedGap(float length, float on, float off, bool closed, float dot)
    {
        var usable = length - (closed ? 0 : dot);
        if (usable <= on) return off;
        var count = MathF.Max(1, MathF.Round(closed ? usable / (on + off) : (usable - on) / (on + off)));
        return closed ? (usable / count) - on : ((usable - on) / count) - on;
    }

    private void DrawSide(SKCanvas canvas, BorderItem item, Side side, float width, BorderStyle style, Color color)
    {
        if (width <= 0 || color.IsTransparent || style is BorderStyle.None or BorderStyle.Hidden) return;
        canvas.Save();
        ClipToSide(canvas, item, side);
        switch (style)
        {
            case BorderStyle.Dotted or BorderStyle.Dashed:
                StrokeSide(canvas, item, side, width, style, color);
                break;
            case BorderStyle.Double when width >= 3:
                _fill.Color = color.ToSkia();
                Ring(canvas, item, 0, 1 / 3f);
                Ring(canvas, item, 2 / 3f, 1);
                break;
            case BorderStyle.Groove or BorderStyle.Ridge:
                var first = style == BorderStyle.Groove == side is Side.Top or Side.Left;
                _fill.Color = Shade(color, first).ToSkia();
                Ring(canvas, item, 0, 0.5f);
                _fill.Color = Shade(color, !first).ToSkia();
                Ring(canvas, item, 0.5f, 1);
                break;
            case BorderStyle.Inset or BorderStyle.Outset:
                _fill.Color = Shade(color, style == BorderStyle.Inset == side is Side.Top or Side.Left).ToSkia();
                Ring(canvas, item, 0, 1);
                break;
            default:
                _fill.Color = color.ToSkia();
                Ring(canvas, item, 0, 1);
                break;
        }

        canvas.Restore();
    }

    private static Color Shade(Color color, bool dark)
    {
        // Blink's: of nearly black colours both edges are lighter, of nearly white ones the light edge is the colour itself.
        if (Distance(color, 0) <= 3 * 0x20 * 0x20) return dark ? Brighter(color, 0.33f) : Brighter(Brighter(color, 0.33f), 0.33f);
        if (dark) return Brighter(color, -0.33f);
        return Distance(color, 255) <= 3 * 0x14 * 0x14 ? color : Brighter(color, 0.33f);
    }

    private static int Distance(Color color, int gray) =>
        ((color.Red - gray) * (color.Red - gray)) + ((color.Green - gray) * (color.Green - gray)) + ((color.Blue - gray) * (color.Blue - gray));

    // Its largest component moves by an amount, the others in proportion.
    private static Color Brighter(Color color, float by)
    {
        var most = MathF.Max(color.Red, MathF.Max(color.Green, color.Blue)) / 255f;
        if (most <= 0) return by <= 0 ? color : new Color(((uint)color.Alpha << 24) | 0x545454);
        var factor = Math.Clamp(most + by, 0, 1) / most;
        return new Color(((uint)color.Alpha << 24) | (Scaled(color.Red) << 16) | (Scaled(color.Green) << 8) | Scaled(color.Blue));

        uint Scaled(byte value) => (uint)MathF.Min(255, factor * value / 255f * 255.99f);
    }

    // The part of the border that belongs to a side: bounded by the diagonals from the outer to the inner corners.
    private static void ClipToSide(SKCanvas canvas, BorderItem item, Side side)
    {
        var (o, i) = (item.Outer.Rect, item.Inner.Rect);
        SKPoint outerTopLeft = new(o.X, o.Y), outerTopRight = new(o.Right, o.Y), outerBottomRight = new(o.Right, o.Bottom), outerBottomLeft = new(o.X, o.Bottom);
        var topLeft = Deep(outerTopLeft, new SKPoint(i.X, i.Y), item.Outer.Radii.TopLeft.X, item.Outer.Radii.TopLeft.Y);
        var topRight = Deep(outerTopRight, new SKPoint(i.Right, i.Y), item.Outer.Radii.TopRight.X, item.Outer.Radii.TopRight.Y);
        var bottomRight = Deep(outerBottomRight, new SKPoint(i.Right, i.Bottom), item.Outer.Radii.BottomRight.X, item.Outer.Radii.BottomRight.Y);
        var bottomLeft = Deep(outerBottomLeft, new SKPoint(i.X, i.Bottom), item.Outer.Radii.BottomLeft.X, item.Outer.Radii.BottomLeft.Y);
        SKPoint[] quad = side switch
        {
            Side.Top => [outerTopLeft, topLeft, topRight, outerTopRight],
            Side.Right => [outerTopRight, topRight, bottomRight, outerBottomRight],
            Side.Bottom => [outerBottomRight, bottomRight, bottomLeft, outerBottomLeft],
            _ => [outerBottomLeft, bottomLeft, topLeft, outerTopLeft],
        };
        using var path = Paths.Polygon(quad);
        canvas.ClipPath(path, SKClipOperation.Intersect, antialias: item.Widths.Top != item.Widths.Left || !item.Outer.IsRect);
    }

    // With round corners the inner curve lies further in than the inner corner: the diagonal has to go on that far.
    private static SKPoint Deep(SKPoint outer, SKPoint inner, float radiusX, float radiusY)
    {
        float dx = inner.X - outer.X, dy = inner.Y - outer.Y;
        var most = 1f;
        if (MathF.Abs(dx) > 0.01f) most = MathF.Max(most, radiusX / MathF.Abs(dx));
        if (MathF.Abs(dy) > 0.01f) most = MathF.Max(most, radiusY / MathF.Abs(dy));
        most = MathF.Min(most, 64);
        return new SKPoint(outer.X + (dx * most), outer.Y + (dy * most));
    }

    private void StrokeSide(SKCanvas canvas, BorderItem item, Side side, float width, BorderStyle style, Color color)
    {
        var o = item.Outer.Rect;
        var half = width / 2;
        if (!item.Outer.IsRect)
        {
            using var middle = Within(item, 0.5f).ToSkia();
            using var around = Paths.Round(middle);
            using var measure = new SKPathMeasure(around);
            Stroke(canvas, around, measure.Length, width, style, color, closed: true);
            return;
        }

        var dot = style == BorderStyle.Dotted && width > 3 ? half : 0; // round dots reach half a width beyond the line's end
        var (x1, y1, x2, y2) = side switch
        {
            Side.Top => (o.X + dot, o.Y + half, o.Right - dot, o.Y + half),
            Side.Bottom => (o.X + dot, o.Bottom - half, o.Right - dot, o.Bottom - half),
            Side.Left => (o.X + half, o.Y + dot, o.X + half, o.Bottom - dot),
            _ => (o.Right - half, o.Y + dot, o.Right - half, o.Bottom - dot),
        };
        using var path = Paths.Line(x1, y1, x2, y2);
        Stroke(canvas, path, MathF.Abs(x2 - x1) + MathF.Abs(y2 - y1), width, style, color, closed: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fill.Dispose();
        _stroke.Dispose();
    }
}
