namespace WasmEngine.Render.Style;

/// <summary>Reads generated content, counters and quotes (css-content-3, css-lists-3).</summary>
internal static class ContentParser
{
    /// <summary>content; null is normal, an empty list none.</summary>
    internal static bool Content(ValueReader reader, out IReadOnlyList<ContentItem>? value)
    {
        value = null;
        if (reader.TryIdent("normal")) return true;
        value = [];
        if (reader.TryIdent("none")) return true;
        var list = new List<ContentItem>();
        while (reader.Peek().Kind is not CssTokenKind.End && !reader.Peek().IsDelim('/'))
        {
            if (Item(reader) is not { } item) return false;
            list.Add(item);
        }

        value = new ValueList<ContentItem>(list);
        return list.Count > 0 && (!reader.TrySlash() || TryAlternative(reader));
    }

    /// <summary>Text for those who can't see; not shown.</summary>
    private static bool TryAlternative(ValueReader reader)
    {
        var any = false;
        while (!reader.IsAtEnd)
        {
            if (Item(reader) is not (ContentText or ContentCounter)) return false;
            any = true;
        }

        return any;
    }

    private static ContentItem? Item(ValueReader reader)
    {
        var token = reader.Peek();
        if (reader.TryString(out var text)) return new ContentText(text);
        if (token.Kind == CssTokenKind.Ident)
        {
            reader.Next();
            return token.Text!.ToLowerInvariant() switch
            {
                "open-quote" => new ContentQuote(true, true),
                "close-quote" => new ContentQuote(false, true),
                "no-open-quote" => new ContentQuote(true, false),
                "no-close-quote" => new ContentQuote(false, false),
                _ => null,
            };
        }

        if (reader.TryFunction("counter")) return Counter(reader, false);
        if (reader.TryFunction("counters")) return Counter(reader, true);
        return ImageParser.Image(reader, out var image) ? new ContentImage(image) : null;
    }

    private static ContentCounter? Counter(ValueReader reader, bool several)
    {
        if (!reader.TryCustomIdent(out var name)) return null;
        var separator = "";
        if (several && (!reader.TryComma() || !reader.TryString(out separator))) return null;
        var style = "decimal";
        if (reader.TryComma() && !ListStyle(reader, out style)) return null;
        return reader.TryClose() ? new ContentCounter(name, several ? separator : null, style) : null;
    }

    /// <summary>A counter style's name (predefined ones in lower case), a string in quotes, or none.</summary>
    internal static bool ListStyle(ValueReader reader, out string value)
    {
        if (reader.TryString(out var text))
        {
            value = $"\"{text}\"";
            return true;
        }

        if (!reader.TryCustomIdent(out value)) return false;
        var lower = value.ToLowerInvariant();
        if (CounterStyles.Contains(lower)) value = lower;
        return true;
    }

    private static readonly HashSet<string> CounterStyles = new(StringComparer.Ordinal)
    {
        "none", "disc", "circle", "square", "disclosure-open", "disclosure-closed", "decimal", "decimal-leading-zero", "lower-roman", "upper-roman", "lower-alpha", "upper-alpha",
        "lower-latin", "upper-latin", "lower-greek", "arabic-indic", "armenian", "upper-armenian", "lower-armenian", "bengali", "cambodian", "khmer", "cjk-decimal", "devanagari",
        "georgian", "gujarati", "gurmukhi", "hebrew", "kannada", "lao", "malayalam", "mongolian", "myanmar", "oriya", "persian", "tamil", "telugu", "thai", "tibetan", "hiragana",
        "hiragana-iroha", "katakana", "katakana-iroha", "cjk-earthly-branch", "cjk-heavenly-stem", "japanese-informal", "japanese-formal", "korean-hangul-formal",
        "korean-hanja-informal", "korean-hanja-formal", "simp-chinese-informal", "simp-chinese-formal", "trad-chinese-informal", "trad-chinese-formal", "ethiopic-numeric",
    };

    /// <summary>counter-reset and -set.</summary>
    internal static bool Reset(ValueReader reader, out IReadOnlyList<CounterChange> value) => Changes(reader, 0, out value);

    internal static bool Increment(ValueReader reader, out IReadOnlyList<CounterChange> value) => Changes(reader, 1, out value);

    private static bool Changes(ValueReader reader, int standard, out IReadOnlyList<CounterChange> value)
    {
        value = [];
        if (reader.TryIdent("none")) return true;
        var list = new List<CounterChange>();
        while (reader.TryCustomIdent(out var name))
        {
            if (name.Equals("none", StringComparison.OrdinalIgnoreCase)) return false;
            var mark = reader.Position;
            if (!Numeric.Integer(reader, out var number))
            {
                reader.Position = mark;
                number = standard;
            }

            list.Add(new CounterChange(name, number));
        }

        value = new ValueList<CounterChange>(list);
        return list.Count > 0;
    }

    /// <summary>quotes; null is auto, an empty list none.</summary>
    internal static bool Quotes(ValueReader reader, out IReadOnlyList<string>? value)
    {
        value = null;
        if (reader.TryIdent("auto")) return true;
        value = [];
        if (reader.TryIdent("none")) return true;
        var list = new List<string>();
        while (reader.TryString(out var open))
        {
            if (!reader.TryString(out var close)) return false;
            list.Add(open);
            list.Add(close);
        }

        value = new ValueList<string>(list);
        return list.Count > 0;
    }
}
