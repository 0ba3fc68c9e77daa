using System.Text;

namespace WasmEngine.Render.Style;

/// <summary>Images, effects, content and easings as CSS text.</summary>
internal static class EffectWriter
{
    internal static string WriteBoxShadow(Shadow s) => $"{ValueWriter.Write(s.Color)} {Px(s.X)} {Px(s.Y)} {Px(s.Blur)} {Px(s.Spread)}{(s.Inset ? " inset" : "")}";

    internal static string WriteTextShadow(Shadow s) => $"{ValueWriter.Write(s.Color)} {Px(s.X)} {Px(s.Y)} {Px(s.Blur)}";

    internal static string Write(FilterFunction filter) => filter.Kind switch
    {
        FilterKind.Blur => $"blur({Px(filter.Amount)})",
        FilterKind.HueRotate => $"hue-rotate({ValueWriter.Write(filter.Amount)}deg)",
        FilterKind.DropShadow => $"drop-shadow({WriteTextShadow(filter.Shadow)})",
        _ => $"{PropertyNames.Kebab(filter.Kind.ToString())}({ValueWriter.Write(filter.Amount)})",
    };

    internal static string Write(ClipPath? path)
    {
        if (path is null) return "none";
        var box = PropertyNames.Kebab(path.ReferenceBox.ToString());
        return path.Shape is null ? box : $"{Write(path.Shape)} {box}";
    }

    internal static string Write(CssImage image) => image switch
    {
        UrlImage url => $"url({ValueWriter.Quote(url.Url)})",
        LinearGradient g => $"{Name(g, "linear")}({Line(g)}{Space(g)}, {Stops(g)})",
        RadialGradient g => $"{Name(g, "radial")}({Shape(g)} at {ValueWriter.Write(g.Center)}{Space(g)}, {Stops(g)})",
        ConicGradient g => $"{Name(g, "conic")}(from {ValueWriter.Write(g.From)}deg at {ValueWriter.Write(g.Center)}{Space(g)}, {Stops(g)})",
        _ => "none",
    };

    internal static string Write(ContentItem item) => item switch
    {
        ContentText text => ValueWriter.Quote(text.Text),
        ContentImage image => Write(image.Image),
        ContentCounter { Separator: null } counter => $"counter({counter.Name}, {counter.ListStyle})",
        ContentCounter counter => $"counters({counter.Name}, {ValueWriter.Quote(counter.Separator)}, {counter.ListStyle})",
        ContentQuote quote => (quote.Show ? "" : "no-") + (quote.Open ? "open-quote" : "close-quote"),
        _ => "",
    };

    internal static string Write(Easing easing) => easing switch
    {
        CubicBezierEasing b => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cubic-bezier({b.X1}, {b.Y1}, {b.X2}, {b.Y2})"),
        StepsEasing s => $"steps({s.Count}, jump-{PropertyNames.Kebab(s.Position.ToString())})",
        PiecewiseEasing p => $"linear({string.Join(", ", p.Points.Select(x => $"{ValueWriter.Write((float)x.Output)} {ValueWriter.Write((float)(x.Input * 100))}%"))})",
        _ => "linear",
    };

    private static string Px(float px) => ValueWriter.Write(px) + "px";

    private static string Name(Gradient gradient, string kind) => $"{(gradient.Repeating ? "repeating-" : "")}{kind}-gradient";

    private static string Space(Gradient gradient) =>
        $" in {PropertyNames.Kebab(gradient.Space.ToString())}" + (gradient.Hue == HueArc.Shorter ? "" : $" {PropertyNames.Kebab(gradient.Hue.ToString())} hue");

    private static string Line(LinearGradient g)
    {
        if (g.CornerX == 0) return ValueWriter.Write(g.Angle) + "deg";
        return $"to {(g.CornerX < 0 ? "left" : "right")} {(g.CornerY < 0 ? "top" : "bottom")}";
    }

    private static string Shape(RadialGradient g)
    {
        if (g.Extent != RadialExtent.Explicit) return (g.Circle ? "circle " : "ellipse ") + PropertyNames.Kebab(g.Extent.ToString());
        return g.Circle ? $"circle {ValueWriter.Write(g.RadiusX)}" : $"ellipse {ValueWriter.Write(g.RadiusX)} {ValueWriter.Write(g.RadiusY)}";
    }

    private static string Stops(Gradient gradient) => string.Join(", ", gradient.Stops.Select(s =>
        string.Join(' ', new[] { s.Color is { } color ? ValueWriter.Write(color) : null, s.Position is { } p ? ValueWriter.Write(p) : null }.Where(x => x is not null))));

    private static string Write(BasicShape shape) => shape switch
    {
        InsetShape s => $"inset({ValueWriter.WriteSides(s.Insets, ValueWriter.Write)} round {Radii(s.Radii)})",
        EllipseShape { Circle: true } s => $"circle({Radius(s.ExtentX, s.RadiusX)} at {ValueWriter.Write(s.Center)})",
        EllipseShape s => $"ellipse({Radius(s.ExtentX, s.RadiusX)} {Radius(s.ExtentY, s.RadiusY)} at {ValueWriter.Write(s.Center)})",
        PolygonShape s => $"polygon({(s.EvenOdd ? "evenodd" : "nonzero")}, {string.Join(", ", s.Points.Select(p => ValueWriter.Write(p)))})",
        PathShape s => $"path({(s.EvenOdd ? "evenodd" : "nonzero")}, {ValueWriter.Quote(s.Data)})",
        _ => "",
    };

    private static string Radius(RadialExtent extent, LengthPercentage radius) =>
        extent == RadialExtent.Explicit ? ValueWriter.Write(radius) : PropertyNames.Kebab(extent.ToString());

    private static string Radii(Corners c)
    {
        Radius[] all = [c.TopLeft, c.TopRight, c.BottomRight, c.BottomLeft];
        var text = new StringBuilder();
        text.AppendJoin(' ', all.Select(r => ValueWriter.Write(r.X))).Append(" / ").AppendJoin(' ', all.Select(r => ValueWriter.Write(r.Y)));
        return text.ToString();
    }
}

/// <summary>Transforms as CSS text.</summary>
internal static class TransformWriter
{
    internal static string Write(TransformFunction f)
    {
        string N(float x) => ValueWriter.Write(x);
        return f.Kind switch
        {
            TransformKind.Translate => f.Is3d ? $"translate3d({ValueWriter.Write(f.X)}, {ValueWriter.Write(f.Y)}, {N(f.C)}px)" : $"translate({ValueWriter.Write(f.X)}, {ValueWriter.Write(f.Y)})",
            TransformKind.Scale => f.Is3d ? $"scale3d({N(f.A)}, {N(f.B)}, {N(f.C)})" : $"scale({N(f.A)}, {N(f.B)})",
            TransformKind.Rotate => f.Is3d ? $"rotate3d({N(f.A)}, {N(f.B)}, {N(f.C)}, {N(f.Angle)}deg)" : $"rotate({N(f.Angle)}deg)",
            TransformKind.Skew => $"skew({N(f.A)}deg, {N(f.B)}deg)",
            TransformKind.Perspective => f.A == 0 ? "perspective(none)" : $"perspective({N(f.A)}px)",
            _ when f.Is3d => $"matrix3d({string.Join(", ", f.Matrix!.Select(N))})",
            _ => $"matrix({string.Join(", ", new[] { 0, 1, 4, 5, 12, 13 }.Select(i => N(f.Matrix![i])))})",
        };
    }

    /// <summary>As a value of the property translate, rotate or scale.</summary>
    internal static string WriteProperty(TransformFunction f)
    {
        string N(float x) => ValueWriter.Write(x);
        return f.Kind switch
        {
            TransformKind.Translate => $"{ValueWriter.Write(f.X)} {ValueWriter.Write(f.Y)}" + (f.Is3d ? $" {N(f.C)}px" : ""),
            TransformKind.Scale => $"{N(f.A)} {N(f.B)}" + (f.Is3d ? $" {N(f.C)}" : ""),
            _ => f.Is3d ? $"{N(f.A)} {N(f.B)} {N(f.C)} {N(f.Angle)}deg" : $"{N(f.Angle)}deg",
        };
    }
}
