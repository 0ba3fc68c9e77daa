using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Pictures of replaced elements (css-images-3, 5.5).</summary>
internal static class ReplacedPainter
{
    internal static DisplayItem? Paint(Fragment fragment, ReplacedBox box, LayoutPoint offset, int version, IPaintInput input)
    {
        if (box is MarkerSymbolBox marker) return Marker(fragment, marker, offset);
        if (box is GeneratedImageBox generated) return Generated(fragment, generated, offset, input);
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

    // Blink's symbols: half of the ascent in size, a pixel of room on either side, above the baseline as the middle of small letters.
    private static ShapeItem Marker(Fragment fragment, MarkerSymbolBox marker, LayoutPoint offset)
    {
        var rect = RectF.Snapped(fragment.ContentRect.Offset(offset));
        var color = marker.Style.Text.Color;
        if (marker.Symbol is MarkerSymbol.DisclosureOpen or MarkerSymbol.DisclosureClosed)
        {
            var shape = marker.Symbol == MarkerSymbol.DisclosureOpen ? GlyphShape.TriangleDown : marker.Style.IsRtl ? GlyphShape.TriangleLeft : GlyphShape.TriangleRight;
            return new ShapeItem(shape, RectF.Exact(fragment.ContentRect.Offset(offset)), color);
        }

        var size = MathF.Max(1, rect.Width - 2);
        var bullet = new RectF(rect.X + 1, rect.Bottom - 1 - size - MathF.Max(0, (size / 2) - 2), size, size);
        return new ShapeItem(marker.Symbol switch { MarkerSymbol.Circle => GlyphShape.Circle, MarkerSymbol.Square => GlyphShape.Square, _ => GlyphShape.Disc }, bullet, color);
    }

    private static BackgroundItem? Generated(Fragment fragment, GeneratedImageBox box, LayoutPoint offset, IPaintInput input)
    {
        var rect = RectF.Snapped(fragment.ContentRect.Offset(offset));
        if (rect.IsEmpty || (box.Image is UrlImage && input.SizeOf(box.Image) is null)) return null;
        return new BackgroundItem(
            box.Image, rect, new RoundedRect(rect, default), rect, BackgroundRepeat.NoRepeat, BackgroundRepeat.NoRepeat, default, BlendMode.Normal, box.Style.Inherited.ImageRendering);
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
