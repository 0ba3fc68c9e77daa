using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Where background layers go (css-backgrounds-3, 3).</summary>
internal static class BackgroundGeometry
{
    /// <summary>Items of layers with images, back to front.</summary>
    /// <param name="layers">Front to back, as computed.</param>
    /// <param name="style">Style of the box.</param>
    /// <param name="fragment">Its fragment.</param>
    /// <param name="border">Its border box in the space of painting.</param>
    /// <param name="input">Knows images' sizes.</param>
    internal static BackgroundItem[] Layers(IReadOnlyList<BackgroundLayer> layers, ComputedStyle style, Fragment fragment, RectF border, IPaintInput input)
    {
        var items = new List<BackgroundItem>(layers.Count);
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            if (layers[i].Image is { } image && Item(layers[i], image, style, fragment, border, input) is { } item) items.Add(item);
        }

        return [.. items];
    }

    private static BackgroundItem? Item(BackgroundLayer layer, CssImage image, ComputedStyle style, Fragment fragment, RectF border, IPaintInput input)
    {
        var area = layer.Attachment == BackgroundAttachment.Fixed ? input.Viewport : Box(layer.Origin, fragment, border);
        var clip = ClipShape(layer.Clip, style, fragment, border);
        if (area.IsEmpty && clip.Rect.IsEmpty) return null;
        if (TileSize(layer, image, area, input) is not var (width, height) || !(width > 0 && height > 0)) return null;
        var (repeatX, repeatY) = (layer.RepeatX, layer.RepeatY);
        if (repeatX == BackgroundRepeat.Round) (width, height) = Rounded(width, height, area.Width, layer.Height.IsAuto && layer.SizeKind == BackgroundSizeKind.Explicit && repeatY != BackgroundRepeat.Round);
        if (repeatY == BackgroundRepeat.Round) (height, width) = Rounded(height, width, area.Height, layer.Width.IsAuto && layer.SizeKind == BackgroundSizeKind.Explicit && repeatX != BackgroundRepeat.Round);
        var x = layer.Position.X.Resolve(area.Width - width);
        var y = layer.Position.Y.Resolve(area.Height - height);
        var gapX = Space(ref repeatX, ref x, width, area.Width);
        var gapY = Space(ref repeatY, ref y, height, area.Height);
        var tile = new RectF(area.X + x, area.Y + y, width, height);
        var spacing = new LayoutSize(LayoutUnit.From(gapX), LayoutUnit.From(gapY));
        return new BackgroundItem(image, area, clip, tile, repeatX, repeatY, spacing, layer.Blend, style.Inherited.ImageRendering);
    }

    internal static RoundedRect ClipShape(BackgroundBox box, ComputedStyle style, Fragment fragment, RectF border)
    {
        var shape = BoxGeometry.BorderShape(style, border);
        return box switch
        {
            BackgroundBox.PaddingBox => BoxGeometry.InnerShape(shape, BoxGeometry.BorderWidths(fragment)),
            BackgroundBox.ContentBox => BoxGeometry.InnerShape(shape, Sum(fragment)),
            _ => shape,
        };
    }

    private static RectF Box(BackgroundBox box, Fragment fragment, RectF border) => box switch
    {
        BackgroundBox.BorderBox => border,
        BackgroundBox.ContentBox => Inset(border, Sum(fragment)),
        _ => Inset(border, BoxGeometry.BorderWidths(fragment)),
    };

    private static RectF Inset(RectF rect, Sides<float> by) => rect.Inset(by.Top, by.Right, by.Bottom, by.Left);

    private static Sides<float> Sum(Fragment fragment)
    {
        var sum = fragment.Border + fragment.Padding;
        return new Sides<float>(sum.Top.ToFloat(), sum.Right.ToFloat(), sum.Bottom.ToFloat(), sum.Left.ToFloat());
    }

    private static (float Width, float Height)? TileSize(BackgroundLayer layer, CssImage image, RectF area, IPaintInput input)
    {
        var natural = image is UrlImage ? input.SizeOf(image) : new NaturalSize(null, null, null);
        if (natural is not { } size) return null; // not there (yet)
        if (layer.SizeKind != BackgroundSizeKind.Explicit)
        {
            if (size.Ratio is not { } ratio) return (area.Width, area.Height);
            var byWidth = layer.SizeKind == BackgroundSizeKind.Contain == (area.Width / ratio <= area.Height);
            return byWidth ? (area.Width, area.Width / ratio) : (area.Height * ratio, area.Height);
        }

        float? width = layer.Width.IsLength ? layer.Width.Length.Resolve(area.Width) : null;
        float? height = layer.Height.IsLength ? layer.Height.Length.Resolve(area.Height) : null;
        if (width is null && height is null) (width, height) = (size.Width, size.Height);
        if (width is null && height is not null) width = size.Ratio is { } r ? height * r : size.Width;
        if (height is null && width is not null) height = size.Ratio is { } r ? width / r : size.Height;
        return (width ?? area.Width, height ?? area.Height);
    }

    private static (float Main, float Other) Rounded(float main, float other, float area, bool keepRatio)
    {
        var rounded = area / MathF.Max(1, MathF.Round(area / main));
        return (rounded, keepRatio ? other * rounded / main : other);
    }

    private static float Space(ref BackgroundRepeat repeat, ref float position, float tile, float area)
    {
        if (repeat != BackgroundRepeat.Space) return 0;
        var count = MathF.Floor(area / tile);
        if (count < 2)
        {
            repeat = BackgroundRepeat.NoRepeat;
            return 0;
        }

        position = 0;
        return (area - (count * tile)) / (count - 1);
    }
}
