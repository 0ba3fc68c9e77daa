using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Paint;

/// <summary>Text and its decorations (css-text-decor-3, 2).</summary>
internal static class TextPainter
{
    /// <summary>What a text fragment was drawn with last.</summary>
    private sealed record Cached(ComputedStyle Style, LayoutPoint Offset, DisplayItem[] Items, bool HasDecorations);

    internal static void Paint(TextFragment fragment, LayoutPoint offset, DisplayListBuilder list)
    {
        var style = fragment.Box.Style;
        if (style.Inherited.Visibility != Visibility.Visible) return;
        var decorations = Decorations(fragment.Box);
        if (fragment.PaintCache is not Cached known || !PaintEquality.OfText(known.Style, style) || known.Offset != offset || known.HasDecorations || decorations is not null)
            fragment.PaintCache = known = new Cached(style, offset, Items(fragment, offset, style, decorations), decorations is not null);
        foreach (var item in known.Items) list.Add(item);
    }

    private static DisplayItem[] Items(TextFragment fragment, LayoutPoint offset, ComputedStyle style, List<ComputedStyle>? decorations)
    {
        var (x, y) = Origin(fragment, offset);
        var bounds = Bounds(fragment, offset, style);
        var text = new TextItem(fragment.Run, x, y, style.Text.Color, style.Text.Shadow, bounds) { IsVertical = fragment.IsVertical };
        if (decorations is null) return style.Text.Color.IsTransparent && style.Text.Shadow.Count == 0 ? [] : [text];
        var items = new List<DisplayItem>(4);
        var through = new List<DisplayItem>();
        var metrics = fragment.Run.Font.Metrics;
        foreach (var decorator in decorations)
        {
            var lines = decorator.Decoration.Lines;
            var thickness = MathF.Max(1, decorator.Decoration.Thickness is { } t ? MathF.Round(t.Resolve(decorator.Font.Size)) : MathF.Round(MathF.Max(1, decorator.Font.Size / 10f)));
            var width = fragment.Width.ToFloat();
            if (fragment.IsVertical)
            {
                AddVertical(fragment, x, y, thickness, decorator, items, through);
                continue;
            }

            if ((lines & TextDecorationLines.Underline) != 0)
                items.Add(Line(x, y + UnderlineOffset(decorator, thickness), width, thickness, decorator, fragment.Run, y));
            if ((lines & TextDecorationLines.Overline) != 0)
                items.Add(Line(x, y - metrics.Ascent, width, thickness, decorator));
            if ((lines & TextDecorationLines.LineThrough) != 0)
                through.Add(Line(x, y - (metrics.Ascent / 3) - (thickness / 2), width, thickness, decorator));
        }

        items.Add(text);
        items.AddRange(through);
        return [.. items];
    }

    /// <summary>Where the baseline of a text begins.</summary>
    internal static (float X, float Y) Origin(TextFragment fragment, LayoutPoint offset) => fragment.IsVertical
        ? ((offset.X + fragment.Width - fragment.Baseline).ToFloat(), offset.Y.ToFloat())
        : (offset.X.ToFloat(), (offset.Y + fragment.Baseline).ToFloat());

    // Lines beside text that goes down: all of one kind.
    private static void AddVertical(TextFragment fragment, float x, float y, float thickness, ComputedStyle decorator, List<DisplayItem> under, List<DisplayItem> through)
    {
        var ascent = fragment.Run.Font.Metrics.Ascent;
        var lines = decorator.Decoration.Lines;
        if ((lines & TextDecorationLines.Underline) != 0) under.Add(Bar(x - UnderlineOffset(decorator, thickness) - thickness));
        if ((lines & TextDecorationLines.Overline) != 0) under.Add(Bar(x + ascent - thickness));
        if ((lines & TextDecorationLines.LineThrough) != 0) through.Add(Bar(x + (ascent / 3) - (thickness / 2)));

        DecorationItem Bar(float left)
        {
            var line = new RectF(MathF.Round(left), y, thickness, fragment.Height.ToFloat());
            return new DecorationItem(line, TextDecorationStyle.Solid, decorator.Decoration.Color, line.Inflate(1));
        }
    }

    private static float UnderlineOffset(ComputedStyle decorator, float thickness)
    {
        // `auto`: a gap of half the thickness, at least 1 px, below the baseline, as Blink has it.
        if (decorator.Text.UnderlineOffset is { } offset) return offset.Resolve(decorator.Font.Size);
        return MathF.Max(1, MathF.Ceiling(thickness / 2f));
    }

    private static DecorationItem Line(float x, float y, float width, float thickness, ComputedStyle decorator, ShapedRun? over = null, float baseline = 0)
    {
        var line = new RectF(x, MathF.Round(y), width, thickness);
        var style = decorator.Decoration.Style;
        var reach = style switch { TextDecorationStyle.Wavy => (thickness * 4) + 4, TextDecorationStyle.Double => thickness * 3, _ => 1 };
        return new DecorationItem(line, style, decorator.Decoration.Color, line.Inflate(reach), over, baseline);
    }

    // The boxes whose decorations reach this text, outermost first; null when there are none.
    private static List<ComputedStyle>? Decorations(LayoutBox box)
    {
        List<ComputedStyle>? found = null;
        for (var at = box.Parent; at is not null; at = at.Parent)
        {
            if (at.Style.Decoration.Lines != TextDecorationLines.None && !(at.IsAnonymous)) (found ??= []).Insert(0, at.Style);
            if (at.IsFloating || at.IsOutOfFlow || at.IsAtomicInline) break;
        }

        return found;
    }

    internal static RectF Bounds(TextFragment fragment, LayoutPoint offset, ComputedStyle style)
    {
        var ink = Ink(fragment, offset, style);
        var bounds = ink;
        foreach (var shadow in style.Text.Shadow) bounds = bounds.Union(ink.Offset(shadow.X, shadow.Y).Inflate(1 + (shadow.Blur * 1.5f)));
        return bounds;
    }

    private static RectF Ink(TextFragment fragment, LayoutPoint offset, ComputedStyle style)
    {
        float x = offset.X.ToFloat(), y = offset.Y.ToFloat();
        // Where a font can't tell, its glyphs may reach out of their advances: generous, for it only decides what is drawn again.
        if (!fragment.Run.TryGetInk(out var ink))
            return new RectF(x, y, fragment.Width.ToFloat(), fragment.Height.ToFloat()).Inflate(MathF.Ceiling(style.Font.Size * 0.5f) + 1);
        (x, y) = Origin(fragment, offset);
        if (ink.IsEmpty) return new RectF(x, y, 0, 0);
        return fragment.IsVertical ? RectF.FromEdges(x - ink.Bottom, y + ink.Left, x - ink.Top, y + ink.Right) // turned clockwise
            : RectF.FromEdges(x + ink.Left, y + ink.Top, x + ink.Right, y + ink.Bottom);
    }
}
