using System.Globalization;

namespace WasmEngine.Render.Layout;

/// <summary>Natural sizes of SVG (SVG 2, 8.2; css-images-3, 5.1).</summary>
public static class SvgSizes
{
    /// <summary>Of the root's attributes: width and height where they are lengths, and the viewBox's ratio.</summary>
    public static NaturalSize Of(string? width, string? height, string? viewBox)
    {
        var (w, h) = (Length(width), Length(height));
        return w is { } x && h is { } y ? NaturalSize.Of(x, y) : new NaturalSize(w, h, Ratio(viewBox));
    }

    private static float? Ratio(string? value)
    {
        if (value is null) return null;
        var parts = value.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 4 && Number(parts[2]) is { } w && Number(parts[3]) is { } h && w > 0 && h > 0 ? w / h : null;
    }

    private static float? Length(string? value)
    {
        if (value is null) return null;
        var text = value.AsSpan().Trim();
        var unit = text.Length;
        while (unit > 0 && (char.IsAsciiLetter(text[unit - 1]) || text[unit - 1] == '%')) unit--;
        if (Number(text[..unit]) is not { } number || number < 0) return null;
        return text[unit..] switch
        {
            "" or "px" => number,
            "pt" => number * 96 / 72,
            "pc" => number * 16,
            "in" => number * 96,
            "cm" => number * 96 / 2.54f,
            "mm" => number * 96 / 25.4f,
            "em" or "rem" => number * 16,
            _ => null,
        };
    }

    private static float? Number(ReadOnlySpan<char> text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number : null;
}
