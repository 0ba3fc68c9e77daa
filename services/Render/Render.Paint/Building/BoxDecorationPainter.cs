using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Shadows, backgrounds, borders and outlines of a box, or of an inline box's part on one line.</summary>
internal static class BoxDecorationPainter
{
    private static readonly DisplayItem[] None = [];

    internal static DisplayItem[] Paint(Fragment fragment, LayoutPoint offset, bool bare, IPaintInput input)
    {
        var style = fragment.Box.Style;
        if (!HasAny(style, bare) && style.Box.Appearance == Appearance.None) return None;
        if (style.Inherited.HideEmptyCells && fragment.Box.Kind == BoxKind.TableCell && fragment.Children.Count == 0 && style.Inherited.BorderCollapse == BorderCollapse.Separate) return None;
        var items = new List<DisplayItem>(4);
        // A table's captions are outside of its border.
        var box = fragment.Table?.Grid ?? new LayoutRect(LayoutUnit.Zero, LayoutUnit.Zero, fragment.Width, fragment.Height);
        var border = RectF.Snapped(box.Offset(offset));
        var shape = Open(BoxGeometry.BorderShape(style, border), fragment);
        var isCovered = !bare && style.Box.Appearance == Appearance.None && IsOpaque(style.Background);
        for (var i = style.Effects.BoxShadow.Count - 1; i >= 0; i--)
        {
            if (!style.Effects.BoxShadow[i].Inset) items.Add(Outer(shape, style.Effects.BoxShadow[i], isCovered));
        }

        var isNative = ControlPainter.TryPaint(items, fragment, border);
        if (style.Effects.BackdropFilter.Count > 0 && style.Background.Color.IsTransparent) items.Add(new FillItem(shape, Color.Transparent)); // so that there is something in the group
        if (!bare && !isNative) Background(items, style, fragment, border, shape, offset, input);
        if (style.Effects.BoxShadow.Count > 0)
        {
            var padding = BoxGeometry.InnerShape(shape, BoxGeometry.BorderWidths(fragment));
            for (var i = style.Effects.BoxShadow.Count - 1; i >= 0; i--)
            {
                if (style.Effects.BoxShadow[i].Inset) items.Add(new ShadowItem(padding, style.Effects.BoxShadow[i], padding.Rect));
            }
        }

        if (!isNative && Border(style, fragment, border, shape) is { } item) items.Add(item);
        ControlPainter.PaintOver(items, fragment, border);
        return items.Count == 0 ? None : [.. items];
    }

    private static bool HasAny(ComputedStyle style, bool bare) =>
        (!bare && (!style.Background.Color.IsTransparent || style.Background.Layers.Count > 0)) || style.Effects.BoxShadow.Count > 0 || style.Effects.BackdropFilter.Count > 0
        || style.Border.Width != default || style.Border.Image is not null;

    // The ends of an inline box that lie on other lines are square.
    private static RoundedRect Open(RoundedRect shape, Fragment fragment)
    {
        if (fragment.Kind != FragmentKind.Inline || shape.IsRect) return shape;
        var r = shape.Radii;
        if (!fragment.HasLeftEdge) r = r with { TopLeft = default, BottomLeft = default };
        if (!fragment.HasRightEdge) r = r with { TopRight = default, BottomRight = default };
        return shape with { Radii = r };
    }

    private static ShadowItem Outer(RoundedRect shape, Shadow shadow, bool isCovered)
    {
        // A blur of radius r is a Gaussian of deviation r / 2, which is drawn as far as three of them (css-backgrounds-3, 7.1.1).
        var bounds = shape.Rect.Offset(shadow.X, shadow.Y).Inflate(shadow.Spread + MathF.Ceiling(shadow.Blur * 1.5f) + 1);
        return new ShadowItem(shape, shadow, bounds, isCovered);
    }

    private static bool IsOpaque(BackgroundGroup background) =>
        background.Color.IsOpaque && background.ColorClip == BackgroundBox.BorderBox && !HasTextClip(background);

    private static void Background(List<DisplayItem> items, ComputedStyle style, Fragment fragment, RectF border, RoundedRect shape, LayoutPoint offset, IPaintInput input)
    {
        var background = style.Background;
        if (HasTextClip(background))
        {
            if (TextClipPainter.Paint(style, fragment, border, shape, offset, input) is { } clipped) items.Add(clipped);
            return;
        }

        if (!background.Color.IsTransparent)
        {
            var clip = background.ColorClip == BackgroundBox.BorderBox ? shape : BackgroundGeometry.ClipShape(background.ColorClip, style, fragment, border);
            if (!clip.Rect.IsEmpty) items.Add(new FillItem(clip, background.Color));
        }

        if (background.Layers.Count > 0) items.AddRange(BackgroundGeometry.Layers(background.Layers, style, fragment, border, input));
    }

    internal static bool HasTextClip(BackgroundGroup background)
    {
        if (background.ColorClip == BackgroundBox.Text) return true;
        for (var i = 0; i < background.Layers.Count; i++)
        {
            if (background.Layers[i].Clip == BackgroundBox.Text) return true;
        }

        return false;
    }

    private static DisplayItem? Border(ComputedStyle style, Fragment fragment, RectF border, RoundedRect shape)
    {
        var widths = BoxGeometry.BorderWidths(fragment);
        if (style.Border.Image is { } image && (image.Source is not null))
            return new BorderImageItem(border, border.Inset(-image.Outset.Top, -image.Outset.Right, -image.Outset.Bottom, -image.Outset.Left), widths, image);
        if (widths == default || IsCollapsed(fragment) || fragment.Box.Kind is BoxKind.TableRow or BoxKind.TableRowGroup or BoxKind.TableColumn or BoxKind.TableColumnGroup) return null;
        var colors = style.Border.Color;
        if (colors.Top.IsTransparent && colors.Right.IsTransparent && colors.Bottom.IsTransparent && colors.Left.IsTransparent) return null;
        return new BorderItem(shape, BoxGeometry.InnerShape(shape, widths), widths, style.Border.Style, colors);
    }

    // The table paints the borders of all, resolved.
    private static bool IsCollapsed(Fragment fragment) =>
        fragment.Box.Style.Inherited.BorderCollapse == BorderCollapse.Collapse && (fragment.Box.Kind == BoxKind.TableCell || fragment.Table is not null);

    internal static DisplayItem? Outline(Fragment fragment, LayoutPoint offset)
    {
        var style = fragment.Box.Style;
        var width = style.Border.OutlineWidth;
        if (style.Border.OutlineStyle is BorderStyle.None or BorderStyle.Hidden || width <= 0 || style.Border.OutlineColor.IsTransparent) return null;
        var border = RectF.Snapped(new LayoutRect(offset.X, offset.Y, fragment.Width, fragment.Height));
        var shape = BoxGeometry.BorderShape(style, border);
        var inner = BoxGeometry.Outset(shape, style.Border.OutlineOffset);
        var outer = BoxGeometry.Outset(shape, style.Border.OutlineOffset + width);
        return new BorderItem(outer, inner, Sides.All(width), Sides.All(style.Border.OutlineStyle), Sides.All(style.Border.OutlineColor));
    }
}
