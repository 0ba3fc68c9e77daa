namespace WasmEngine.Render.Style;

/// <summary>A colour in any space; a component that is missing (`none`, or the hue of a grey) is NaN.</summary>
internal readonly record struct ColorValue(ColorSpace Space, Triple Components, double Alpha)
{
    internal static ColorValue Of(Color color) => new(ColorSpace.Srgb, new Triple(color.Red / 255d, color.Green / 255d, color.Blue / 255d), color.Alpha / 255d);

    /// <summary>In sRGB with 8 bits a channel; what lies outside of it is cut off channel by channel, as Chromium shows it.</summary>
    internal Color ToColor()
    {
        var rgb = ColorSpaces.Convert(Components.Map(Known), Space, ColorSpace.Srgb);
        return new Color(((uint)Byte(Known(Alpha)) << 24) | ((uint)Byte(rgb.A) << 16) | ((uint)Byte(rgb.B) << 8) | Byte(rgb.C));
    }

    /// <summary>In another space; components that are missing are carried over where the other space has the like (css-color-4, section 12.2).</summary>
    internal ColorValue In(ColorSpace space)
    {
        if (space == Space) return this;
        var v = ColorSpaces.Convert(Components.Map(Known), Space, space);
        if (!double.IsNaN(Components.A) && !double.IsNaN(Components.B) && !double.IsNaN(Components.C)) return new ColorValue(space, v, Alpha);
        Span<double> from = [Components.A, Components.B, Components.C];
        Span<double> to = [v.A, v.B, v.C];
        for (var i = 0; i < 3; i++)
        {
            if (!double.IsNaN(from[i])) continue;
            for (var j = 0; j < 3; j++)
            {
                if (Kind(Space, i) == Kind(space, j) && Kind(space, j) != '?') to[j] = double.NaN;
            }
        }

        return new ColorValue(space, new Triple(to[0], to[1], to[2]), Alpha);
    }

    /// <summary>Mixes two colours, premultiplied, in a space.</summary>
    internal static ColorValue Mix(ColorValue a, ColorValue b, double share, ColorSpace space, HueArc arc)
    {
        (a, b) = (a.In(space), b.In(space));
        var alphaA = double.IsNaN(a.Alpha) ? b.Alpha : a.Alpha;
        var alphaB = double.IsNaN(b.Alpha) ? a.Alpha : b.Alpha;
        var alpha = (alphaA * (1 - share)) + (alphaB * share);
        Span<double> x = [a.Components.A, a.Components.B, a.Components.C];
        Span<double> y = [b.Components.A, b.Components.B, b.Components.C];
        for (var i = 0; i < 3; i++)
        {
            if (double.IsNaN(x[i])) x[i] = y[i];
            if (double.IsNaN(y[i])) y[i] = x[i];
            if (Kind(space, i) == 'h') x[i] = arc.Mix(x[i], y[i], share);
            else if (double.IsNaN(alpha) || alpha == 0) x[i] = (x[i] * (1 - share)) + (y[i] * share);
            else x[i] = ((x[i] * alphaA * (1 - share)) + (y[i] * alphaB * share)) / alpha;
        }

        return new ColorValue(space, new Triple(x[0], x[1], x[2]), alpha);
    }

    /// <summary>Which components are alike: reds, greens, blues, lightness, colourfulness, hues, and the two axes of the Labs.</summary>
    private static char Kind(ColorSpace space, int component) => space switch
    {
        ColorSpace.Lab or ColorSpace.Oklab => "lab"[component],
        ColorSpace.Lch or ColorSpace.Oklch => "lch"[component],
        ColorSpace.Hsl => "hcl"[component],
        ColorSpace.Hwb => "h??"[component],
        _ => "123"[component],
    };

    private static double Known(double value) => double.IsNaN(value) ? 0 : value;

    private static byte Byte(double unit) => (byte)Math.Clamp(Math.Floor((Known(unit) * 255) + 0.5), 0, 255);
}
