using SkiaSharp;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia;

/// <summary>Draws SVG content: shapes, paths, groups, use, gradients, clips, simple text. One use, one thread.</summary>
internal sealed class SvgDrawer
{
    private const int MaxDepth = 128, MaxElements = 200_000;
    private const int MaxPatterns = 4; // within each other
    private SKCanvas _canvas;
    private int _depth;
    private readonly Dictionary<string, Element> _ids = new(StringComparer.Ordinal);
    private readonly SvgDeclarations _declarations;
    private readonly SvgPaints _paints;
    private readonly SvgStyle _initial;
    private readonly IFontSystem? _fonts;
    private int _drawn;

    internal SvgDrawer(SKCanvas canvas, Element root, Color current, IFontSystem? fonts)
    {
        _canvas = canvas;
        _fonts = fonts;
        _declarations = new SvgDeclarations(root);
        foreach (var node in Document.Walk(root))
        {
            if (node is Element { Id.Length: > 0 } element) _ids.TryAdd(element.Id, element);
        }

        _paints = new SvgPaints(_ids, _declarations) { Pattern = Record };
        _initial = new SvgStyle { Current = current };
    }

    internal void DrawRoot(Element svg, SKRect target)
    {
        var viewport = SvgViewport.Of(svg);
        var size = viewport.ViewBox.Width > 0 ? viewport.ViewBox.Size : target.Size;
        _canvas.Save();
        _canvas.Concat(viewport.To(target));
        DrawChildren(svg, _initial.For(svg, _declarations), size, 0);
        _canvas.Restore();
    }

    // What a pattern repeats.
    private SKPicture? Record(Element pattern, SKRect cell, in SKMatrix contents)
    {
        if (_depth > MaxPatterns) return null;
        using var recorder = new SKPictureRecorder();
        var outer = _canvas;
        _canvas = recorder.BeginRecording(cell);
        _depth++;
        try
        {
            _canvas.Concat(in contents);
            DrawChildren(pattern, _initial.For(pattern, _declarations), cell.Size, 0);
            return recorder.EndRecording();
        }
        finally
        {
            _canvas = outer;
            _depth--;
        }
    }

    private void DrawChildren(Element parent, SvgStyle style, SKSize size, int depth)
    {
        for (var child = parent.FirstElement; child is not null; child = child.NextElement) Draw(child, style, size, depth + 1);
    }

    private void Draw(Element element, SvgStyle inherited, SKSize size, int depth)
    {
        if (depth > MaxDepth || ++_drawn > MaxElements || _declarations.Get(element, "display") == "none") return;
        var style = inherited.For(element, _declarations);
        var opacity = SvgNumbers.Length(_declarations.Get(element, "opacity"), 1, 1);
        if (opacity <= 0) return;
        _canvas.Save();
        _canvas.Concat(SvgNumbers.Transform(element.Attribute("transform")));
        Clip(element, size);
        if (opacity < 1)
        {
            using var fade = new SKPaint { Color = new SKColor(255, 255, 255, (byte)(opacity * 255)) };
            _canvas.SaveLayer(fade);
        }

        DrawContent(element, style, size, depth);
        if (opacity < 1) _canvas.Restore();
        _canvas.Restore();
    }

    private void DrawContent(Element element, SvgStyle style, SKSize size, int depth)
    {
        switch (element.Tag)
        {
            case "g" or "a" or "switch":
                DrawChildren(element, style, size, depth);
                break;
            case "svg" or "symbol":
                DrawNested(element, style, size, depth);
                break;
            case "use":
                DrawUse(element, style, size, depth);
                break;
            case "text":
                DrawText(element, style, size);
                break;
            default:
                using (var path = SvgShapes.PathOf(element, size, _declarations))
                {
                    if (path is not null && style.IsVisible) DrawShape(path, style, size);
                }

                break;
        }
    }

    private void DrawNested(Element element, SvgStyle style, SKSize size, int depth)
    {
        var rect = SKRect.Create(
            Number(element, "x", size.Width, 0), Number(element, "y", size.Height, 0), Number(element, "width", size.Width, size.Width), Number(element, "height", size.Height, size.Height));
        var viewport = SvgViewport.Of(element);
        _canvas.Save();
        _canvas.ClipRect(rect);
        _canvas.Concat(viewport.To(rect));
        DrawChildren(element, style, viewport.ViewBox.Width > 0 ? viewport.ViewBox.Size : rect.Size, depth);
        _canvas.Restore();
    }

    private void DrawUse(Element element, SvgStyle style, SKSize size, int depth)
    {
        var href = element.Attribute("href") ?? element.Attribute("xlink:href");
        if (href is not { Length: > 1 } || href[0] != '#' || !_ids.TryGetValue(href[1..], out var target) || element.IsWithin(target)) return;
        _canvas.Save();
        _canvas.Translate(Number(element, "x", size.Width, 0), Number(element, "y", size.Height, 0));
        if (target.Tag == "symbol")
        {
            var width = Number(element, "width", size.Width, size.Width);
            var height = Number(element, "height", size.Height, size.Height);
            var viewport = SvgViewport.Of(target);
            _canvas.Concat(viewport.To(SKRect.Create(width, height)));
            DrawChildren(target, style.For(target, _declarations), viewport.ViewBox.Width > 0 ? viewport.ViewBox.Size : new SKSize(width, height), depth + 1);
        }
        else
        {
            Draw(target, style, size, depth + 1);
        }

        _canvas.Restore();
    }

    private static float Number(Element element, string name, float basis, float fallback) => SvgNumbers.Length(element.Attribute(name), basis, fallback);

    private void Clip(Element element, SKSize size)
    {
        if (_declarations.Get(element, "clip-path") is not { } value || SvgPaints.ReferenceOf(value) is not { } id || !_ids.TryGetValue(id, out var clip)) return;
        using var builder = new SKPathBuilder();
        for (var child = clip.FirstElement; child is not null; child = child.NextElement)
        {
            using var shape = SvgShapes.PathOf(child, size, _declarations);
            if (shape is null) continue;
            var matrix = SvgNumbers.Transform(child.Attribute("transform"));
            builder.AddPath(shape, in matrix, SKPathAddMode.Append);
        }

        using var path = builder.Detach();
        _canvas.ClipPath(path, SKClipOperation.Intersect, antialias: true);
    }

    private void DrawShape(SKPath path, SvgStyle style, SKSize size)
    {
        path.FillType = style.FillRule == "evenodd" ? SKPathFillType.EvenOdd : SKPathFillType.Winding;
        using (var fill = _paints.Of(style.Fill, style.FillOpacity, style, path.TightBounds, size))
        {
            if (fill is not null) _canvas.DrawPath(path, fill);
        }

        if (style.StrokeWidth <= 0) return;
        using var stroke = _paints.Of(style.Stroke, style.StrokeOpacity, style, path.TightBounds, size);
        if (stroke is null) return;
        stroke.Style = SKPaintStyle.Stroke;
        stroke.StrokeWidth = style.StrokeWidth;
        stroke.StrokeMiter = style.MiterLimit;
        stroke.StrokeCap = style.LineCap switch { "round" => SKStrokeCap.Round, "square" => SKStrokeCap.Square, _ => SKStrokeCap.Butt };
        stroke.StrokeJoin = style.LineJoin switch { "round" => SKStrokeJoin.Round, "bevel" => SKStrokeJoin.Bevel, _ => SKStrokeJoin.Miter };
        using var dashes = Dashes(style);
        stroke.PathEffect = dashes;
        _canvas.DrawPath(path, stroke);
    }

    private static SKPathEffect? Dashes(SvgStyle style)
    {
        if (style.Dashes == "none") return null;
        var list = SvgNumbers.List(style.Dashes);
        if (list.Count == 0 || list.Exists(d => d < 0) || list.TrueForAll(d => d == 0)) return null;
        if (list.Count % 2 == 1) list.AddRange(list.ToArray());
        return SKPathEffect.CreateDash([.. list], style.DashOffset);
    }

    private void DrawText(Element element, SvgStyle style, SKSize size)
    {
        var text = string.Join(' ', element.TextContent().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length == 0 || !style.IsVisible) return;
        if (_fonts?.Resolve(style.Font).Primary is not SkiaFont { Drawing: var font }) return;
        var width = font.MeasureText(text);
        var x = Number(element, "x", size.Width, 0) + Number(element, "dx", size.Width, 0) - (style.TextAnchor switch { "middle" => width / 2, "end" => width, _ => 0 });
        var y = Number(element, "y", size.Height, 0) + Number(element, "dy", size.Height, 0);
        if (_declarations.Get(element, "dominant-baseline") is "middle" or "central") y += font.Metrics.XHeight / 2;
        using var paint = _paints.Of(style.Fill, style.FillOpacity, style, SKRect.Create(x, y - style.FontSize, width, style.FontSize), size);
        if (paint is not null) _canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }
}
