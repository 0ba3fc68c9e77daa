namespace WasmEngine.Render.Style;

/// <summary>font-size before it is computed: a keyword, a step, or a length or percentage of the parent's size.</summary>
/// <param name="Keyword">1 xx-small to 8 xxx-large; 0 none.</param>
/// <param name="Step">-1 smaller, 1 larger, 0 none.</param>
/// <param name="Px">Length.</param>
/// <param name="IsAbsolute">Given in units that do not depend on a font.</param>
internal readonly record struct FontSizeValue(byte Keyword, sbyte Step, LengthPercentage Px, bool IsAbsolute);

/// <summary>Reads font properties (css-fonts-4).</summary>
internal static class FontParser
{
    private static readonly KeywordMap<byte> SizeKeywords = KeywordMap.Of<byte>(
        KeywordMap.Is<byte>("xx-small", 1), KeywordMap.Is<byte>("x-small", 2), KeywordMap.Is<byte>("small", 3), KeywordMap.Is<byte>("medium", 4), KeywordMap.Is<byte>("large", 5), KeywordMap.Is<byte>("x-large", 6), KeywordMap.Is<byte>("xx-large", 7), KeywordMap.Is<byte>("xxx-large", 8));

    private static readonly HashSet<string> Generic = new(StringComparer.OrdinalIgnoreCase)
    {
        "serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "math", "emoji", "fangsong", "-webkit-body",
    };

    internal static bool Size(ValueReader reader, out FontSizeValue value)
    {
        value = default;
        if (reader.TryKeyword(SizeKeywords, out var keyword)) value = new FontSizeValue(keyword, 0, default, false);
        else if (reader.TryIdent("smaller")) value = new FontSizeValue(0, -1, default, false);
        else if (reader.TryIdent("larger")) value = new FontSizeValue(0, 1, default, false);
        else
        {
            var outer = reader.Dependencies;
            reader.Dependencies = ValueDependencies.None;
            var valid = Numeric.NonNegative(reader, out var length);
            var ofFont = (reader.Dependencies & (ValueDependencies.FontSize | ValueDependencies.FontMetrics)) != 0;
            reader.Dependencies |= outer;
            value = new FontSizeValue(0, 0, length, !ofFont && !length.HasPercent);
            return valid;
        }

        return true;
    }

    internal static bool Families(ValueReader reader, out IReadOnlyList<string> value)
    {
        var list = new List<string>(2);
        value = list;
        do
        {
            if (reader.TryString(out var quoted)) list.Add(quoted);
            else if (!TryFamily(reader, out var name)) return false;
            else list.Add(name);
        }
        while (reader.TryComma());
        value = new ValueList<string>(list);
        return true;
    }

    private static bool TryFamily(ValueReader reader, out string name)
    {
        name = "";
        if (!reader.TryAnyIdent(out var first) || CssWideValue.Find(first) is not null) return false;
        name = first;
        while (reader.TryAnyIdent(out var next)) name = $"{name} {next}";
        if (Generic.Contains(name)) name = name.ToLowerInvariant();
        return !name.Equals("default", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>normal, bold, a number from 1 to 1000; bolder and lighter of the parent's.</summary>
    internal static bool Weight(ValueReader reader, out float value)
    {
        value = 400;
        if (reader.TryIdent("normal")) return true;
        if (reader.TryIdent("bold"))
        {
            value = 700;
            return true;
        }

        var bolder = reader.TryIdent("bolder");
        if (bolder || reader.TryIdent("lighter"))
        {
            reader.Dependencies |= ValueDependencies.FontMetrics;
            var parent = reader.Context?.Parent.Font.Weight ?? 400;
            value = bolder ? Bolder(parent) : Lighter(parent);
            return true;
        }

        var literal = reader.Peek().Kind == CssTokenKind.Number;
        if (!Numeric.Number(reader, out value) || (literal && value is < 1 or > 1000)) return false;
        value = Math.Clamp(value, 1, 1000);
        return true;
    }

    private static float Bolder(float weight) => weight < 350 ? 400 : weight < 550 ? 700 : Math.Max(weight, 900);

    private static float Lighter(float weight) => weight < 100 ? weight : weight < 550 ? 100 : weight < 750 ? 400 : 700;

    internal static bool Slant(ValueReader reader, out (FontSlant Slant, float Angle) value)
    {
        value = (FontSlant.Normal, 14);
        if (reader.TryIdent("normal")) return true;
        if (reader.TryIdent("italic"))
        {
            value.Slant = FontSlant.Italic;
            return true;
        }

        if (!reader.TryIdent("oblique")) return false;
        value.Slant = FontSlant.Oblique;
        var token = reader.Peek();
        if (token.Kind != CssTokenKind.Dimension || !OtherUnits.TryAngle(token, out _))
        {
            if (!MathParser.Starts(token)) return true;
        }

        if (!Numeric.Angle(reader, false, out var angle) || angle is < -90 or > 90) return false;
        value.Angle = angle;
        return true;
    }

    internal static readonly KeywordMap<float> StretchKeywords = KeywordMap.Of(
        KeywordMap.Is<float>("normal", 100f), KeywordMap.Is<float>("ultra-condensed", 50), KeywordMap.Is<float>("extra-condensed", 62.5f), KeywordMap.Is<float>("condensed", 75), KeywordMap.Is<float>("semi-condensed", 87.5f),
        KeywordMap.Is<float>("semi-expanded", 112.5f), KeywordMap.Is<float>("expanded", 125), KeywordMap.Is<float>("extra-expanded", 150), KeywordMap.Is<float>("ultra-expanded", 200));

    internal static bool Stretch(ValueReader reader, out float value)
    {
        if (reader.TryKeyword(StretchKeywords, out value)) return true;
        return Numeric.Percentage(reader, out value) && value >= 0;
    }

    internal static bool Features(ValueReader reader, out IReadOnlyList<(string Tag, int Value)> value)
    {
        value = [];
        if (reader.TryIdent("normal")) return true;
        var list = new List<(string Tag, int Value)>();
        do
        {
            if (!reader.TryString(out var tag) || !IsTag(tag)) return false;
            var number = 1;
            if (reader.TryIdent("off")) number = 0;
            else if (!reader.TryIdent("on") && reader.Peek().Kind is CssTokenKind.Number or CssTokenKind.Function && !Numeric.Integer(reader, 0, out number)) return false;
            list.Add((tag, number));
        }
        while (reader.TryComma());
        value = new ValueList<(string Tag, int Value)>(list);
        return true;
    }

    internal static bool Variations(ValueReader reader, out IReadOnlyList<(string Axis, float Value)> value)
    {
        value = [];
        if (reader.TryIdent("normal")) return true;
        var list = new List<(string Axis, float Value)>();
        do
        {
            if (!reader.TryString(out var tag) || !IsTag(tag) || !Numeric.Number(reader, out var number)) return false;
            list.Add((tag, number));
        }
        while (reader.TryComma());
        value = new ValueList<(string Axis, float Value)>(list);
        return true;
    }

    private static bool IsTag(string tag) => tag.Length == 4 && tag.All(c => c is >= ' ' and <= '~');

    internal static bool LineHeight(ValueReader reader, out LineHeight value)
    {
        value = default;
        if (reader.TryIdent("normal")) return true;
        var mark = reader.Position;
        var token = reader.Peek();
        if (token.Kind != CssTokenKind.Percentage && Numeric.NonNegativeNumber(reader, out var number))
        {
            value = new LineHeight(LineHeightKind.Number, number);
            return true;
        }

        reader.Position = mark;
        if (token.Kind == CssTokenKind.Number || !Numeric.NonNegative(reader, out var length)) return false;
        if (length.HasPercent) reader.Dependencies |= ValueDependencies.FontSize;
        value = new LineHeight(LineHeightKind.Length, length.Resolve(reader.Context?.Values.Font.Size ?? 16));
        return true;
    }
}
