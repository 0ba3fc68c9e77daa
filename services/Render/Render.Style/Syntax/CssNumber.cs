using System.Globalization;

namespace WasmEngine.Render.Style;

/// <summary>Numbers as css-syntax-3, section 4.3.12 reads them.</summary>
internal static class CssNumber
{
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number that begins at a place, which moves past it. Never infinite.</summary>
    internal static double Read(ReadOnlySpan<char> source, ref int at, out CssTokenFlags flags)
    {
        var start = at;
        flags = CssTokenFlags.IsInteger;
        if (source[at] is '+' or '-')
        {
            flags |= CssTokenFlags.HasSign;
            at++;
        }

        SkipDigits(source, ref at);
        var digits = at;
        if (at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]))
        {
            flags &= ~CssTokenFlags.IsInteger;
            at++;
            SkipDigits(source, ref at);
        }

        var mantissa = at;
        if (at < source.Length && source[at] is 'e' or 'E') SkipExponent(source, ref at);
        if (at != mantissa) flags &= ~CssTokenFlags.IsInteger;
        if (at == mantissa && at - start <= 15) return Small(source[start..at], at - digits);
        var value = double.Parse(source[start..at], NumberStyles.Float, CultureInfo.InvariantCulture);
        return Math.Clamp(value, -double.MaxValue, double.MaxValue);
    }

    /// <summary>At most 15 digits: exact as an integer over a power of ten.</summary>
    private static double Small(ReadOnlySpan<char> text, int fraction)
    {
        var negative = text[0] == '-';
        long value = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) value = (value * 10) + (c - '0');
        }

        var number = fraction == 0 ? value : value / Powers[fraction - 1];
        return negative ? -number : number;
    }

    private static void SkipExponent(ReadOnlySpan<char> source, ref int at)
    {
        var digits = at + 1;
        if (digits < source.Length && source[digits] is '+' or '-') digits++;
        if (digits >= source.Length || !char.IsAsciiDigit(source[digits])) return;
        at = digits;
        SkipDigits(source, ref at);
    }

    private static void SkipDigits(ReadOnlySpan<char> source, ref int at)
    {
        while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
    }
}
