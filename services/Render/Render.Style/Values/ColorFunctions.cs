using System.Collections.Frozen;

namespace WasmEngine.Render.Style;

/// <summary>How a component of a colour function is written.</summary>
/// <param name="Name">Its name within a relative colour.</param>
/// <param name="Whole">What 100 % stands for; 0 for a hue.</param>
/// <param name="Scale">A number is divided by this to get the space's own unit.</param>
internal readonly record struct ColorComponent(string Name, double Whole, double Scale = 1);

/// <summary>The colour functions.</summary>
internal static class ColorFunctions
{
    private static readonly ColorComponent Hue = new("h", 0);

    private static readonly FrozenDictionary<string, (ColorSpace Space, ColorComponent[] Components)> Functions =
        new Dictionary<string, (ColorSpace Space, ColorComponent[] Components)>(StringComparer.Ordinal)
        {
            ["rgb"] = (ColorSpace.Srgb, [new("r", 255, 255), new("g", 255, 255), new("b", 255, 255)]),
            ["hsl"] = (ColorSpace.Hsl, [Hue, new("s", 100), new("l", 100)]),
            ["hwb"] = (ColorSpace.Hwb, [Hue, new("w", 100), new("b", 100)]),
            ["lab"] = (ColorSpace.Lab, [new("l", 100), new("a", 125), new("b", 125)]),
            ["lch"] = (ColorSpace.Lch, [new("l", 100), new("c", 150), Hue]),
            ["oklab"] = (ColorSpace.Oklab, [new("l", 1), new("a", 0.4), new("b", 0.4)]),
            ["oklch"] = (ColorSpace.Oklch, [new("l", 1), new("c", 0.4), Hue]),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ColorComponent[] RgbComponents = [new("r", 1), new("g", 1), new("b", 1)];
    private static readonly ColorComponent[] XyzComponents = [new("x", 1), new("y", 1), new("z", 1)];

    private static readonly KeywordMap<ColorSpace> Spaces = KeywordMap.Of(
        KeywordMap.Is("srgb", ColorSpace.Srgb), KeywordMap.Is("srgb-linear", ColorSpace.SrgbLinear), KeywordMap.Is("display-p3", ColorSpace.DisplayP3), KeywordMap.Is("a98-rgb", ColorSpace.A98Rgb),
        KeywordMap.Is("prophoto-rgb", ColorSpace.ProPhotoRgb), KeywordMap.Is("rec2020", ColorSpace.Rec2020), KeywordMap.Is("xyz", ColorSpace.XyzD65), KeywordMap.Is("xyz-d65", ColorSpace.XyzD65), KeywordMap.Is("xyz-d50", ColorSpace.XyzD50));

    /// <summary>Reads the arguments of a function up to its closing parenthesis.</summary>
    internal static bool TryArguments(ValueReader reader, string name, out ColorValue value)
    {
        value = default;
        if (name == "color-mix") return ColorMixing.TryMix(reader, out value);
        if (name == "light-dark") return TryLightDark(reader, out value);
        ColorValue? origin = null;
        if (reader.TryIdent("from"))
        {
            if (!ColorParser.TryValue(reader, out var from)) return false;
            origin = from;
        }

        if (name == "color")
        {
            if (!reader.TryKeyword(Spaces, out var space)) return false;
            return TryModern(reader, space, space is ColorSpace.XyzD65 or ColorSpace.XyzD50 ? XyzComponents : RgbComponents, origin, out value);
        }

        if (name is "rgba" or "hsla") name = name[..3];
        if (!Functions.TryGetValue(name, out var function)) return false;
        if (origin is null && name is "rgb" or "hsl" && origin is null)
        {
            var mark = reader.Position;
            if (TryLegacy(reader, function.Space, function.Components, out value)) return true;
            reader.Position = mark;
        }

        return TryModern(reader, function.Space, function.Components, origin, out value);
    }

    private static bool TryLightDark(ValueReader reader, out ColorValue value)
    {
        reader.Dependencies |= ValueDependencies.ColorScheme;
        var valid = ColorParser.TryValue(reader, out value) & reader.TryComma();
        if (!valid || !ColorParser.TryValue(reader, out var dark)) return false;
        if (ColorParser.IsDark(reader)) value = dark;
        return true;
    }

    /// <summary>Components separated by commas: all numbers or all percentages, nothing missing.</summary>
    private static bool TryLegacy(ValueReader reader, ColorSpace space, ColorComponent[] components, out ColorValue value)
    {
        value = default;
        Span<double> v = stackalloc double[3];
        bool? percents = null;
        for (var i = 0; i < 3; i++)
        {
            if (i > 0 && !reader.TryComma()) return false;
            if (!TryComponent(reader, components[i], out v[i], out var isPercent) || double.IsNaN(v[i])) return false;
            if (components[i].Whole == 0) continue;
            if (space == ColorSpace.Hsl && !isPercent) return false;
            if (percents is { } before && before != isPercent) return false;
            percents = isPercent;
        }

        // One component followed by no comma is the other syntax; a first comma has been seen by now.
        var alpha = 1d;
        if (reader.TryComma() && !TryAlpha(reader, out alpha)) return false;
        value = Make(space, v, alpha);
        return reader.Peek().Kind is CssTokenKind.CloseParen or CssTokenKind.End;
    }

    private static bool TryModern(ValueReader reader, ColorSpace space, ColorComponent[] components, ColorValue? origin, out ColorValue value)
    {
        value = default;
        var alpha = 1d;
        if (origin is { } from)
        {
            var c = from.In(space);
            alpha = c.Alpha;
            reader.Channels = new ColorChannels(
                [.. components.Select(x => x.Name), "alpha"],
                [Own(c.Components.A) * components[0].Scale, Own(c.Components.B) * components[1].Scale, Own(c.Components.C) * components[2].Scale, Own(c.Alpha)]);
        }

        Span<double> v = stackalloc double[3];
        for (var i = 0; i < 3; i++)
        {
            if (!TryComponent(reader, components[i], out v[i], out _)) return false;
        }

        if (reader.TrySlash() && !TryAlpha(reader, out alpha)) return false;
        value = Make(space, v, alpha);
        return true;

        static double Own(double x) => double.IsNaN(x) ? 0 : x;
    }

    private static ColorValue Make(ColorSpace space, Span<double> v, double alpha)
    {
        switch (space)
        {
            case ColorSpace.Hsl:
                v[1] = AtLeastZero(v[1]);
                break;
            case ColorSpace.Lab or ColorSpace.Oklab or ColorSpace.Lch or ColorSpace.Oklch:
                var white = space is ColorSpace.Lab or ColorSpace.Lch ? 100 : 1;
                if (!double.IsNaN(v[0])) v[0] = Math.Clamp(v[0], 0, white);
                if (space is ColorSpace.Lch or ColorSpace.Oklch) v[1] = AtLeastZero(v[1]);
                break;
        }

        return new ColorValue(space, new Triple(v[0], v[1], v[2]), double.IsNaN(alpha) ? alpha : Math.Clamp(alpha, 0, 1));

        static double AtLeastZero(double x) => double.IsNaN(x) ? x : Math.Max(x, 0);
    }

    private static bool TryAlpha(ValueReader reader, out double alpha)
    {
        if (!TryComponent(reader, new ColorComponent("alpha", 1), out alpha, out _)) return false;
        return true;
    }

    /// <summary>A number, a percentage, an angle where it is a hue, none, or a channel of the origin.</summary>
    private static bool TryComponent(ValueReader reader, ColorComponent component, out double value, out bool isPercent)
    {
        isPercent = false;
        value = double.NaN;
        var token = reader.Peek();
        if (token.Kind == CssTokenKind.Ident)
        {
            reader.Next();
            if (token.IsIdent("none")) return true;
            if (reader.Channels?.Find(token.Text!.ToLowerInvariant()) is not { } channel) return false;
            value = channel / component.Scale;
            return true;
        }

        if (token.Kind == CssTokenKind.Number)
        {
            reader.Next();
            value = token.Number / component.Scale;
            return true;
        }

        CalcTerm term;
        if (token.Kind == CssTokenKind.Percentage) term = new CalcTerm(CalcType.OfPercent, reader.Next().Number);
        else if (token.Kind == CssTokenKind.Dimension)
        {
            if (!OtherUnits.TryAngle(reader.Next(), out var degrees)) return false;
            term = new CalcTerm(CalcType.OfAngle, degrees);
        }
        else if (!MathParser.TryFunction(reader, false, out term)) return false;

        isPercent = term.Type == CalcType.OfPercent;
        if (!double.IsFinite(term.Value)) term = term with { Value = double.IsNaN(term.Value) ? 0 : Math.CopySign(1e6, term.Value) };
        if (isPercent ? component.Whole == 0 : !term.Type.IsNumber && !(component.Whole == 0 && term.Type == CalcType.OfAngle)) return false;
        value = (isPercent ? term.Value * component.Whole / 100 : term.Value) / component.Scale;
        return true;
    }
}
