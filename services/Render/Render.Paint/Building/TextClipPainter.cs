using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>background-clip: text (css-backgrounds-4, 2.5): the background is seen where the box's text is.</summary>
internal static class TextClipPainter
{
    /// <summary>The background of a box within its text; null when there is none.</summary>
    internal static TextClippedItem? Paint(ComputedStyle style, Fragment fragment, RectF border, RoundedRect shape, LayoutPoint offset, IPaintInput input)
    {
        var fills = new List<DisplayItem>();
        if (!style.Background.Color.IsTransparent) fills.Add(new FillItem(shape, style.Background.Color));
        if (style.Background.Layers.Count > 0) fills.AddRange(BackgroundGeometry.Layers(style.Background.Layers, style, fragment, border, input));
        var texts = new List<TextItem>();
        Collect(fragment, offset, texts);
        return fills.Count > 0 && texts.Count > 0 ? new TextClippedItem([.. fills], [.. texts], border) : null;
    }

    private static void Collect(Fragment fragment, LayoutPoint offset, List<TextItem> texts)
    {
        foreach (var link in fragment.Children)
        {
            var child = link.Fragment;
            var at = offset + link.Offset;
            if (link.IsHidden || child.Box.IsOutOfFlow) continue;
            if (child is TextFragment text)
            {
                if (text.Box.Style.Inherited.Visibility == Visibility.Visible)
                {
                    var (x, y) = TextPainter.Origin(text, at);
                    texts.Add(new TextItem(text.Run, x, y, Color.Black, [], TextPainter.Bounds(text, at, text.Box.Style)) { IsVertical = text.IsVertical });
                }
            }
            else
            {
                Collect(child, at, texts);
            }
        }
    }
}
