using System.Numerics;
using WasmEngine.Render.Paint;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Whether two display lists show the same: items in order with what applies to each. How chunks and layers are cut is a matter of history.</summary>
internal static class ListComparison
{
    private const float Tolerance = 1e-3f;

    /// <summary>Whether a box touches the end of the plane: sums are cut off there, so that it matters in which order they were made.</summary>
    internal static bool IsAtTheEnd(double x, double y, double width, double height)
    {
        const double end = 33_554_000;
        return Math.Abs(x) > end || Math.Abs(y) > end || Math.Abs(x + width) > end || Math.Abs(y + height) > end;
    }

    /// <summary>The first difference; empty when there is none.</summary>
    internal static string Difference(DisplayList a, DisplayList b)
    {
        if (a.Background != b.Background) return $"backgrounds {a.Background} and {b.Background}";
        if (a.Items.Count != b.Items.Count) return $"{a.Items.Count} and {b.Items.Count} items; first that differs: {FirstDifferent(a, b)}";
        int at = 0, chunkA = 0, chunkB = 0, known = -1;
        for (; at < a.Items.Count; at++)
        {
            while (at >= a.Chunks[chunkA].Start + a.Chunks[chunkA].Count) chunkA++;
            while (at >= b.Chunks[chunkB].Start + b.Chunks[chunkB].Count) chunkB++;
            if (!Same(a.Items[at], b.Items[at])) return $"item {at}: {Describe(a.Items[at])}\nand {Describe(b.Items[at])}";
            if (known == chunkA && at > b.Chunks[chunkB].Start) continue; // as for the item before
            known = chunkA;
            var state = StateDifference(a.Chunks[chunkA].State, b.Chunks[chunkB].State);
            if (state.Length > 0) return $"item {at} ({a.Items[at].GetType().Name} at {a.Items[at].Bounds}): {state}";
        }

        return "";
    }

    private static string FirstDifferent(DisplayList a, DisplayList b)
    {
        for (var i = 0; i < Math.Min(a.Items.Count, b.Items.Count); i++)
        {
            if (!Same(a.Items[i], b.Items[i])) return $"{i}: {Describe(a.Items[i])}\nand {Describe(b.Items[i])}";
        }

        var longer = a.Items.Count > b.Items.Count ? a : b;
        return Describe(longer.Items[Math.Min(a.Items.Count, b.Items.Count)]);
    }

    private static string StateDifference(in PropertyState a, in PropertyState b)
    {
        if (!Near(a.Transform.To(null), b.Transform.To(null))) return $"transforms {a.Transform.To(null)} and {b.Transform.To(null)}";
        var (x, y) = (a.Clip, b.Clip);
        for (; x is not null && y is not null; (x, y) = (x.Parent, y.Parent))
        {
            if (!Near(x.Shape.Rect, y.Shape.Rect) || x.Path is null != y.Path is null || !Near(x.Space.To(null), y.Space.To(null))) return $"clips {x.Shape} and {y.Shape}";
        }

        if (x is not null || y is not null) return $"one clip more: {(x ?? y)!.Shape}";
        var (e, f) = (a.Effect, b.Effect);
        for (; e is not null && f is not null; (e, f) = (e.Parent, f.Parent))
        {
            if (e.Opacity != f.Opacity || e.Blend != f.Blend || e.Filters.Count != f.Filters.Count || e.Backdrop.Count != f.Backdrop.Count || e.Masks.Count != f.Masks.Count)
                return $"effects {e.Opacity} {e.Blend} and {f.Opacity} {f.Blend}";
        }

        return e is not null || f is not null ? "one effect more" : "";
    }

    private static bool Same(DisplayItem a, DisplayItem b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (IsAtTheEnd(a.Bounds.X, a.Bounds.Y, a.Bounds.Width, a.Bounds.Height) && IsAtTheEnd(b.Bounds.X, b.Bounds.Y, b.Bounds.Width, b.Bounds.Height)) return a.GetType() == b.GetType();
        if (a.GetType() != b.GetType() || !Near(a.Bounds, b.Bounds)) return false;
        return (a, b) switch
        {
            (FillItem x, FillItem y) => x.Shape == y.Shape && x.Color == y.Color,
            (BackgroundItem x, BackgroundItem y) => x.Image.GetType() == y.Image.GetType() && Near(x.Area, y.Area) && Near(x.Tile, y.Tile) && x.RepeatX == y.RepeatX && x.RepeatY == y.RepeatY && x.Blend == y.Blend,
            (TextClippedItem x, TextClippedItem y) => SameAll(x.Fills, y.Fills) && SameAll(x.Texts, y.Texts, colors: false),
            (BorderItem x, BorderItem y) => x.Outer == y.Outer && x.Inner == y.Inner && x.Widths == y.Widths && x.Styles == y.Styles && x.Colors == y.Colors,
            (BorderImageItem x, BorderImageItem y) => Near(x.Box, y.Box) && x.BorderWidths == y.BorderWidths,
            (ShadowItem x, ShadowItem y) => x.Box == y.Box && x.Shadow == y.Shadow,
            (TextItem x, TextItem y) => x.X == y.X && x.Y == y.Y && x.Color == y.Color && x.Shadows.SequenceEqual(y.Shadows) && x.Run.Length == y.Run.Length && x.Run.Width == y.Run.Width && SameGlyphs(x, y),
            (DecorationItem x, DecorationItem y) => Near(x.Line, y.Line) && x.Style == y.Style && x.Color == y.Color,
            (ImageItem x, ImageItem y) => x.Kind == y.Kind && x.Key == y.Key && Near(x.Target, y.Target),
            (ShapeItem x, ShapeItem y) => x.Shape == y.Shape && Near(x.Rect, y.Rect) && x.Color == y.Color,
            _ => throw new InvalidOperationException($"{a.GetType()} is not compared"),
        };
    }

    private static bool SameAll<T>(IReadOnlyList<T> a, IReadOnlyList<T> b, bool colors = true)
        where T : DisplayItem
    {
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i] is TextItem x && b[i] is TextItem y && !colors ? x.X != y.X || x.Y != y.Y || !SameGlyphs(x, y) : !Same(a[i], b[i])) return false;
        }

        return true;
    }

    private static bool SameGlyphs(TextItem a, TextItem b)
    {
        if (a.Run.Glyphs.Length != b.Run.Glyphs.Length) return false;
        for (var i = 0; i < a.Run.Glyphs.Length; i++)
        {
            if (!EqualityComparer<Render.Text.Shaping.GlyphData>.Default.Equals(a.Run.Glyphs[i], b.Run.Glyphs[i])) return false;
        }

        return true;
    }

    private static bool Near(RectF a, RectF b) => a == b || (Near(a.X, b.X) && Near(a.Y, b.Y) && Near(a.Right, b.Right) && Near(a.Bottom, b.Bottom));

    private static bool Near(in Matrix4x4 a, in Matrix4x4 b)
    {
        for (var i = 0; i < 16; i++)
        {
            if (!Near(a[i / 4, i % 4], b[i / 4, i % 4])) return false;
        }

        return true;
    }

    private static bool Near(float a, float b) => a.Equals(b) || MathF.Abs(a - b) <= Tolerance * MathF.Max(1, MathF.Abs(a));

    private static string Describe(DisplayItem item) =>
        item switch
        {
            FillItem x => $"fill {Text(x.Shape.Rect)} {x.Color.Argb:X8}",
            TextItem x => $"text at {x.X} {x.Y}, {x.Run.Length} characters {x.Run.Width} px, {x.Color.Argb:X8}",
            BorderItem x => $"border {Text(x.Outer.Rect)} {Text(x.Inner.Rect)} {x.Widths} {x.Styles}",
            ShapeItem x => $"shape {x.Shape} {Text(x.Rect)}",
            ImageItem x => $"image {x.Kind} {Text(x.Target)} {x.Key}",
            _ => $"{item.GetType().Name} {Text(item.Bounds)}",
        };

    private static string Text(RectF rect) => $"({rect.X} {rect.Y} {rect.Width} {rect.Height})";
}
