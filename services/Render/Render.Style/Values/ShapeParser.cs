namespace WasmEngine.Render.Style;

/// <summary>Reads clip-path and basic shapes (css-shapes-1 and -2).</summary>
internal static class ShapeParser
{
    private const int MaxPoints = 16_384;

    private static readonly KeywordMap<BackgroundBox> Boxes = KeywordMap.Of(
        KeywordMap.Is("border-box", BackgroundBox.BorderBox), KeywordMap.Is("padding-box", BackgroundBox.PaddingBox), KeywordMap.Is("content-box", BackgroundBox.ContentBox),
        KeywordMap.Is("margin-box", BackgroundBox.BorderBox), KeywordMap.Is("fill-box", BackgroundBox.ContentBox), KeywordMap.Is("stroke-box", BackgroundBox.BorderBox), KeywordMap.Is("view-box", BackgroundBox.BorderBox));

    private static readonly KeywordMap<RadialExtent> Extents = KeywordMap.Of<RadialExtent>("farthest-corner farthest-side closest-corner closest-side");

    internal static bool ClipPath(ValueReader reader, out ClipPath? value)
    {
        value = null;
        if (reader.TryIdent("none")) return true;
        BasicShape? shape = null;
        BackgroundBox? box = null;
        while (true)
        {
            if (box is null && reader.TryKeyword(Boxes, out var named)) box = named;
            else if (shape is null && reader.Peek().Kind == CssTokenKind.Function)
            {
                if (!TryShape(reader, out shape)) return false;
            }
            else break;
        }

        value = new ClipPath(shape, box ?? BackgroundBox.BorderBox);
        return shape is not null || box is not null;
    }

    private static bool TryShape(ValueReader reader, out BasicShape? shape)
    {
        var name = reader.Next().Text!.ToLowerInvariant();
        shape = name switch
        {
            "inset" => Inset(reader),
            "xywh" => Xywh(reader),
            "rect" => Rect(reader),
            "circle" => Ellipse(reader, true),
            "ellipse" => Ellipse(reader, false),
            "polygon" => Polygon(reader),
            "path" => Path(reader),
            _ => null,
        };
        return shape is not null && reader.TryClose();
    }

    private static InsetShape? Inset(ValueReader reader)
    {
        if (!BoxParser.Four<LengthPercentage>(reader, Numeric.LengthPercentage, out var insets)) return null;
        return TryRound(reader, out var radii) ? new InsetShape(insets, radii) : null;
    }

    private static InsetShape? Xywh(ValueReader reader)
    {
        if (!Numeric.LengthPercentage(reader, out var x) || !Numeric.LengthPercentage(reader, out var y)) return null;
        if (!Numeric.NonNegative(reader, out var width) || !Numeric.NonNegative(reader, out var height) || !TryRound(reader, out var radii)) return null;
        var right = PositionParser.FromEnd(Sum(x, width));
        var bottom = PositionParser.FromEnd(Sum(y, height));
        return new InsetShape(new Sides<LengthPercentage>(y, right, bottom, x), radii);
    }

    private static LengthPercentage Sum(LengthPercentage a, LengthPercentage b)
    {
        if (a.Expression is null && b.Expression is null) return new LengthPercentage(a.Px + b.Px, a.Percent + b.Percent);
        return new LengthPercentage(0, 0, new CalcFunction(CalcOperation.Sum, [CalcTerm.From(a), CalcTerm.From(b)]));
    }

    private static InsetShape? Rect(ValueReader reader)
    {
        Span<LengthPercentage> edges = new LengthPercentage[4];
        for (var i = 0; i < 4; i++)
        {
            var far = i is 1 or 2;
            if (reader.TryIdent("auto")) edges[i] = default;
            else if (!Numeric.LengthPercentage(reader, out edges[i])) return null;
            else if (far) edges[i] = PositionParser.FromEnd(edges[i]);
        }

        return TryRound(reader, out var radii) ? new InsetShape(new Sides<LengthPercentage>(edges[0], edges[1], edges[2], edges[3]), radii) : null;
    }

    private static bool TryRound(ValueReader reader, out Corners radii)
    {
        radii = default;
        return !reader.TryIdent("round") || BoxParser.Corners(reader, out radii);
    }

    private static EllipseShape? Ellipse(ValueReader reader, bool circle)
    {
        var (extentX, extentY) = (RadialExtent.ClosestSide, RadialExtent.ClosestSide);
        LengthPercentage x = default, y = default;
        var center = new PositionValue(new(0, 50), new(0, 50));
        if (!reader.Peek().IsIdent("at") && reader.Peek().Kind is not (CssTokenKind.CloseParen or CssTokenKind.End))
        {
            if (!TryRadius(reader, out extentX, out x)) return null;
            (extentY, y) = (extentX, x);
            if (!circle && !TryRadius(reader, out extentY, out y)) return null;
        }

        if (reader.TryIdent("at") && !PositionParser.Position(reader, out center)) return null;
        return new EllipseShape(circle, extentX, extentY, x, y, center);
    }

    private static bool TryRadius(ValueReader reader, out RadialExtent extent, out LengthPercentage radius)
    {
        radius = default;
        if (reader.TryKeyword(Extents, out extent)) return true;
        extent = RadialExtent.Explicit;
        return Numeric.NonNegative(reader, out radius);
    }

    private static PolygonShape? Polygon(ValueReader reader)
    {
        var evenOdd = TryFillRule(reader, out var rule) && rule;
        var points = new List<PositionValue>();
        do
        {
            if (points.Count >= MaxPoints || !Numeric.LengthPercentage(reader, out var x) || !Numeric.LengthPercentage(reader, out var y)) return null;
            points.Add(new PositionValue(x, y));
        }
        while (reader.TryComma());
        return new PolygonShape(evenOdd, new ValueList<PositionValue>(points));
    }

    private static bool TryFillRule(ValueReader reader, out bool evenOdd)
    {
        evenOdd = reader.TryIdent("evenodd");
        return (evenOdd || reader.TryIdent("nonzero")) && reader.TryComma();
    }

    private static PathShape? Path(ValueReader reader)
    {
        var evenOdd = TryFillRule(reader, out var rule) && rule;
        return reader.TryString(out var data) ? new PathShape(evenOdd, data) : null;
    }
}
