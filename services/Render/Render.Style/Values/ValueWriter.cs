using System.Globalization;
using System.Text;

namespace WasmEngine.Render.Style;

/// <summary>Computed values as CSS text that can be parsed again.</summary>
internal static class ValueWriter
{
    internal static string Write<T>(T value) => value switch
    {
        null => "none",
        float number => Write(number),
        int number => number.ToString(CultureInfo.InvariantCulture),
        Color color => Write(color),
        LengthPercentage length => Write(length),
        SizeValue size => Write(size),
        Radius radius => radius.X == radius.Y ? Write(radius.X) : $"{Write(radius.X)} {Write(radius.Y)}",
        PositionValue position => $"{Write(position.X)} {Write(position.Y)}",
        AspectRatio ratio => ratio.Ratio == 0 ? "auto" : ratio.IsAuto ? $"auto {Write(ratio.Ratio)}" : Write(ratio.Ratio),
        LineHeight line => line.Kind == LineHeightKind.Normal ? "normal" : Write(line.Value) + (line.Kind == LineHeightKind.Length ? "px" : ""),
        CssImage image => EffectWriter.Write(image),
        Enum name => PropertyNames.Kebab(name.ToString()),
        _ => value.ToString() ?? "",
    };

    internal static string Write(float number)
    {
        if (!float.IsFinite(number)) return float.IsNaN(number) ? "calc(NaN)" : number > 0 ? "calc(infinity)" : "calc(-infinity)";
        return number.ToString("R", CultureInfo.InvariantCulture);
    }

    internal static string Write(LengthPercentage length)
    {
        if (length.Expression is CalcFunction function) return $"calc({Write(function)})";
        if (length.Percent == 0) return Write(length.Px) + "px";
        var percent = Math.Abs(length.Percent) <= LengthPercentage.ZeroPercent ? 0 : length.Percent;
        if (length.Px == 0) return Write(percent) + "%";
        return $"calc({Write(percent)}% + {Write(length.Px)}px)";
    }

    internal static string Write(SizeValue size) => size.Kind switch
    {
        SizeKind.Length => Write(size.Length),
        SizeKind.FitContent when size.HasLimit => $"fit-content({Write(size.Length)})",
        _ => PropertyNames.Kebab(size.Kind.ToString()),
    };

    internal static string Write(Color color)
    {
        if (color.IsOpaque) return $"rgb({color.Red}, {color.Green}, {color.Blue})";
        var alpha = Math.Round(color.Alpha / 255d, 2);
        if ((int)Math.Floor((alpha * 255) + 0.5) != color.Alpha) alpha = Math.Round(color.Alpha / 255d, 3);
        return $"rgba({color.Red}, {color.Green}, {color.Blue}, {alpha.ToString(CultureInfo.InvariantCulture)})";
    }

    internal static string WriteSides<T>(Sides<T> sides, Func<T, string> write) => $"{write(sides.Top)} {write(sides.Right)} {write(sides.Bottom)} {write(sides.Left)}";

    /// <summary>A string in quotes, escaped.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c < ' ' || c == '\u007F') quoted.Append(CultureInfo.InvariantCulture, $"\\{(int)c:x} ");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private static string Write(CalcFunction function)
    {
        var terms = function.Terms.Select(Write);
        return function.Operation switch
        {
            CalcOperation.Sum => "(" + string.Join(" + ", terms) + ")",
            CalcOperation.Product => "(" + string.Join(" * ", terms) + ")",
            CalcOperation.RoundNearest => $"round(nearest, {string.Join(", ", terms)})",
            CalcOperation.RoundUp => $"round(up, {string.Join(", ", terms)})",
            CalcOperation.RoundDown => $"round(down, {string.Join(", ", terms)})",
            CalcOperation.RoundToZero => $"round(to-zero, {string.Join(", ", terms)})",
            _ => $"{PropertyNames.Kebab(function.Operation.ToString())}({string.Join(", ", terms)})",
        };
    }

    private static string Write(CalcTerm term)
    {
        if (term.Expression is { } inner) return Write(inner);
        if (term.Type.IsNumber) return Write(term.Value);
        if (term.Percent == 0) return Write(term.Value) + "px";
        return term.Value == 0 ? Write(term.Percent) + "%" : $"({Write(term.Percent)}% + {Write(term.Value)}px)";
    }

    private static string Write(double number) => double.IsNaN(number) ? "NaN" : double.IsPositiveInfinity(number) ? "infinity" : double.IsNegativeInfinity(number) ? "-infinity"
        : number.ToString("R", CultureInfo.InvariantCulture);
}
