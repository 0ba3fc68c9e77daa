using System.Collections.Frozen;

namespace WasmEngine.Render.Style;

internal enum LengthUnit : byte
{
    Px, Cm, Mm, Q, In, Pt, Pc,
    Em, Ex, Ch, Cap, Ic, Lh,
    Rem, Rex, Rch, Rcap, Ric, Rlh,
    Vw, Vh, Vmin, Vmax,
}

/// <summary>Units of css-values-4. The small, large and dynamic viewport are one here, and so are the container units, as there are no containers.</summary>
internal static class LengthUnits
{
    /// <summary>The largest length in px, as in Blink: what 1/64 px in 32 bits can say.</summary>
    internal const double Largest = 33_554_428;

    private static readonly FrozenDictionary<string, LengthUnit> Units = Make();

    internal static bool TryFind(string name, out LengthUnit unit) => Units.TryGetValue(name, out unit);

    /// <summary>A length in px, not limited.</summary>
    internal static double ToPx(ValueReader reader, double value, LengthUnit unit) => unit switch
    {
        LengthUnit.Px => value,
        LengthUnit.Cm => value * (96 / 2.54),
        LengthUnit.Mm => value * (96 / 25.4),
        LengthUnit.Q => value * (96 / 101.6),
        LengthUnit.In => value * 96,
        LengthUnit.Pt => value * 96 / 72,
        LengthUnit.Pc => value * 16,
        <= LengthUnit.Lh => value * OfFont(reader, unit, ValueDependencies.FontSize, ValueDependencies.FontMetrics, false),
        <= LengthUnit.Rlh => value * OfFont(reader, unit - LengthUnit.Rem + LengthUnit.Em, ValueDependencies.RootFontSize, ValueDependencies.RootFontMetrics, true),
        _ => value * OfViewport(reader, unit),
    };

    /// <summary>Limited to what a length can be; NaN is 0.</summary>
    internal static float Clamp(double px) => double.IsNaN(px) ? 0 : (float)Math.Clamp(px, -Largest, Largest);

    /// <summary>A percentage, limited; 0 % is not lost, see <see cref="LengthPercentage.ZeroPercent"/>.</summary>
    internal static float Percent(double percent) => percent == 0 ? LengthPercentage.ZeroPercent : Clamp(percent);

    private static double OfFont(ValueReader reader, LengthUnit unit, ValueDependencies size, ValueDependencies metrics, bool root)
    {
        reader.Dependencies |= unit == LengthUnit.Em ? size : size | metrics;
        if (reader.Context is not { } builder) return 16;
        var font = root ? builder.RootFont : builder.FontForUnits;
        if (unit == LengthUnit.Em) return font.Size;
        var fonts = builder.Context.Fonts;
        return unit switch
        {
            LengthUnit.Ex => fonts?.XHeight(font) ?? font.Size / 2,
            LengthUnit.Ch => fonts?.ZeroWidth(font) ?? font.Size / 2,
            LengthUnit.Cap => fonts?.CapHeight(font) ?? font.Size * 0.7f,
            LengthUnit.Ic => fonts?.IdeographWidth(font) ?? font.Size,
            _ => LineOf(builder, font, root),
        };
    }

    private static double LineOf(StyleBuilder builder, FontStyle font, bool root)
    {
        var text = root && builder.Context.Root is { } style ? style.Text : builder.UsesParentFont || builder.UsesParentLine ? builder.Parent.Text : builder.Values.Text;
        return text.LineHeight.Kind switch
        {
            LineHeightKind.Number => text.LineHeight.Value * font.Size,
            LineHeightKind.Length => text.LineHeight.Value,
            _ => builder.Context.Fonts?.LineHeight(font) ?? font.Size * 1.15f,
        };
    }

    private static double OfViewport(ValueReader reader, LengthUnit unit)
    {
        reader.Dependencies |= ValueDependencies.Viewport;
        var context = reader.Context?.Context ?? ComputeContext.Default;
        var (width, height) = (context.ViewportWidth, context.ViewportHeight);
        return unit switch
        {
            LengthUnit.Vw => width / 100d,
            LengthUnit.Vh => height / 100d,
            LengthUnit.Vmin => Math.Min(width, height) / 100d,
            _ => Math.Max(width, height) / 100d,
        };
    }

    private static FrozenDictionary<string, LengthUnit> Make()
    {
        var units = new Dictionary<string, LengthUnit>(StringComparer.OrdinalIgnoreCase);
        foreach (var unit in Enum.GetValues<LengthUnit>()) units.Add(unit.ToString(), unit);
        units.Add("vi", LengthUnit.Vw);
        units.Add("vb", LengthUnit.Vh);
        foreach (var prefix in new[] { "s", "l", "d", "cq" })
        {
            foreach (var (name, unit) in new[] { ("w", LengthUnit.Vw), ("h", LengthUnit.Vh), ("i", LengthUnit.Vw), ("b", LengthUnit.Vh), ("min", LengthUnit.Vmin), ("max", LengthUnit.Vmax) })
                units.Add(prefix == "cq" ? prefix + name : prefix + "v" + name, unit);
        }

        return units.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
