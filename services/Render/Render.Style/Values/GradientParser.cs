namespace WasmEngine.Render.Style;

/// <summary>Reads gradients (css-images-4, section 3).</summary>
internal static class GradientParser
{
    private static readonly KeywordMap<RadialExtent> Extents = KeywordMap.Of<RadialExtent>("farthest-corner farthest-side closest-corner closest-side");
    private static readonly KeywordMap<(int X, int Y)> Corners = KeywordMap.Of(KeywordMap.Is("left", (-1, 0)), KeywordMap.Is("right", (1, 0)), KeywordMap.Is("top", (0, -1)), KeywordMap.Is("bottom", (0, 1)));

    /// <summary>Reads the arguments, up to the closing parenthesis.</summary>
    internal static bool TryArguments(ValueReader reader, string name, out CssImage value)
    {
        value = NoImage.Instance;
        var repeating = name.Contains("repeating-", StringComparison.Ordinal);
        return name switch
        {
            "linear-gradient" or "repeating-linear-gradient" => TryLinear(reader, repeating, out value),
            "-webkit-linear-gradient" or "-webkit-repeating-linear-gradient" => TryOldLinear(reader, repeating, out value),
            "radial-gradient" or "repeating-radial-gradient" => TryRadial(reader, repeating, out value),
            "conic-gradient" or "repeating-conic-gradient" => TryConic(reader, repeating, out value),
            _ => false,
        };
    }

    private static bool TryLinear(ValueReader reader, bool repeating, out CssImage value)
    {
        value = NoImage.Instance;
        var (angle, x, y) = (180f, 0, 0);
        GradientSpace? space = null;
        var arc = HueArc.Shorter;
        var (hasLine, hasSpace) = (false, false);
        while (true)
        {
            if (!hasSpace && reader.Peek().IsIdent("in"))
            {
                if (!TrySpace(reader, out space, out arc)) return false;
                hasSpace = true;
            }
            else if (!hasLine && reader.TryIdent("to"))
            {
                if (!TryCorner(reader, out x, out y)) return false;
                hasLine = true;
            }
            else if (!hasLine && reader.Peek().Kind is CssTokenKind.Dimension or CssTokenKind.Number or CssTokenKind.Function && TryAngle(reader, out var given)) (angle, hasLine) = (given, true);
            else break;
        }

        if ((hasLine || hasSpace) && !reader.TryComma()) return false;
        if (!TryStops(reader, false, out var stops, out var natural)) return false;
        if (x == 0 || y == 0) (angle, x, y) = (OfSide(x, y, angle), 0, 0);
        value = new LinearGradient(angle, x, y, stops, repeating, space ?? natural) { Hue = arc };
        return true;
    }

    /// <summary>The prefixed form: sides say where the line begins, angles count from the right, anticlockwise (compat standard).</summary>
    private static bool TryOldLinear(ValueReader reader, bool repeating, out CssImage value)
    {
        value = NoImage.Instance;
        var (angle, x, y) = (180f, 0, 0);
        if (TryCorner(reader, out x, out y))
        {
            (x, y) = (-x, -y);
            if (!reader.TryComma()) return false;
        }
        else if (TryAngle(reader, out var old))
        {
            angle = 90 - old;
            if (!reader.TryComma()) return false;
        }

        if (!TryStops(reader, false, out var stops, out var natural)) return false;
        if (x == 0 || y == 0) (angle, x, y) = (OfSide(x, y, angle), 0, 0);
        value = new LinearGradient(angle, x, y, stops, repeating, natural);
        return true;
    }

    private static bool TryAngle(ValueReader reader, out float angle)
    {
        var mark = reader.Position;
        if (Numeric.Angle(reader, true, out angle)) return true;
        reader.Position = mark;
        return false;
    }

    private static float OfSide(int x, int y, float angle) => (x, y) switch
    {
        (0, -1) => 0,
        (1, 0) => 90,
        (0, 1) => 180,
        (-1, 0) => 270,
        _ => angle,
    };

    private static bool TryCorner(ValueReader reader, out int x, out int y)
    {
        (x, y) = (0, 0);
        if (!reader.TryKeyword(Corners, out var a)) return false;
        (x, y) = a;
        if (!reader.TryKeyword(Corners, out var b)) return true;
        if ((x != 0) == (b.X != 0)) return false;
        (x, y) = (x + b.X, y + b.Y);
        return true;
    }

    private static bool TrySpace(ValueReader reader, out GradientSpace? space, out HueArc arc)
    {
        space = null;
        if (!ColorMixing.TrySpace(reader, out var named, out arc)) return false;
        space = named switch
        {
            ColorSpace.Oklab => GradientSpace.Oklab,
            ColorSpace.Oklch => GradientSpace.Oklch,
            ColorSpace.Lab => GradientSpace.Lab,
            ColorSpace.Lch => GradientSpace.Lch,
            ColorSpace.Hsl => GradientSpace.Hsl,
            ColorSpace.Hwb => GradientSpace.Hwb,
            ColorSpace.SrgbLinear or ColorSpace.XyzD50 or ColorSpace.XyzD65 => GradientSpace.SrgbLinear,
            _ => GradientSpace.Srgb,
        };
        return true;
    }

    private static bool TryRadial(ValueReader reader, bool repeating, out CssImage value)
    {
        value = NoImage.Instance;
        var shape = new RadialShape();
        var center = new PositionValue(new(0, 50), new(0, 50));
        GradientSpace? space = null;
        var arc = HueArc.Shorter;
        var any = false;
        while (true)
        {
            if (reader.Peek().IsIdent("in"))
            {
                if (space is not null || !TrySpace(reader, out space, out arc)) return false;
            }
            else if (reader.TryIdent("at"))
            {
                if (!PositionParser.Position(reader, out center)) return false;
            }
            else if (!shape.TryPart(reader)) break;
            any = true;
        }

        if (any && !reader.TryComma()) return false;
        if (!shape.IsValid || !TryStops(reader, false, out var stops, out var natural)) return false;
        value = new RadialGradient(shape.IsCircle, shape.Extent, shape.X, shape.Y, center, stops, repeating, space ?? natural) { Hue = arc };
        return true;
    }

    /// <summary>Shape and size, in any order.</summary>
    private struct RadialShape
    {
        private bool _circle;
        private bool _ellipse;
        private int _lengths;
        private bool _sized;

        public RadialShape()
        {
        }

        internal RadialExtent Extent { get; private set; }

        internal LengthPercentage X { get; private set; }

        internal LengthPercentage Y { get; private set; }

        internal readonly bool IsCircle => _circle || (_lengths == 1 && !_ellipse);

        internal readonly bool IsValid => _lengths == 0 || (_lengths == 1 ? !_ellipse && !X.HasPercent : !_circle);

        internal bool TryPart(ValueReader reader)
        {
            if (!_circle && !_ellipse && reader.TryIdent("circle")) return _circle = true;
            if (!_circle && !_ellipse && reader.TryIdent("ellipse")) return _ellipse = true;
            if (_sized) return false;
            if (reader.TryKeyword(Extents, out var extent))
            {
                Extent = extent;
                return _sized = true;
            }

            var mark = reader.Position;
            if (!Numeric.NonNegative(reader, out var x))
            {
                reader.Position = mark;
                return false;
            }

            (Extent, X, Y, _lengths, _sized) = (RadialExtent.Explicit, x, x, 1, true);
            mark = reader.Position;
            if (Numeric.NonNegative(reader, out var y)) (Y, _lengths) = (y, 2);
            else reader.Position = mark;
            return true;
        }
    }

    private static bool TryConic(ValueReader reader, bool repeating, out CssImage value)
    {
        value = NoImage.Instance;
        var from = 0f;
        var center = new PositionValue(new(0, 50), new(0, 50));
        GradientSpace? space = null;
        var arc = HueArc.Shorter;
        var any = false;
        while (true)
        {
            if (reader.TryIdent("from"))
            {
                if (!Numeric.Angle(reader, true, out from)) return false;
            }
            else if (reader.TryIdent("at"))
            {
                if (!PositionParser.Position(reader, out center)) return false;
            }
            else if (reader.Peek().IsIdent("in"))
            {
                if (space is not null || !TrySpace(reader, out space, out arc)) return false;
            }
            else break;
            any = true;
        }

        if (any && !reader.TryComma()) return false;
        if (!TryStops(reader, true, out var stops, out var natural)) return false;
        value = new ConicGradient(from, center, stops, repeating, space ?? natural) { Hue = arc };
        return true;
    }

    /// <summary>Stops and hints; a colour with two positions is two stops.</summary>
    private static bool TryStops(ValueReader reader, bool angles, out IReadOnlyList<ColorStop> stops, out GradientSpace natural)
    {
        var list = new List<ColorStop>();
        (stops, natural) = (list, GradientSpace.Srgb);
        var colors = 0;
        do
        {
            var hint = TryStopPosition(reader, angles);
            if (hint is not null && reader.Peek().Kind == CssTokenKind.Comma)
            {
                if (list.Count == 0 || list[^1].Color is null) return false;
                list.Add(new ColorStop(null, hint));
                continue;
            }

            if (!ColorParser.TryValue(reader, out var color)) return false;
            if (color.Space is not (ColorSpace.Srgb or ColorSpace.Hsl or ColorSpace.Hwb)) natural = GradientSpace.Oklab;
            colors++;
            var first = hint ?? TryStopPosition(reader, angles);
            list.Add(new ColorStop(color.ToColor(), first));
            if (first is not null && hint is null && TryStopPosition(reader, angles) is { } second) list.Add(new ColorStop(color.ToColor(), second));
        }
        while (reader.TryComma());
        if (list.Count == 1) list.Add(list[0]); // a single colour is allowed by now, and is the same as two of it
        stops = new ValueList<ColorStop>(list);
        return colors >= 1 && list[^1].Color is not null;
    }

    private static LengthPercentage? TryStopPosition(ValueReader reader, bool angles)
    {
        var mark = reader.Position;
        var token = reader.Peek();
        if (token.Kind is CssTokenKind.Ident or CssTokenKind.Hash or CssTokenKind.Comma or CssTokenKind.CloseParen) return null;
        if (token.Kind == CssTokenKind.Function && !MathParser.Starts(token)) return null;
        if (!angles)
        {
            if (Numeric.LengthPercentage(reader, out var length)) return length;
        }
        else
        {
            if (Numeric.Angle(reader, true, out var degrees)) return new LengthPercentage(0, degrees / 3.6f);
            reader.Position = mark;
            if (Numeric.Percentage(reader, out var percent)) return new LengthPercentage(0, percent);
        }

        reader.Position = mark;
        return null;
    }
}
