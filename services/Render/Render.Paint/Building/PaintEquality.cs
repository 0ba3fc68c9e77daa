using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Whether two styles draw a box or a text the same way: then its items, and the tiles that they are in, stay good.</summary>
internal static class PaintEquality
{
    internal static bool OfBoxes(ComputedStyle a, ComputedStyle b)
    {
        if (ReferenceEquals(a, b)) return true;
        return a.Inherited.Visibility == b.Inherited.Visibility && a.Inherited.ImageRendering == b.Inherited.ImageRendering && a.Inherited.IsDark == b.Inherited.IsDark
            && a.Inherited.HideEmptyCells == b.Inherited.HideEmptyCells && a.Inherited.BorderCollapse == b.Inherited.BorderCollapse
            && (a.Effects.BackdropFilter.Count > 0) == (b.Effects.BackdropFilter.Count > 0)
            && SameBorder(a.Border, b.Border) && SameBackground(a.Background, b.Background) && Same(a.Effects.BoxShadow, b.Effects.BoxShadow)
            && a.Effects.BackdropFilter.Count > 0 == b.Effects.BackdropFilter.Count > 0 && a.Inherited.HideEmptyCells == b.Inherited.HideEmptyCells
            && a.Box.ObjectFit == b.Box.ObjectFit && a.Box.ObjectPosition == b.Box.ObjectPosition && a.Text.Color == b.Text.Color
            && a.Inherited.Fill == b.Inherited.Fill && a.Inherited.Stroke == b.Inherited.Stroke && a.Inherited.StrokeWidth == b.Inherited.StrokeWidth;
    }

    internal static bool OfText(ComputedStyle a, ComputedStyle b)
    {
        if (ReferenceEquals(a, b)) return true;
        return a.Inherited.Visibility == b.Inherited.Visibility && a.Text.Color == b.Text.Color && Same(a.Text.Shadow, b.Text.Shadow);
    }

    private static bool SameBorder(BorderGroup a, BorderGroup b) => ReferenceEquals(a, b)
        || (a.Width == b.Width && a.Style == b.Style && a.Color == b.Color && a.Radius == b.Radius && Equals(a.Image, b.Image)
            && a.OutlineWidth == b.OutlineWidth && a.OutlineStyle == b.OutlineStyle && a.OutlineColor == b.OutlineColor && a.OutlineOffset == b.OutlineOffset);

    private static bool SameBackground(BackgroundGroup a, BackgroundGroup b) => ReferenceEquals(a, b)
        || (a.Color == b.Color && a.ColorClip == b.ColorClip && Same(a.Layers, b.Layers));

    private static bool Same<T>(IReadOnlyList<T> a, IReadOnlyList<T> b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(a[i], b[i])) return false;
        }

        return true;
    }
}
