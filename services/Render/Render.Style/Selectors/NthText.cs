using System.Globalization;

namespace WasmEngine.Render.Style;

/// <summary>Reads An+B.</summary>
internal static class NthText
{
    /// <summary>The formula; null when the text is none.</summary>
    public static NthFormula? Parse(string text)
    {
        text = text.Trim().ToLowerInvariant();
        if (text is "odd") return new NthFormula(2, 1);
        if (text is "even") return new NthFormula(2, 0);
        var n = text.IndexOf('n', StringComparison.Ordinal);
        if (n < 0) return TryInteger(text, out var only) ? new NthFormula(0, only) : null;
        int step;
        switch (text[..n])
        {
            case "" or "+":
                step = 1;
                break;
            case "-":
                step = -1;
                break;
            default:
                if (!TryInteger(text[..n], out step)) return null;
                break;
        }

        var rest = text[(n + 1)..];
        if (rest.Trim().Length == 0) return new NthFormula(step, 0);
        // White space may stand on both sides of a sign that is not part of the number.
        var trimmed = rest.TrimStart();
        if (trimmed[0] is not ('+' or '-')) return null;
        var digits = trimmed[1..].TrimStart();
        if (digits.Length == 0 || digits[0] is '+' or '-') return null;
        return TryInteger(digits, out var offset) ? new NthFormula(step, trimmed[0] == '-' ? -offset : offset) : null;
    }

    private static bool TryInteger(string text, out int value)
    {
        value = 0;
        if (text.Length == 0 || char.IsWhiteSpace(text[^1]) || char.IsWhiteSpace(text[0])) return false;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return false;
        value = (int)Math.Clamp(number, int.MinValue / 2, int.MaxValue / 2);
        return true;
    }
}
