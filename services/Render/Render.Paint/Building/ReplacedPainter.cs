using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Pictures of replaced elements (css-images-3, 5.5).</summary>
internal static class ReplacedPainter
{
    internal static ImageItem? Paint(Fragment fragment, ReplacedBox box, LayoutPoint offset, int version)
    {
        if (box.Node is not Dom.Element element) return null;
        var content = RectF.Snapped(fragment.ContentRect.Offset(offset));
        if (content.IsEmpty) return null;
        var style = box.Style;
        var border = RectF.Snapped(new LayoutRect(offset.X, offset.Y, fragment.Width, fragment.Height));
        var sum = fragment.Border + fragment.Padding;
        var clip = BoxGeometry.InnerShape(
            BoxGeometry.BorderShape(style, border), new Sides<float>(sum.Top.ToFloat(), sum.Right.ToFloat(), sum.Bottom.ToFloat(), sum.Left.ToFloat()));
        var target = Fit(style.Box.ObjectFit, box.Natural, content, style.Box.ObjectPosition);
        var (kind, key) = element switch
        {
            { Tag: "canvas" } => (ImageSourceKind.Surface, element.Attribute("data-surface") ?? ""),
            { Tag: "svg" } => (ImageSourceKind.Svg, ""),
            _ => (ImageSourceKind.Resource, element.Attribute("src") ?? element.Attribute("data") ?? element.Attribute("poster") ?? ""),
        };
        return new ImageItem(kind, key, element, target, clip with { Rect = clip.Rect.Intersect(content) }, style.Inherited.ImageRendering, version);
    }

    internal static RectF Fit(ObjectFit fit, NaturalSize natural, RectF box, PositionValue position)
    {
        var (width, height) = (natural.Width ?? box.Width, natural.Height ?? box.Height);
        if (fit == ObjectFit.Fill || width <= 0 || height <= 0) return box;
        var scale = fit switch
        {
            ObjectFit.Contain => MathF.Min(box.Width / width, box.Height / height),
            ObjectFit.Cover => MathF.Max(box.Width / width, box.Height / height),
            ObjectFit.ScaleDown => MathF.Min(1, MathF.Min(box.Width / width, box.Height / height)),
            _ => 1f,
        };
        (width, height) = (width * scale, height * scale);
        return new RectF(box.X + position.X.Resolve(box.Width - width), box.Y + position.Y.Resolve(box.Height - height), width, height);
    }
}
