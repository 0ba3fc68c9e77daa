using System.Globalization;
using System.Text;

namespace WasmEngine.Render.Layout;

/// <summary>Predefined counter styles (css-counter-styles-3, chapter 6).</summary>
internal static class CounterStyles
{
    private const string Disc = "\u2022", Circle = "\u25E6", Square = "\u25A0", Open = "\u25BE", ClosedLtr = "\u25B8";
    private const string LowerLatin = "abcdefghijklmnopqrstuvwxyz", LowerGreek = "αβγδεζηθικλμνξοπρστυφχψω";
    private const string Hiragana = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん";
    private const string Katakana = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン";
    private const string CjkDigits = "〇一二三四五六七八九", CjkStems = "甲乙丙丁戊己庚辛壬癸", CjkBranches = "子丑寅卯辰巳午未申酉戌亥";

    private static readonly (int Value, string Symbol)[] Roman =
    [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ];

    /// <summary>First characters of runs of nine symbols, for ones, tens, hundreds, thousands.</summary>
    private const string Armenian = "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔ";
    private const string Georgian = "აბგდევზჱთიკლმნჲოპჟრსტჳფქღყშჩცძწჭხჴჯჰ";

    private static readonly Dictionary<string, string> Digits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["arabic-indic"] = "٠١٢٣٤٥٦٧٨٩",
        ["persian"] = "۰۱۲۳۴۵۶۷۸۹",
        ["urdu"] = "۰۱۲۳۴۵۶۷۸۹",
        ["devanagari"] = "०१२३४५६७८९",
        ["bengali"] = "০১২৩৪৫৬৭৮৯",
        ["gujarati"] = "૦૧૨૩૪૫૬૭૮૯",
        ["gurmukhi"] = "੦੧੨੩੪੫੬੭੮੯",
        ["kannada"] = "೦೧೨೩೪೫೬೭೮೯",
        ["khmer"] = "០១២៣៤៥៦៧៨៩",
        ["cambodian"] = "០១២៣៤៥៦៧៨៩",
        ["lao"] = "໐໑໒໓໔໕໖໗໘໙",
        ["malayalam"] = "൦൧൨൩൪൫൬൭൮൯",
        ["mongolian"] = "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙",
        ["myanmar"] = "၀၁၂၃၄၅၆၇၈၉",
        ["oriya"] = "୦୧୨୩୪୫୬୭୮୯",
        ["tamil"] = "௦௧௨௩௪௫௬௭௮௯",
        ["telugu"] = "౦౧౨౩౪౫౬౭౮౯",
        ["thai"] = "๐๑๒๓๔๕๖๗๘๙",
        ["tibetan"] = "༠༡༢༣༤༥༦༧༨༩",
        ["cjk-decimal"] = CjkDigits,
    };

    /// <summary>Whether a marker of this style is a drawn symbol rather than text.</summary>
    internal static bool IsSymbol(string style) => style is "disc" or "circle" or "square" or "disclosure-open" or "disclosure-closed";

    /// <summary>Whether a marker's text depends on the item's number.</summary>
    internal static bool Counts(string style) => !IsSymbol(style) && !IsString(style, out _);

    /// <summary>The text of a list item's marker, with what follows the number.</summary>
    internal static string Marker(int value, string style)
    {
        if (IsString(style, out var text)) return text;
        var suffix = style is "hiragana" or "hiragana-iroha" or "katakana" or "katakana-iroha" or "cjk-decimal" or "cjk-heavenly-stem" or "cjk-earthly-branch" ? "、" : ". ";
        return IsSymbol(style) ? Format(value, style) + " " : Format(value, style) + suffix;
    }

    /// <summary>A counter's representation; decimal where the style has none for it or is not known.</summary>
    internal static string Format(int value, string style)
    {
        if (IsString(style, out var text)) return text;
        return style.ToLowerInvariant() switch
        {
            "none" => "",
            "disc" => Disc,
            "circle" => Circle,
            "square" => Square,
            "disclosure-open" => Open,
            "disclosure-closed" => ClosedLtr,
            "decimal-leading-zero" => value is >= 0 and < 10 ? "0" + Decimal(value) : value is < 0 and > -10 ? "-0" + Decimal(-value) : Decimal(value),
            "lower-roman" => RomanOf(value),
            "upper-roman" => RomanOf(value).ToUpperInvariant(),
            "lower-alpha" or "lower-latin" => Alphabetic(value, LowerLatin),
            "upper-alpha" or "upper-latin" => Alphabetic(value, LowerLatin).ToUpperInvariant(),
            "lower-greek" => Alphabetic(value, LowerGreek),
            "hiragana" => Alphabetic(value, Hiragana),
            "katakana" => Alphabetic(value, Katakana),
            "armenian" or "upper-armenian" => Additive(value, Armenian, 9999),
            "lower-armenian" => Additive(value, Armenian, 9999).ToLowerInvariant(),
            "georgian" => value >= 10_000 && value < 20_000 ? "ჵ" + (value == 10_000 ? "" : Additive(value - 10_000, Georgian, 9999)) : Additive(value, Georgian, 9999),
            "hebrew" => HebrewNumbers.Format(value) ?? Decimal(value),
            "cjk-heavenly-stem" => Fixed(value, CjkStems),
            "cjk-earthly-branch" => Fixed(value, CjkBranches),
            _ => Digits.TryGetValue(style, out var digits) ? Numeric(value, digits) : Decimal(value),
        };
    }

    /// <summary>Whether a style is a string in quotes.</summary>
    private static bool IsString(string style, out string text)
    {
        text = "";
        if (style.Length < 2 || style[0] is not ('"' or '\'') || style[^1] != style[0]) return false;
        text = style[1..^1];
        return true;
    }

    private static string Decimal(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Numeric(int value, string digits) =>
        string.Concat(Decimal(value).Select(c => char.IsAsciiDigit(c) ? digits[c - '0'] : c));

    private static string Fixed(int value, string symbols) => value >= 1 && value <= symbols.Length ? symbols[value - 1].ToString() : Decimal(value);

    private static string Alphabetic(int value, string symbols)
    {
        if (value < 1) return Decimal(value);
        var text = new StringBuilder();
        for (var rest = value; rest > 0; rest = (rest - 1) / symbols.Length) text.Insert(0, symbols[(rest - 1) % symbols.Length]);
        return text.ToString();
    }

    private static string RomanOf(int value)
    {
        if (value is < 1 or > 3999) return Decimal(value);
        var text = new StringBuilder();
        foreach (var (worth, symbol) in Roman)
        {
            for (; value >= worth; value -= worth) text.Append(symbol);
        }

        return text.ToString();
    }

    private static string Additive(int value, string symbols, int most)
    {
        if (value < 1 || value > most) return Decimal(value);
        var text = new StringBuilder();
        for (var (worth, at) = (1000, 27); worth > 0; worth /= 10, at -= 9)
        {
            var digit = value / worth % 10;
            if (digit > 0) text.Append(symbols[at + digit - 1]);
        }

        return text.ToString();
    }
}

/// <summary>Hebrew numbers up to 10,999.</summary>
internal static class HebrewNumbers
{
    private const string Ones = "אבגדהוזחט", Tens = "יכלמנסעפצ", Hundreds = "קרשת";

    internal static string? Format(int value)
    {
        if (value is < 1 or > 10_999) return null;
        var text = new StringBuilder();
        if (value >= 1000)
        {
            text.Append(value >= 10_000 ? "י" : Ones[(value / 1000) - 1].ToString()).Append('׳');
            value %= value >= 10_000 ? 10_000 : 1000;
        }

        for (; value >= 400; value -= 400) text.Append('ת');
        if (value >= 100) text.Append(Hundreds[(value / 100) - 1]);
        value %= 100;
        if (value is 15 or 16) return text.Append('ט').Append(value == 15 ? 'ו' : 'ז').ToString();
        if (value >= 10) text.Append(Tens[(value / 10) - 1]);
        if (value % 10 > 0) text.Append(Ones[(value % 10) - 1]);
        return text.ToString();
    }
}
