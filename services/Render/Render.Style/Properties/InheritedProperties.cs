namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="InheritedStyle"/> and <see cref="ContentStyle"/>.</summary>
internal static class InheritedProperties
{
    internal static readonly KeywordMap<ListStylePosition> ListPositions = KeywordMap.Of<ListStylePosition>();

    private static readonly HashSet<string> Cursors = new(
        ("auto default none context-menu help pointer progress wait cell crosshair text vertical-text alias copy move no-drop not-allowed grab grabbing e-resize n-resize ne-resize nw-resize "
        + "s-resize se-resize sw-resize w-resize ew-resize ns-resize nesw-resize nwse-resize col-resize row-resize all-scroll zoom-in zoom-out -webkit-grab -webkit-grabbing hand").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    internal static IEnumerable<Longhand> All =>
    [
        Define.Keyword(PropertyId.Visibility, KeywordMap.Of<Visibility>(), s => s.Inherited.Visibility, (b, v) => b.Inherited.Visibility = v, true),
        Define.Value(PropertyId.ListStyleType, ContentParser.ListStyle, s => s.Inherited.ListStyleType, (b, v) => b.Inherited.ListStyleType = v, write: v => v, inherited: true),
        Define.Keyword(PropertyId.ListStylePosition, ListPositions, s => s.Inherited.ListStylePosition, (b, v) => b.Inherited.ListStylePosition = v, true),
        Define.Value(PropertyId.ListStyleImage, TryImage, s => s.Inherited.ListStyleImage, (b, v) => b.Inherited.ListStyleImage = v, inherited: true),
        Define.Keyword(PropertyId.BorderCollapse, KeywordMap.Of<BorderCollapse>(), s => s.Inherited.BorderCollapse, (b, v) => b.Inherited.BorderCollapse = v, true),
        Define.Value(
            PropertyId.BorderSpacing, TryBorderSpacing, s => (s.Inherited.SpacingX, s.Inherited.SpacingY), (b, v) => (b.Inherited.SpacingX, b.Inherited.SpacingY) = v,
            BetweenSpacings, v => $"{ValueWriter.Write(v.Item1)}px {ValueWriter.Write(v.Item2)}px", true, true),
        Define.Keyword(PropertyId.CaptionSide, KeywordMap.Of<CaptionSide>(), s => s.Inherited.CaptionSide, (b, v) => b.Inherited.CaptionSide = v, true),
        Define.Keyword(PropertyId.EmptyCells, KeywordMap.Of(KeywordMap.Is("show", false), KeywordMap.Is("hide", true)), s => s.Inherited.HideEmptyCells, (b, v) => b.Inherited.HideEmptyCells = v, true),
        Define.Keyword(
            PropertyId.PointerEvents,
            KeywordMap.OfMany([KeywordMap.Is("auto", PointerEvents.Auto), KeywordMap.Is("none", PointerEvents.None)], "visiblepainted visiblefill visiblestroke visible painted fill stroke bounding-box all", PointerEvents.Auto),
            s => s.Inherited.PointerEvents, (b, v) => b.Inherited.PointerEvents = v, true),
        Define.Value(PropertyId.Cursor, TryCursor, s => s.Inherited.Cursor, (b, v) => b.Inherited.Cursor = v, inherited: true),
        OptionalColor(PropertyId.CaretColor, s => s.Inherited.CaretColor, (b, v) => b.Inherited.CaretColor = v),
        OptionalColor(PropertyId.AccentColor, s => s.Inherited.AccentColor, (b, v) => b.Inherited.AccentColor = v),
        Define.Keyword(
            PropertyId.ImageRendering,
            KeywordMap.Of(
                KeywordMap.Is("auto", ImageRendering.Auto), KeywordMap.Is("pixelated", ImageRendering.Pixelated), KeywordMap.Is("crisp-edges", ImageRendering.CrispEdges), KeywordMap.Is("smooth", ImageRendering.Auto), KeywordMap.Is("high-quality", ImageRendering.Auto),
                KeywordMap.Is("-webkit-optimize-contrast", ImageRendering.CrispEdges)),
            s => s.Inherited.ImageRendering, (b, v) => b.Inherited.ImageRendering = v, true),
        new Longhand<IReadOnlyList<string>?>(PropertyId.Quotes, true, ContentParser.Quotes, s => s.Inherited.Quotes, (b, v) => b.Inherited.Quotes = v)
        {
            Comparer = ListComparer<string>.Instance!, Write = v => v is null ? "auto" : v.Count == 0 ? "none" : string.Join(' ', v.Select(ValueWriter.Quote)),
        },
        Paint(PropertyId.Fill, s => new SvgPaint(s.Inherited.Fill, s.Inherited.FillIsCurrent), (b, v) => (b.Inherited.Fill, b.Inherited.FillIsCurrent) = (v.Color, v.IsCurrent)),
        Paint(PropertyId.Stroke, s => new SvgPaint(s.Inherited.Stroke, s.Inherited.StrokeIsCurrent), (b, v) => (b.Inherited.Stroke, b.Inherited.StrokeIsCurrent) = (v.Color, v.IsCurrent)),
        Define.Value(PropertyId.StrokeWidth, TryStrokeWidth, s => s.Inherited.StrokeWidth, (b, v) => b.Inherited.StrokeWidth = v, Between.NonNegativeLength, inherited: true),
        new Longhand<IReadOnlyList<ContentItem>?>(PropertyId.Content, false, ContentParser.Content, s => s.Content.Content, (b, v) => b.Content.Content = v)
        {
            Comparer = ListComparer<ContentItem>.Instance!, Write = v => v is null ? "normal" : v.Count == 0 ? "none" : string.Join(' ', v.Select(EffectWriter.Write)),
        },
        Counter(PropertyId.CounterReset, ContentParser.Reset, s => s.Content.CounterReset, (b, v) => b.Content.CounterReset = v),
        Counter(PropertyId.CounterIncrement, ContentParser.Increment, s => s.Content.CounterIncrement, (b, v) => b.Content.CounterIncrement = v),
        Counter(PropertyId.CounterSet, ContentParser.Reset, s => s.Content.CounterSet, (b, v) => b.Content.CounterSet = v),
    ];

    /// <summary>fill or stroke: no colour is none; a current one is filled in at the end.</summary>
    private readonly record struct SvgPaint(Color? Color, bool IsCurrent);

    private static Longhand<SvgPaint> Paint(PropertyId id, Func<ComputedStyle, SvgPaint> get, Action<StyleBuilder, SvgPaint> set) =>
        new(id, true, TryPaint, get, set)
        {
            Write = v => v.IsCurrent ? "currentcolor" : v.Color is { } c ? ValueWriter.Write(c) : "none",
            Between = (SvgPaint from, SvgPaint to, double progress, out SvgPaint value) =>
            {
                var mixed = BorderProperties.BetweenColors(from.Color, to.Color, progress, out var color) && !from.IsCurrent && !to.IsCurrent;
                value = mixed ? new SvgPaint(color, false) : from;
                return mixed || from == to;
            },
        };

    private static bool TryPaint(ValueReader reader, out SvgPaint value)
    {
        value = default;
        if (reader.TryIdent("none")) return true;
        if (reader.TryIdent("currentcolor"))
        {
            value = new SvgPaint(Color.Black, true);
            return true;
        }

        if (!ColorParser.Color(reader, out var color)) return false;
        value = new SvgPaint(color, false);
        return true;
    }

    private static Longhand<Color?> OptionalColor(PropertyId id, Func<ComputedStyle, Color?> get, Action<StyleBuilder, Color?> set) =>
        new(id, true, TryAutoColor, get, set) { Between = BorderProperties.BetweenColors, Write = v => v is { } c ? ValueWriter.Write(c) : "auto" };

    private static bool TryAutoColor(ValueReader reader, out Color? value)
    {
        value = null;
        if (reader.TryIdent("auto")) return true;
        if (!ColorParser.Color(reader, out var color)) return false;
        value = color;
        return true;
    }

    private static Longhand<IReadOnlyList<CounterChange>> Counter(
        PropertyId id, ValueParser<IReadOnlyList<CounterChange>> parse, Func<ComputedStyle, IReadOnlyList<CounterChange>> get, Action<StyleBuilder, IReadOnlyList<CounterChange>> set) =>
        Define.List<CounterChange>(id, parse, get, set, null, c => $"{c.Name} {ValueWriter.Write(c.Value)}", " ");

    internal static bool TryImage(ValueReader reader, out CssImage? value)
    {
        var valid = ImageParser.ImageOrNone(reader, out var image);
        value = image is NoImage ? null : image;
        return valid;
    }

    private static bool TryBorderSpacing(ValueReader reader, out (float X, float Y) value)
    {
        var valid = BoxParser.Two<float>(reader, Numeric.NonNegativeLength, out var x, out var y);
        value = (x, y);
        return valid;
    }

    private static bool BetweenSpacings((float X, float Y) from, (float X, float Y) to, double progress, out (float X, float Y) value)
    {
        value = ((float)Math.Max(0, Between.Lerp(from.X, to.X, progress)), (float)Math.Max(0, Between.Lerp(from.Y, to.Y, progress)));
        return true;
    }

    /// <summary>Images of cursors are passed over: the keyword at the end counts.</summary>
    private static bool TryCursor(ValueReader reader, out string value)
    {
        value = "auto";
        while (ImageParser.TryUrl(reader, out _))
        {
            if (reader.Peek().Kind == CssTokenKind.Number && (!Numeric.Number(reader, out _) || !Numeric.Number(reader, out _))) return false;
            if (!reader.TryComma()) return false;
        }

        if (!reader.TryAnyIdent(out var name) || !Cursors.Contains(name)) return false;
        value = name.ToLowerInvariant();
        return true;
    }

    private static bool TryStrokeWidth(ValueReader reader, out LengthPercentage value)
    {
        var mark = reader.Position;
        value = default;
        if (Numeric.NonNegativeNumber(reader, out var number))
        {
            value = new LengthPercentage(LengthUnits.Clamp(number));
            return true;
        }

        reader.Position = mark;
        return Numeric.NonNegative(reader, out value);
    }
}
