using SkiaSharp;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Paint servers and colours of SVG content (SVG 2, 13 and 14).</summary>
internal sealed class SvgPaints(Dictionary<string, Element> ids, SvgDeclarations declarations)
{
    /// <summary>Records what a pattern repeats.</summary>
    internal delegate SKPicture? PatternRecorder(Element pattern, SKRect cell, in SKMatrix contents);

    internal PatternRecorder? Pattern { get; init; }

    /// <summary>A paint, which the caller disposes of; null for none.</summary>
    internal SKPaint? Of(string value, float opacity, SvgStyle style, SKRect bounds, SKSize size)
    {
        if (value is "none" or "transparent" || opacity <= 0) return null;
        var alpha = (byte)(Math.Clamp(opacity, 0, 1) * 255);
        if (ReferenceOf(value) is { } id)
        {
            if (ids.TryGetValue(id, out var server) && Shader(server, bounds, size, style) is { } shader)
            {
                var made = new SKPaint { IsAntialias = true, Shader = shader, Color = new SKColor(0, 0, 0, alpha) };
                shader.Dispose(); // the paint holds on to it
                return made;
            }

            var close = value.IndexOf(')', StringComparison.Ordinal);
            var fallback = close >= 0 ? value[(close + 1)..].Trim() : "";
            return fallback.Length == 0 ? null : Of(fallback, opacity, style, bounds, size);
        }

        if (!SvgColors.TryParse(value, style.Current, out var color)) color = Color.Black;
        return color.IsTransparent ? null : new SKPaint { IsAntialias = true, Color = color.ToSkia().WithAlpha((byte)(color.Alpha * alpha / 255)) };
    }

    /// <summary>The id in url(#id); null when it is none.</summary>
    internal static string? ReferenceOf(string value)
    {
        if (!value.StartsWith("url(", StringComparison.Ordinal)) return null;
        var close = value.IndexOf(')', StringComparison.Ordinal);
        var inner = value[4..(close < 0 ? value.Length : close)].Trim().Trim('"', '\'');
        return inner.StartsWith('#') ? inner[1..] : null;
    }

    private SKShader? Shader(Element server, SKRect bounds, SKSize size, SvgStyle style)
    {
        if (server.Tag == "pattern") return PatternShader(server, bounds, size);
        if (server.Tag is not ("linearGradient" or "radialGradient")) return null;
        var chain = Chain(server);
        var (colors, positions) = Stops(chain, style);
        if (colors.Length == 0) return null;
        var inBox = (Find(chain, "gradientUnits") ?? "objectBoundingBox") == "objectBoundingBox";
        if (inBox && (bounds.Width <= 0 || bounds.Height <= 0)) return null;
        var (w, h) = inBox ? (1f, 1f) : (size.Width, size.Height);
        var matrix = SvgNumbers.Transform(Find(chain, "gradientTransform"));
        if (inBox) matrix = matrix.PostConcat(new SKMatrix(bounds.Width, 0, bounds.Left, 0, bounds.Height, bounds.Top, 0, 0, 1));
        var mode = Find(chain, "spreadMethod") switch { "reflect" => SKShaderTileMode.Mirror, "repeat" => SKShaderTileMode.Repeat, _ => SKShaderTileMode.Clamp };
        float N(string name, float basis, string fallback) => SvgNumbers.Length(Find(chain, name) ?? fallback, basis);
        if (server.Tag == "linearGradient")
            return SKShader.CreateLinearGradient(new SKPoint(N("x1", w, "0%"), N("y1", h, "0%")), new SKPoint(N("x2", w, "100%"), N("y2", h, "0%")), colors, positions, mode, matrix);
        float cx = N("cx", w, "50%"), cy = N("cy", h, "50%"), r = N("r", MathF.Sqrt(((w * w) + (h * h)) / 2), "50%");
        float fx = SvgNumbers.Length(Find(chain, "fx"), w, cx), fy = SvgNumbers.Length(Find(chain, "fy"), h, cy), fr = SvgNumbers.Length(Find(chain, "fr"), w);
        if (r <= 0) return SKShader.CreateColor(colors[^1]);
        return SKShader.CreateTwoPointConicalGradient(new SKPoint(fx, fy), fr, new SKPoint(cx, cy), r, colors, positions, mode, matrix);
    }

    // Patterns (SVG 2, 14.3).
    private SKShader? PatternShader(Element server, SKRect bounds, SKSize size)
    {
        var chain = Chain(server);
        var inBox = (Find(chain, "patternUnits") ?? "objectBoundingBox") == "objectBoundingBox";
        var (w, h) = inBox ? (1f, 1f) : (size.Width, size.Height);
        float N(string name, float basis) => SvgNumbers.Length(Find(chain, name) ?? "0", basis);
        var cell = SKRect.Create(N("x", w), N("y", h), N("width", w), N("height", h));
        if (inBox) cell = SKRect.Create(bounds.Left + (cell.Left * bounds.Width), bounds.Top + (cell.Top * bounds.Height), cell.Width * bounds.Width, cell.Height * bounds.Height);
        if (!(cell.Width > 0 && cell.Height > 0) || chain.Find(e => e.FirstElement is not null) is not { } source) return null;
        var contents = SKMatrix.CreateTranslation(-cell.Left, -cell.Top);
        var box = SvgNumbers.List(Find(chain, "viewBox") ?? "");
        if (box.Count == 4 && box[2] > 0 && box[3] > 0)
            contents = SvgViewport.Of(chain.Find(e => e.Attribute("viewBox") is not null)!).To(SKRect.Create(cell.Size));
        else if (Find(chain, "patternContentUnits") == "objectBoundingBox") contents = contents.PreConcat(new SKMatrix(bounds.Width, 0, bounds.Left, 0, bounds.Height, bounds.Top, 0, 0, 1));
        using var picture = Pattern?.Invoke(source, SKRect.Create(cell.Size), contents);
        var place = SvgNumbers.Transform(Find(chain, "patternTransform")).PreConcat(SKMatrix.CreateTranslation(cell.Left, cell.Top));
        return picture is null ? null : SKShader.CreatePicture(picture, SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, SKFilterMode.Linear, place, SKRect.Create(cell.Size));
    }

    // A gradient and those that it takes what it lacks from.
    private List<Element> Chain(Element server)
    {
        var chain = new List<Element> { server };
        while (chain.Count < 16 && (chain[^1].Attribute("href") ?? chain[^1].Attribute("xlink:href")) is { Length: > 1 } href
            && ids.TryGetValue(href[1..], out var next) && !chain.Contains(next)) chain.Add(next);
        return chain;
    }

    private static string? Find(List<Element> chain, string name)
    {
        foreach (var element in chain)
        {
            if (element.Attribute(name) is { } value) return value;
        }

        return null;
    }

    private (SKColor[] Colors, float[] Positions) Stops(List<Element> chain, SvgStyle style)
    {
        var colors = new List<SKColor>();
        var positions = new List<float>();
        foreach (var element in chain)
        {
            for (var stop = element.FirstElement; stop is not null; stop = stop.NextElement)
            {
                if (stop.Tag != "stop") continue;
                var color = SvgColors.TryParse(declarations.Get(stop, "stop-color") ?? "black", style.Current, out var parsed) ? parsed : Color.Black;
                var opacity = SvgNumbers.Length(declarations.Get(stop, "stop-opacity"), 1, 1);
                colors.Add(color.ToSkia().WithAlpha((byte)(color.Alpha * Math.Clamp(opacity, 0, 1))));
                var at = Math.Clamp(SvgNumbers.Length(stop.Attribute("offset"), 1), 0, 1);
                positions.Add(positions.Count > 0 ? MathF.Max(at, positions[^1]) : at);
            }

            if (colors.Count > 0) break;
        }

        return ([.. colors], [.. positions]);
    }
}
