namespace WasmEngine.Render.Style;

/// <summary>Evaluates one feature: `(width >= 30em)`, `(min-width: 30em)`, `(hover)`.</summary>
internal static class MediaFeature
{
    private enum Relation : byte { None, Less, LessOrEqual, Equal, GreaterOrEqual, Greater }

    /// <summary>Null when it is unknown or not valid.</summary>
    public static bool? Evaluate(ConditionCursor cursor, MediaEnvironment environment)
    {
        if (cursor.Peek() is { Kind: CssTokenKind.Ident, Text: { } name } && !IsValueWord(name))
        {
            cursor.Next();
            name = name.ToLowerInvariant();
            if (cursor.IsAtEnd) return Boolean(name, environment);
            if (cursor.TryKind(CssTokenKind.Colon)) return Plain(name, cursor, environment);
            var relation = ReadRelation(cursor);
            if (relation == Relation.None || Value(cursor) is not { } bound || !cursor.IsAtEnd) return null;
            return Number(name, environment) is { } actual ? Compare(actual, relation, bound) : null;
        }

        return Range(cursor, environment);
    }

    // value < name [< value]
    private static bool? Range(ConditionCursor cursor, MediaEnvironment environment)
    {
        if (Value(cursor) is not { } low) return null;
        var first = ReadRelation(cursor);
        if (first == Relation.None || cursor.Next() is not { Kind: CssTokenKind.Ident, Text: { } name }) return null;
        if (Number(name.ToLowerInvariant(), environment) is not { } actual) return null;
        var result = Compare(low, first, actual);
        if (cursor.IsAtEnd) return result;
        var second = ReadRelation(cursor);
        if (second == Relation.None || first == Relation.Equal || second == Relation.Equal || first > Relation.Equal != second > Relation.Equal) return null;
        if (Value(cursor) is not { } high || !cursor.IsAtEnd) return null;
        return result && Compare(actual, second, high);
    }

    private static bool? Plain(string name, ConditionCursor cursor, MediaEnvironment environment)
    {
        var relation = Relation.Equal;
        var bare = name;
        if (name.StartsWith("min-", StringComparison.Ordinal)) (bare, relation) = (name[4..], Relation.GreaterOrEqual);
        else if (name.StartsWith("max-", StringComparison.Ordinal)) (bare, relation) = (name[4..], Relation.LessOrEqual);
        else if (name.StartsWith("-webkit-min-", StringComparison.Ordinal)) (bare, relation) = ("-webkit-" + name[12..], Relation.GreaterOrEqual);
        else if (name.StartsWith("-webkit-max-", StringComparison.Ordinal)) (bare, relation) = ("-webkit-" + name[12..], Relation.LessOrEqual);
        if (Number(bare, environment) is { } actual) return Value(cursor) is { } bound && cursor.IsAtEnd ? Compare(actual, relation, bound) : null;
        if (relation != Relation.Equal || cursor.Next() is not { Kind: CssTokenKind.Ident, Text: { } word } || !cursor.IsAtEnd) return null;
        return Keyword(name, environment) is { } value ? HasWord(value, word) : null;
    }

    private static bool HasWord(string words, string word)
    {
        foreach (var own in words.Split(' ')) if (own.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool? Boolean(string name, MediaEnvironment environment)
    {
        if (Number(name, environment) is { } number) return number != 0;
        return Keyword(name, environment) is { } value ? value is not ("none" or "no-preference" or "0") : null;
    }

    private static double? Number(string name, MediaEnvironment environment) => name switch
    {
        "width" or "device-width" => environment.Width,
        "height" or "device-height" => environment.Height,
        "aspect-ratio" or "device-aspect-ratio" => environment.Height == 0 ? double.PositiveInfinity : environment.Width / environment.Height,
        "resolution" or "-webkit-device-pixel-ratio" => environment.DevicePixelRatio,
        "color" => 8,
        "color-index" or "monochrome" or "grid" => 0,
        _ => null,
    };

    private static string? Keyword(string name, MediaEnvironment environment) => name switch
    {
        "orientation" => environment.Height >= environment.Width ? "portrait" : "landscape",
        "prefers-color-scheme" => environment.PrefersDark ? "dark" : "light",
        "prefers-reduced-motion" => environment.PrefersReducedMotion ? "reduce" : "no-preference",
        "prefers-contrast" => environment.PrefersContrast ? "more" : "no-preference",
        "prefers-reduced-transparency" or "prefers-reduced-data" => "no-preference",
        "hover" or "any-hover" => environment.CanHover ? "hover" : "none",
        "pointer" or "any-pointer" => environment.IsPointerCoarse ? "coarse" : "fine",
        "display-mode" => environment.DisplayMode,
        "color-gamut" => "srgb",
        "dynamic-range" or "video-dynamic-range" => "standard",
        "forced-colors" or "inverted-colors" => "none",
        "scripting" => "enabled",
        "update" => "fast",
        "overflow-block" or "overflow-inline" => "scroll",
        "scan" => "progressive",
        _ => null,
    };

    private static Relation ReadRelation(ConditionCursor cursor)
    {
        var token = cursor.Peek();
        if (token.Kind != CssTokenKind.Delim) return Relation.None;
        var (less, greater) = (token.Delim == '<', token.Delim == '>');
        if (!less && !greater && token.Delim != '=') return Relation.None;
        cursor.Next();
        var position = cursor.At;
        var orEqual = (less || greater) && cursor.Peek() is { Kind: CssTokenKind.Delim, Delim: '=' } next && next.Start == token.End;
        if (orEqual) cursor.Next();
        else cursor.At = position;
        return less ? orEqual ? Relation.LessOrEqual : Relation.Less : greater ? orEqual ? Relation.GreaterOrEqual : Relation.Greater : Relation.Equal;
    }

    private static bool Compare(double a, Relation relation, double b) => relation switch
    {
        Relation.Less => a < b,
        Relation.LessOrEqual => a <= b + 1e-6,
        Relation.Greater => a > b,
        Relation.GreaterOrEqual => a >= b - 1e-6,
        _ => Math.Abs(a - b) < 1e-4,
    };

    private static bool IsValueWord(string name) => name.Equals("infinite", StringComparison.OrdinalIgnoreCase);

    // A number, length, resolution or ratio; relative lengths are of the initial font, 16 px.
    private static double? Value(ConditionCursor cursor)
    {
        var token = cursor.Next();
        switch (token.Kind)
        {
            case CssTokenKind.Ident when IsValueWord(token.Text!):
                return double.PositiveInfinity;
            case CssTokenKind.Number:
                if (!cursor.Peek().IsDelim('/')) return token.Number;
                cursor.Next();
                return cursor.Next() is { Kind: CssTokenKind.Number } divisor ? token.Number / divisor.Number : null;
            case CssTokenKind.Dimension:
                return Unit(token.Text!) is { } unit ? token.Number * unit : null;
            default:
                return null;
        }
    }

    private static double? Unit(string unit) => unit.ToLowerInvariant() switch
    {
        "px" or "dppx" or "x" => 1,
        "em" or "rem" or "ic" or "ric" => 16,
        "ex" or "ch" or "rex" or "rch" => 8,
        "pt" => 96.0 / 72,
        "pc" => 16,
        "in" => 96,
        "cm" => 96 / 2.54,
        "mm" => 9.6 / 2.54,
        "q" => 2.4 / 2.54,
        "dpi" => 1.0 / 96,
        "dpcm" => 2.54 / 96,
        _ => null,
    };
}
