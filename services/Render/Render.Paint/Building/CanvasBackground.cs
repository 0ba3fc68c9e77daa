using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>The root's background, or body's where the root has none, covers the whole canvas (css-backgrounds-3, 2.11.1).</summary>
/// <param name="Owner">The box whose background it is; it paints none itself.</param>
/// <param name="Root">The root element's fragment, which positions it.</param>
/// <param name="RootOffset">Its border box's corner from the initial containing block's.</param>
internal readonly record struct CanvasBackground(LayoutBox? Owner, Fragment? Root, LayoutPoint RootOffset)
{
    internal static CanvasBackground Find(Fragment icb)
    {
        foreach (var (root, offset) in icb.Children)
        {
            if (!root.Box.IsRootElement) continue;
            if (HasBackground(root.Box.Style)) return new CanvasBackground(root.Box, root, offset);
            foreach (var (body, _) in root.Children)
            {
                if (body.Box.Element is { Tag: "body", Namespace: ElementNamespace.Html } && HasBackground(body.Box.Style))
                    return new CanvasBackground(body.Box, root, offset);
            }
        }

        return default;
    }

    private static bool HasBackground(ComputedStyle style) => !style.Background.Color.IsTransparent || style.Background.Layers.Count > 0;

    internal void Paint(DisplayListBuilder list, PropertyState state, LayoutPoint offset, IPaintInput input)
    {
        if (Owner is null || Root is null || Owner.Style.Inherited.Visibility != Visibility.Visible) return;
        var style = Owner.Style;
        list.Enter(state);
        if (!style.Background.Color.IsTransparent) list.Add(Fill(Root, style.Background.Color));
        if (style.Background.Layers.Count == 0) return;
        var at = offset + RootOffset;
        var border = RectF.Snapped(new LayoutRect(at.X, at.Y, Root.Width, Root.Height));
        var everywhere = new RoundedRect(border.Union(input.Viewport).Union(new RectF(0, 0, border.Right, border.Bottom)), default);
        foreach (var item in BackgroundGeometry.Layers(style.Background.Layers, style, Root, border, input))
        {
            list.Add(new BackgroundItem(item.Image, item.Area, everywhere, item.Tile, item.RepeatX, item.RepeatY, item.Spacing, item.Blend, item.Rendering));
        }
    }

    // The same object while the colour is the same, so that nothing is damaged.
    private static FillItem Fill(Fragment root, Color color)
    {
        if (root.Box.PaintData is BoxPaint { Canvas: { } known } && known.Color == color) return known;
        var item = new FillItem(new RoundedRect(RectF.Infinite, default), color);
        if (root.Box.PaintData is BoxPaint paint) paint.Canvas = item;
        return item;
    }
}
