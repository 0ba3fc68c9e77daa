namespace WasmEngine.Render.Style;

/// <summary>Short forms for definitions of longhands.</summary>
internal static class Define
{
    internal static Longhand<T> Keyword<T>(PropertyId id, KeywordMap<T> keywords, Func<ComputedStyle, T> get, Action<StyleBuilder, T> set, bool inherited = false) =>
        new(id, inherited, keywords.Parse, get, set) { Write = v => keywords.NameOf(v) ?? "" };

    internal static Longhand<T> Value<T>(
        PropertyId id, ValueParser<T> parse, Func<ComputedStyle, T> get, Action<StyleBuilder, T> set, Interpolator<T>? between = null,
        Func<T, string>? write = null, bool inherited = false, bool unitless = false) =>
        new(id, inherited, parse, get, set) { Between = between, Write = write, IsUnitlessInQuirks = unitless };

    /// <summary>A list, compared item by item.</summary>
    internal static Longhand<IReadOnlyList<T>> List<T>(
        PropertyId id, ValueParser<IReadOnlyList<T>> parse, Func<ComputedStyle, IReadOnlyList<T>> get, Action<StyleBuilder, IReadOnlyList<T>> set,
        Interpolator<IReadOnlyList<T>>? between = null, Func<T, string>? write = null, string separator = ", ", bool inherited = false) =>
        new(id, inherited, parse, get, set)
        {
            Between = between,
            Comparer = ListComparer<T>.Instance,
            Write = list => list.Count == 0 ? "none" : string.Join(separator, list.Select(write ?? ValueWriter.Write)),
        };

    /// <summary>
    /// The properties of the four sides, top, right, bottom, left, then inline-start, inline-end, block-start, block-end, whose ids follow one another.
    /// </summary>
    internal static IEnumerable<Longhand> Sided<T>(
        PropertyId top, PropertyId inlineStart, ValueParser<T> parse, Func<ComputedStyle, Sides<T>> get, Action<StyleBuilder, Sides<T>> set,
        Interpolator<T>? between = null, Func<T, string>? write = null, bool unitless = false)
    {
        for (var i = 0; i < 4; i++)
        {
            var side = (Side)i;
            yield return new Longhand<T>(top + (ushort)i, false, parse, s => get(s).At(side), (b, v) => set(b, get(b.Values).With(side, v)))
            {
                Between = between,
                Write = write,
                IsUnitlessInQuirks = unitless,
            };
        }

        for (var i = 0; i < 4; i++)
        {
            var logical = (LogicalSide)i;
            yield return new Longhand<T>(
                inlineStart + (ushort)i, false, parse,
                s => get(s).At(LogicalSides.Resolve(logical, s.Text)),
                (b, v) => set(b, get(b.Values).With(LogicalSides.Resolve(logical, b.Values.Text), v)))
            {
                Between = between,
                Write = write,
                IsUnitlessInQuirks = unitless,
                IsLogical = true,
            };
        }
    }
}
