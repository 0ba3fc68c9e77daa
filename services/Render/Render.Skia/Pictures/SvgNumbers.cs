using System.Globalization;
using SkiaSharp;

namespace WasmEngine.Render.Skia;

/// <summary>Numbers, lengths and transforms as SVG attributes write them. What is not valid counts as not there.</summary>
internal static class SvgNumbers
{
    private const int MaxCount = 100_000;

    internal static List<float> List(string text)
    {
        var result = new List<float>();
        var at = 0;
        while (at < text.Length && result.Count < MaxCount)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] == ',')
            {
                at++;
                continue;
            }

            var end = EndOfNumber(text, at);
            if (end == at || !float.TryParse(text.AsSpan(at, end - at), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) break;
            result.Add(value);
            at = end;
            while (at < text.Length && (char.IsLetter(text[at]) || text[at] == '%')) at++; // units
        }

        return result;
    }

    private static int EndOfNumber(string text, int start)
    {
        var at = start;
        if (at < text.Length && text[at] is '+' or '-') at++;
        var dot = false;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && !dot)))
        {
            dot |= text[at] == '.';
            at++;
        }

        if (at + 1 < text.Length && text[at] is 'e' or 'E' && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '+' or '-'))
        {
            at += 2;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        }

        return at;
    }

    /// <summary>A length in px; percentages are of a basis.</summary>
    internal static float Length(string? text, float basis, float fallback = 0)
    {
        if (string.IsNullOrWhiteSpace(text)) return fallback;
        var trimmed = text.Trim();
        var end = EndOfNumber(trimmed, 0);
        if (!float.TryParse(trimmed.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value)) return fallback;
        return trimmed[end..] switch
        {
            "%" => value * basis / 100,
            "pt" => value * 96 / 72,
            "pc" => value * 16,
            "in" => value * 96,
            "cm" => value * 96 / 2.54f,
            "mm" => value * 96 / 25.4f,
            "em" or "rem" => value * 16,
            _ => value,
        };
    }

    /// <summary>A transform attribute.</summary>
    internal static SKMatrix Transform(string? text)
    {
        var result = SKMatrix.Identity;
        if (text is null) return result;
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('(', at);
            if (open < 0) break;
            var close = text.IndexOf(')', open);
            if (close < 0) break;
            var name = text[at..open].Trim().TrimStart(',').Trim();
            result = result.PreConcat(Function(name, List(text[(open + 1)..close])));
            at = close + 1;
        }

        return result;
    }

    private static SKMatrix Function(string name, List<float> n)
    {
        float At(int i, float fallback = 0) => i < n.Count ? n[i] : fallback;
        return name switch
        {
            "translate" => SKMatrix.CreateTranslation(At(0), At(1)),
            "scale" => SKMatrix.CreateScale(At(0, 1), At(1, At(0, 1))),
            "rotate" => SKMatrix.CreateRotationDegrees(At(0), At(1), At(2)),
            "skewX" => SKMatrix.CreateSkew(MathF.Tan(At(0) * MathF.PI / 180), 0),
            "skewY" => SKMatrix.CreateSkew(0, MathF.Tan(At(0) * MathF.PI / 180)),
            "matrix" when n.Count >= 6 => new SKMatrix(n[0], n[2], n[4], n[1], n[3], n[5], 0, 0, 1),
            _ => SKMatrix.Identity,
        };
    }
}
