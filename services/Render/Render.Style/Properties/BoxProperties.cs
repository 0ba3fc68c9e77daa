namespace WasmEngine.Render.Style;

/// <summary>`display` as declared.</summary>
/// <param name="Value">Its computed value.</param>
/// <param name="IsLegacyBox">-webkit-box.</param>
internal readonly record struct DisplayValue(Display Value, bool IsLegacyBox = false);

/// <summary>Properties of <see cref="BoxStyle"/>.</summary>
internal static class BoxProperties
{
    private static readonly KeywordMap<Overflow> Overflows = KeywordMap.Of(
        KeywordMap.Is("visible", Overflow.Visible), KeywordMap.Is("hidden", Overflow.Hidden), KeywordMap.Is("clip", Overflow.Clip), KeywordMap.Is("scroll", Overflow.Scroll), KeywordMap.Is("auto", Overflow.Auto), KeywordMap.Is("overlay", Overflow.Auto),
        KeywordMap.Is("-webkit-paged-x", Overflow.Auto), KeywordMap.Is("-webkit-paged-y", Overflow.Auto));

    private static readonly KeywordMap<Position> Positions = KeywordMap.Of(
        KeywordMap.Is("static", Position.Static), KeywordMap.Is("relative", Position.Relative), KeywordMap.Is("absolute", Position.Absolute), KeywordMap.Is("fixed", Position.Fixed), KeywordMap.Is("sticky", Position.Sticky));

    private static readonly KeywordMap<VerticalAlign> VerticalAligns = KeywordMap.Of<VerticalAlign>("baseline sub super top text-top middle bottom text-bottom -");

    private static readonly KeywordMap<Appearance> Appearances = KeywordMap.OfMany(
        [KeywordMap.Is("none", Appearance.None), KeywordMap.Is("auto", Appearance.Auto)], "textfield menulist-button button checkbox radio listbox menulist meter progress-bar searchfield textarea push-button square-button slider-horizontal", Appearance.Auto);

    internal static IEnumerable<Longhand> All =>
    [
        Define.Value(PropertyId.Display, DisplayParser.Parse, s => new DisplayValue(s.Box.Display, s.Box.IsLegacyBox), SetDisplay, write: DisplayParser.Write),
        Define.Keyword(PropertyId.Position, Positions, s => s.Box.Position, (b, v) => b.Box.Position = v),
        Define.Value(PropertyId.Float, FlowSided(KeywordMap.Is("none", Float.None), KeywordMap.Is("left", Float.Left), KeywordMap.Is("right", Float.Right)), s => s.Box.Float, (b, v) => b.Box.Float = v),
        Define.Value(PropertyId.Clear, FlowSided(KeywordMap.Is("none", Clear.None), KeywordMap.Is("left", Clear.Left), KeywordMap.Is("right", Clear.Right), KeywordMap.Is("both", Clear.Both)), s => s.Box.Clear, (b, v) => b.Box.Clear = v),
        Define.Keyword(PropertyId.OverflowX, Overflows, s => s.Box.OverflowX, (b, v) => b.Box.OverflowX = v),
        Define.Keyword(PropertyId.OverflowY, Overflows, s => s.Box.OverflowY, (b, v) => b.Box.OverflowY = v),
        LogicalOverflow(PropertyId.OverflowInline, true),
        LogicalOverflow(PropertyId.OverflowBlock, false),
        Define.Keyword(PropertyId.BoxSizing, KeywordMap.Of<BoxSizing>(), s => s.Box.BoxSizing, (b, v) => b.Box.BoxSizing = v),
        Define.Value(PropertyId.ZIndex, TryIntegerOrAuto, s => s.Box.ZIndex, (b, v) => b.Box.ZIndex = v, Between.OptionalInteger, v => v is { } z ? ValueWriter.Write(z) : "auto"),
        Define.Keyword(PropertyId.UnicodeBidi, KeywordMap.Of<UnicodeBidi>(), s => s.Box.UnicodeBidi, (b, v) => b.Box.UnicodeBidi = v),
        Define.Value(
            PropertyId.VerticalAlign, TryVerticalAlign, s => (s.Box.VerticalAlign, s.Box.VerticalAlignLength), (b, v) => (b.Box.VerticalAlign, b.Box.VerticalAlignLength) = v,
            BetweenAligns, v => v.Item1 == VerticalAlign.Length ? ValueWriter.Write(v.Item2) : ValueWriter.Write(v.Item1), unitless: true),
        Define.Keyword(PropertyId.ObjectFit, KeywordMap.Of<ObjectFit>(), s => s.Box.ObjectFit, (b, v) => b.Box.ObjectFit = v),
        Define.Value(PropertyId.ObjectPosition, PositionParser.Position, s => s.Box.ObjectPosition, (b, v) => b.Box.ObjectPosition = v, Between.Position),
        Define.Value(PropertyId.AspectRatio, TryRatio, s => s.Box.AspectRatio, (b, v) => b.Box.AspectRatio = v, BetweenRatios),
        Define.Keyword(PropertyId.Appearance, Appearances, s => s.Box.Appearance, (b, v) => b.Box.Appearance = v),
        Define.Keyword(PropertyId.TableLayout, KeywordMap.Of<TableLayout>(), s => s.Box.TableLayout, (b, v) => b.Box.TableLayout = v),
        Define.Keyword(PropertyId.TextOverflow, KeywordMap.Of<TextOverflow>(), s => s.Box.TextOverflow, (b, v) => b.Box.TextOverflow = v),
        Define.Value(PropertyId.LineClamp, TryClamp, s => s.Box.SpecifiedLineClamp, (b, v) => b.Box.SpecifiedLineClamp = v, Between.Integer, v => v == 0 ? "none" : ValueWriter.Write(v)),
        Define.Keyword(
            PropertyId.WebkitBoxOrient, KeywordMap.Of(KeywordMap.Is("horizontal", false), KeywordMap.Is("vertical", true), KeywordMap.Is("inline-axis", false), KeywordMap.Is("block-axis", true)),
            s => s.Box.IsLegacyVertical, (b, v) => b.Box.IsLegacyVertical = v),
        Define.Keyword(
            PropertyId.UserSelect, KeywordMap.Of(KeywordMap.Is("auto", UserSelect.Auto), KeywordMap.Is("none", UserSelect.None), KeywordMap.Is("text", UserSelect.Text), KeywordMap.Is("all", UserSelect.All)),
            s => s.Box.UserSelect, (b, v) => b.Box.UserSelect = v),
        Define.Value(PropertyId.Contain, TryContain, s => s.Box.Containment, SetContain, write: WriteContain),
    ];

    private static void SetDisplay(StyleBuilder builder, DisplayValue value)
    {
        builder.Box.Display = builder.Box.OriginalDisplay = value.Value;
        builder.Box.IsLegacyBox = value.IsLegacyBox;
    }

    /// <summary>Keywords, and inline-start and inline-end for left and right.</summary>
    private static ValueParser<T> FlowSided<T>(params Keyword<T>[] keywords)
    {
        var map = KeywordMap.Of(keywords);
        map.TryGet("left", out var left);
        map.TryGet("right", out var right);
        return (ValueReader reader, out T value) =>
        {
            if (reader.TryKeyword(map, out value)) return true;
            var start = reader.TryIdent("inline-start");
            if (!start && !reader.TryIdent("inline-end")) return false;
            reader.Dependencies |= ValueDependencies.FontMetrics;
            value = start == (reader.Context?.Parent.Text.Direction == Direction.Rtl) ? right : left;
            return true;
        };
    }

    private static Longhand<Overflow> LogicalOverflow(PropertyId id, bool inline) => new(
        id, false, Overflows.Parse,
        s => LogicalSides.IsVertical(s.Text) == inline ? s.Box.OverflowY : s.Box.OverflowX,
        (b, v) =>
        {
            if (LogicalSides.IsVertical(b.Values.Text) == inline) b.Box.OverflowY = v;
            else b.Box.OverflowX = v;
        })
    {
        IsLogical = true,
        Write = v => Overflows.NameOf(v)!,
    };

    internal static bool TryIntegerOrAuto(ValueReader reader, out int? value)
    {
        value = null;
        if (reader.TryIdent("auto")) return true;
        if (!Numeric.Integer(reader, out var number)) return false;
        value = number;
        return true;
    }

    private static bool TryVerticalAlign(ValueReader reader, out (VerticalAlign Align, LengthPercentage Length) value)
    {
        value = default;
        if (reader.TryKeyword(VerticalAligns, out var keyword))
        {
            value.Align = keyword;
            return true;
        }

        value.Align = VerticalAlign.Length;
        return Numeric.LengthPercentage(reader, out value.Length);
    }

    private static bool BetweenAligns(
        (VerticalAlign Align, LengthPercentage Length) from, (VerticalAlign Align, LengthPercentage Length) to, double progress, out (VerticalAlign Align, LengthPercentage Length) value)
    {
        value = (VerticalAlign.Length, Between.Mix(from.Length, to.Length, progress));
        return from.Align == VerticalAlign.Length && to.Align == VerticalAlign.Length;
    }

    private static bool TryRatio(ValueReader reader, out AspectRatio value)
    {
        value = default;
        var isAuto = reader.TryIdent("auto");
        var ratio = 0f;
        var mark = reader.Position;
        if (Numeric.NonNegativeNumber(reader, out var width))
        {
            var height = 1f;
            if (reader.TrySlash() && !Numeric.NonNegativeNumber(reader, out height)) return false;
            ratio = width / height;
            if (!float.IsFinite(ratio)) ratio = 0;
            if (ratio == 0) isAuto = true; // a degenerate ratio behaves as auto
            else isAuto |= reader.TryIdent("auto");
        }
        else
        {
            reader.Position = mark;
            if (!isAuto) return false;
        }

        value = new AspectRatio(isAuto, ratio);
        return true;
    }

    private static bool BetweenRatios(AspectRatio from, AspectRatio to, double progress, out AspectRatio value)
    {
        value = default;
        if (from.IsAuto || to.IsAuto || from.Ratio <= 0 || to.Ratio <= 0) return false;
        value = new AspectRatio(false, (float)Math.Exp(Between.Lerp(Math.Log(from.Ratio), Math.Log(to.Ratio), progress)));
        return true;
    }

    private static bool TryClamp(ValueReader reader, out int value)
    {
        value = 0;
        return reader.TryIdent("none") || Numeric.Integer(reader, 1, out value);
    }

    private static readonly KeywordMap<Containment> Containments = KeywordMap.Of(
        KeywordMap.Is("size", Containment.Size), KeywordMap.Is("inline-size", Containment.InlineSize), KeywordMap.Is("layout", Containment.Layout), KeywordMap.Is("paint", Containment.Paint), KeywordMap.Is("style", Containment.Style));

    private static bool TryContain(ValueReader reader, out Containment value)
    {
        value = Containment.None;
        if (reader.TryIdent("none")) return true;
        value = Containment.Layout | Containment.Paint | Containment.Style;
        if (reader.TryIdent("content")) return true;
        value |= Containment.Size;
        if (reader.TryIdent("strict")) return true;
        value = Containment.None;
        while (reader.TryKeyword(Containments, out var part))
        {
            if ((value & part) != 0) return false;
            value |= part;
        }

        return value != Containment.None;
    }

    private static void SetContain(StyleBuilder builder, Containment value)
    {
        var box = builder.Box;
        box.Containment = value;
        box.ContainsSize = (value & Containment.Size) != 0;
        box.ContainsInlineSize = (value & (Containment.Size | Containment.InlineSize)) != 0;
        box.ContainsLayout = (value & Containment.Layout) != 0;
        box.ContainsPaint = (value & Containment.Paint) != 0;
    }

    private static string WriteContain(Containment value) =>
        value == Containment.None ? "none" : string.Join(' ', Enum.GetValues<Containment>().Where(c => c != 0 && (value & c) != 0).Select(Containments.NameOf));
}
