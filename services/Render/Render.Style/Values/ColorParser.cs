using System.Globalization;

namespace WasmEngine.Render.Style;

/// <summary>Reads colours of every form of css-color-4, relative colours, color-mix() and light-dark() of css-color-5.</summary>
internal static class ColorParser
{
    /// <summary>A colour, currentcolor being the element's.</summary>
    internal static bool Color(ValueReader reader, out Color color)
    {
        var valid = TryValue(reader, out var value);
        color = valid ? value.ToColor() : default;
        return valid;
    }

    /// <summary>A colour; null for currentcolor by itself.</summary>
    internal static bool ColorOrCurrent(ValueReader reader, out Color? color)
    {
        color = null;
        if (reader.TryIdent("currentcolor")) return true;
        if (!Color(reader, out var value)) return false;
        color = value;
        return true;
    }

    internal static bool TryValue(ValueReader reader, out ColorValue value)
    {
        var token = reader.Peek();
        value = default;
        switch (token.Kind)
        {
            case CssTokenKind.Hash:
                reader.Next();
                return TryHex(token.Text!, out value);
            case CssTokenKind.Ident:
                reader.Next();
                return TryName(reader, token.Text!, out value);
            case CssTokenKind.Function:
                if (reader.Depth >= ValueReader.MaxNesting) return false;
                reader.Next();
                reader.Depth++;
                var outer = reader.Channels;
                var valid = ColorFunctions.TryArguments(reader, token.Text!.ToLowerInvariant(), out value);
                reader.Channels = outer;
                reader.Depth--;
                return valid && reader.TryClose();
            case CssTokenKind.Number or CssTokenKind.Dimension when reader.IsUnitlessAllowed:
                reader.Next();
                return TryQuirky(token, out value);
            default:
                return false;
        }
    }

    private static bool TryName(ValueReader reader, string name, out ColorValue value)
    {
        value = default;
        if (name.Equals("currentcolor", StringComparison.OrdinalIgnoreCase))
        {
            reader.Dependencies |= ValueDependencies.CurrentColor;
            value = ColorValue.Of(reader.Context?.CurrentColor ?? Style.Color.Black);
            return true;
        }

        if (!ColorNames.TryNamed(name, out var color))
        {
            if (!ColorNames.TrySystem(name, IsDark(reader), out color)) return reader.IsUnitlessAllowed && name.Length is 3 or 6 && reader.IsUnitlessAllowed && TryHex(name, out value);
            reader.Dependencies |= ValueDependencies.ColorScheme;
        }

        value = ColorValue.Of(color);
        return true;
    }

    internal static bool IsDark(ValueReader reader) => reader.Context?.Values.Inherited.IsDark ?? false;

    private static bool TryHex(string text, out ColorValue value)
    {
        value = default;
        if (text.Length is not (3 or 4 or 6 or 8)) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c)) return false;
        }

        var number = uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (text.Length <= 4)
        {
            var digits = text.Length == 3 ? (number << 4) | 0xF : number;
            number = 0;
            for (var i = 12; i >= 0; i -= 4) number = (number << 8) | (((digits >> i) & 0xF) * 0x11);
        }
        else if (text.Length == 6) number = (number << 8) | 0xFF;

        value = ColorValue.Of(new Color((number >> 8) | (number << 24)));
        return true;
    }

    /// <summary>A colour without its #, which the tokenizer took for a number (quirks standard, section 3.1).</summary>
    private static bool TryQuirky(in CssToken token, out ColorValue value)
    {
        value = default;
        if ((token.Flags & CssTokenFlags.IsInteger) == 0 || token.Number < 0 || token.Number > 999_999) return false;
        var text = token.Number.ToString(CultureInfo.InvariantCulture);
        if (token.Kind == CssTokenKind.Dimension) text += token.Text;
        if (text.Length is not 3) text = text.PadLeft(6, '0');
        return text.Length is 3 or 6 && TryHex(text, out value);
    }
}
