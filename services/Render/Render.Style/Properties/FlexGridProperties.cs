namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="FlexStyle"/> and <see cref="GridStyle"/>.</summary>
internal static class FlexGridProperties
{
    internal static readonly KeywordMap<FlexDirection> Directions = KeywordMap.Of<FlexDirection>();
    internal static readonly KeywordMap<FlexWrap> Wraps = KeywordMap.Of<FlexWrap>("nowrap wrap wrap-reverse");

    internal static IEnumerable<Longhand> All =>
    [
        Define.Keyword(PropertyId.FlexDirection, Directions, s => s.Flex.Direction, (b, v) => b.Flex.Direction = v),
        Define.Keyword(PropertyId.FlexWrap, Wraps, s => s.Flex.Wrap, (b, v) => b.Flex.Wrap = v),
        Define.Value<float>(PropertyId.FlexGrow, Numeric.NonNegativeNumber, s => s.Flex.Grow, (b, v) => b.Flex.Grow = v, Between.NonNegative),
        Define.Value<float>(PropertyId.FlexShrink, Numeric.NonNegativeNumber, s => s.Flex.Shrink, (b, v) => b.Flex.Shrink = v, Between.NonNegative),
        Define.Value<SizeValue>(PropertyId.FlexBasis, SizeParser.Basis, s => s.Flex.Basis, (b, v) => b.Flex.Basis = v, Between.NonNegativeSize),
        Define.Value<int>(PropertyId.Order, Numeric.Integer, s => s.Flex.Order, (b, v) => b.Flex.Order = v, Between.Integer),
        Align(PropertyId.AlignContent, AlignmentParser.AlignContent, s => s.Flex.AlignContent, (b, v) => b.Flex.AlignContent = v),
        Align(PropertyId.JustifyContent, AlignmentParser.JustifyContent, s => s.Flex.JustifyContent, (b, v) => b.Flex.JustifyContent = v),
        Align(PropertyId.AlignItems, AlignmentParser.AlignItems, s => s.Flex.AlignItems, (b, v) => b.Flex.AlignItems = v),
        new Longhand<AlignmentValue>(
            PropertyId.JustifyItems, false, AlignmentParser.JustifyItems, s => s.Flex.JustifyItems, (b, v) => b.Flex.JustifyItems = ResolveLegacy(b, v)) { Write = AlignmentParser.Write },
        Align(PropertyId.AlignSelf, AlignmentParser.AlignSelf, s => s.Flex.AlignSelf, (b, v) => b.Flex.AlignSelf = v),
        Align(PropertyId.JustifySelf, AlignmentParser.JustifySelf, s => s.Flex.JustifySelf, (b, v) => b.Flex.JustifySelf = v),
        Gap(PropertyId.RowGap, s => s.Flex.RowGap, (b, v) => b.Flex.RowGap = v),
        Gap(PropertyId.ColumnGap, s => s.Flex.ColumnGap, (b, v) => b.Flex.ColumnGap = v),
        Define.Value<TrackList>(PropertyId.GridTemplateRows, GridParser.Template, s => s.Grid.TemplateRows, (b, v) => b.Grid.TemplateRows = v, BetweenTracks, GridWriter.Write),
        Define.Value<TrackList>(PropertyId.GridTemplateColumns, GridParser.Template, s => s.Grid.TemplateColumns, (b, v) => b.Grid.TemplateColumns = v, BetweenTracks, GridWriter.Write),
        new Longhand<GridAreas>(PropertyId.GridTemplateAreas, false, GridParser.Areas, s => s.Grid.TemplateAreas, (b, v) => b.Grid.TemplateAreas = v)
        {
            Write = GridWriter.Write, Comparer = GridWriter.AreaComparer.Instance,
        },
        Define.List<TrackSize>(PropertyId.GridAutoRows, GridParser.AutoTracks, s => s.Grid.AutoRows, (b, v) => b.Grid.AutoRows = v, null, GridWriter.Write, " ").WithEmpty("auto"),
        Define.List<TrackSize>(PropertyId.GridAutoColumns, GridParser.AutoTracks, s => s.Grid.AutoColumns, (b, v) => b.Grid.AutoColumns = v, null, GridWriter.Write, " ").WithEmpty("auto"),
        Define.Value(PropertyId.GridAutoFlow, TryFlow, s => s.Grid.AutoFlow, (b, v) => b.Grid.AutoFlow = v, write: v => ValueWriter.Write(v).Replace('-', ' ')),
        Line(PropertyId.GridRowStart, s => s.Grid.RowStart, (b, v) => b.Grid.RowStart = v),
        Line(PropertyId.GridRowEnd, s => s.Grid.RowEnd, (b, v) => b.Grid.RowEnd = v),
        Line(PropertyId.GridColumnStart, s => s.Grid.ColumnStart, (b, v) => b.Grid.ColumnStart = v),
        Line(PropertyId.GridColumnEnd, s => s.Grid.ColumnEnd, (b, v) => b.Grid.ColumnEnd = v),
    ];

    private static Longhand<AlignmentValue> Align(
        PropertyId id, ValueParser<AlignmentValue> parse, Func<ComputedStyle, AlignmentValue> get, Action<StyleBuilder, AlignmentValue> set) =>
        new(id, false, parse, get, set) { Write = AlignmentParser.Write };

    /// <summary>`legacy` by itself takes the parent's alignment if that is a legacy one, and is normal otherwise.</summary>
    private static AlignmentValue ResolveLegacy(StyleBuilder builder, AlignmentValue value)
    {
        if (!value.IsLegacy || value.Value != Alignment.Normal) return value;
        var parent = builder.Parent.Flex.JustifyItems;
        return parent.IsLegacy ? parent : new AlignmentValue(Alignment.Normal);
    }

    private static Longhand<LengthPercentage?> Gap(PropertyId id, Func<ComputedStyle, LengthPercentage?> get, Action<StyleBuilder, LengthPercentage?> set) =>
        new(id, false, TryGap, get, set) { Between = Between.OptionalLength, Write = v => v is { } length ? ValueWriter.Write(length) : "normal" };

    private static bool TryGap(ValueReader reader, out LengthPercentage? value)
    {
        value = null;
        if (reader.TryIdent("normal")) return true;
        if (!Numeric.NonNegative(reader, out var length)) return false;
        value = length;
        return true;
    }

    private static Longhand<GridLine> Line(PropertyId id, Func<ComputedStyle, GridLine> get, Action<StyleBuilder, GridLine> set) =>
        new(id, false, GridParser.Line, get, set) { Write = GridWriter.Write };

    internal static bool TryFlow(ValueReader reader, out GridAutoFlow value)
    {
        var (column, dense, any) = (false, false, false);
        for (var i = 0; i < 2; i++)
        {
            if (reader.TryIdent("dense")) dense = any = true;
            else if (reader.TryIdent("row")) any = true;
            else if (reader.TryIdent("column")) column = any = true;
            else break;
        }

        value = column ? dense ? GridAutoFlow.ColumnDense : GridAutoFlow.Column : dense ? GridAutoFlow.RowDense : GridAutoFlow.Row;
        return any;
    }

    /// <summary>Lists of the same form whose lengths differ (css-grid-2, section 7.2.6).</summary>
    private static bool BetweenTracks(TrackList from, TrackList to, double progress, out TrackList value)
    {
        value = from;
        if (from.Parts.Count != to.Parts.Count || from.Parts.Count == 0) return false;
        var parts = new List<TrackRepeat>();
        for (var i = 0; i < from.Parts.Count; i++)
        {
            var (a, b) = (from.Parts[i], to.Parts[i]);
            if (a.Kind != b.Kind || a.Kind >= RepeatKind.AutoFill || a.Count != b.Count || a.Tracks.Count != b.Tracks.Count || !a.Lines.Equals(b.Lines)) return false;
            var tracks = new List<TrackSize>();
            for (var k = 0; k < a.Tracks.Count; k++)
            {
                if (!BetweenBreadths(a.Tracks[k].Min, b.Tracks[k].Min, progress, out var min) || !BetweenBreadths(a.Tracks[k].Max, b.Tracks[k].Max, progress, out var max)) return false;
                tracks.Add(new TrackSize(min, max));
            }

            parts.Add(a with { Tracks = new ValueList<TrackSize>(tracks) });
        }

        value = new TrackList(new ValueList<TrackRepeat>(parts));
        return true;
    }

    private static bool BetweenBreadths(TrackBreadth from, TrackBreadth to, double progress, out TrackBreadth value)
    {
        value = from;
        if (from.Kind != to.Kind) return false;
        Between.NonNegativeLength(from.Length, to.Length, progress, out var length);
        value = to with { Length = length, Flex = (float)Math.Max(0, Between.Lerp(from.Flex, to.Flex, progress)) };
        return true;
    }
}
