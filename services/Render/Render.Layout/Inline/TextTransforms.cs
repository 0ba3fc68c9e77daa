using System.Text;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Layout;

/// <summary>text-transform (css-text-3, 2.1), with the mappings of Unicode's SpecialCasing that lengthen text.</summary>
internal static class TextTransforms
{
    /// <summary>The text as it is shown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="transform">What is to be done.</param>
    /// <param name="language">Its language; Turkish and Azeri have letters of their own.</param>
    /// <param name="before">The character before it in the paragraph; '\0' at the start.</param>
    internal static string Apply(string text, TextTransform transform, string language, char before) => transform switch
    {
        TextTransform.Uppercase => Upper(text, language),
        TextTransform.Lowercase => Lower(text, language),
        TextTransform.Capitalize => Capitalize(text, language, before),
        TextTransform.FullWidth => FullWidth(text),
        _ => text,
    };

    private static bool IsTurkic(string language) =>
        language.StartsWith("tr", StringComparison.OrdinalIgnoreCase) || language.StartsWith("az", StringComparison.OrdinalIgnoreCase);

    private static string Upper(string text, string language)
    {
        var turkic = IsTurkic(language);
        var upper = turkic ? text.Replace('i', 'İ').ToUpperInvariant() : text.ToUpperInvariant();
        if (!upper.AsSpan().ContainsAny(Special)) return upper;
        var result = new StringBuilder(upper.Length + 8);
        foreach (var unit in upper) Append(result, unit);
        return result.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("ßŉǰΐΰևﬀﬁﬂﬃﬄﬅﬆ");

    private static void Append(StringBuilder to, char unit)
    {
        var mapped = unit switch
        {
            'ß' => "SS",
            'ŉ' => "ʼN",
            'ǰ' => "J\u030C",
            'ΐ' => "Ι\u0308\u0301",
            'ΰ' => "Υ\u0308\u0301",
            'և' => "ԵՒ",
            'ﬀ' => "FF",
            'ﬁ' => "FI",
            'ﬂ' => "FL",
            'ﬃ' => "FFI",
            'ﬄ' => "FFL",
            'ﬅ' or 'ﬆ' => "ST",
            _ => null,
        };
        if (mapped is null) to.Append(unit);
        else to.Append(mapped);
    }

    private static string Lower(string text, string language)
    {
        if (IsTurkic(language)) text = text.Replace('I', 'ı').Replace('İ', 'i');
        if (text.Contains('Σ', StringComparison.Ordinal)) text = WithFinalSigmas(text);
        return text.Replace("İ", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
    }

    // A sigma at a word's end has another form.
    private static string WithFinalSigmas(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        from.CopyTo(to);
        for (var at = 1; at < to.Length; at++)
        {
            if (from[at] == 'Σ' && char.IsLetter(from[at - 1]) && (at + 1 == to.Length || !char.IsLetter(from[at + 1]))) to[at] = 'ς';
        }
    });

    private static string Capitalize(string text, string language, char before)
    {
        // Words are found with what is before them, for a word may have begun in another element.
        var joined = before == '\0' ? text : before + text;
        var offset = joined.Length - text.Length;
        var result = new StringBuilder(text.Length);
        for (var start = 0; start < joined.Length;)
        {
            var end = WordBreaker.Next(joined, start);
            var word = joined.AsSpan(start, end - start);
            var from = Math.Max(start, offset);
            var letter = start < offset ? -1 : FirstLetter(word);
            if (letter < 0)
            {
                result.Append(joined, from, end - from);
            }
            else
            {
                var length = char.IsHighSurrogate(word[letter]) && letter + 1 < word.Length ? 2 : 1;
                result.Append(word[..letter]).Append(Upper(word.Slice(letter, length).ToString(), language)).Append(word[(letter + length)..]);
            }

            start = end;
        }

        return result.ToString();
    }

    private static int FirstLetter(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (char.IsLetterOrDigit(word[i]) || char.IsHighSurrogate(word[i])) return i;
        }

        return -1;
    }

    private static string FullWidth(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = from[i] is > ' ' and <= '~' ? (char)(from[i] + 0xFEE0) : from[i];
    });
}
