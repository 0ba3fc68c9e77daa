namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="SizeStyle"/>.</summary>
internal static class SizeProperties
{
    internal static IEnumerable<Longhand> All =>
    [
        Size(PropertyId.Width, SizeParser.Size, s => s.Size.Width, (b, v) => b.Size.Width = v),
        Size(PropertyId.Height, SizeParser.Size, s => s.Size.Height, (b, v) => b.Size.Height = v),
        Size(PropertyId.MinWidth, SizeParser.Size, s => s.Size.MinWidth, (b, v) => b.Size.MinWidth = v),
        Size(PropertyId.MinHeight, SizeParser.Size, s => s.Size.MinHeight, (b, v) => b.Size.MinHeight = v),
        Size(PropertyId.MaxWidth, SizeParser.MaxSize, s => s.Size.MaxWidth, (b, v) => b.Size.MaxWidth = v),
        Size(PropertyId.MaxHeight, SizeParser.MaxSize, s => s.Size.MaxHeight, (b, v) => b.Size.MaxHeight = v),
        .. Logical(PropertyId.InlineSize, PropertyId.BlockSize, SizeParser.Size, s => s.Size.Width, (b, v) => b.Size.Width = v, s => s.Size.Height, (b, v) => b.Size.Height = v),
        .. Logical(PropertyId.MinInlineSize, PropertyId.MinBlockSize, SizeParser.Size, s => s.Size.MinWidth, (b, v) => b.Size.MinWidth = v, s => s.Size.MinHeight, (b, v) => b.Size.MinHeight = v),
        .. Logical(PropertyId.MaxInlineSize, PropertyId.MaxBlockSize, SizeParser.MaxSize, s => s.Size.MaxWidth, (b, v) => b.Size.MaxWidth = v, s => s.Size.MaxHeight, (b, v) => b.Size.MaxHeight = v),
        .. Define.Sided(PropertyId.MarginTop, PropertyId.MarginInlineStart, SizeParser.LengthOrAuto, s => s.Size.Margin, (b, v) => b.Size.Margin = v, Between.Size, unitless: true),
        .. Define.Sided<LengthPercentage>(
            PropertyId.PaddingTop, PropertyId.PaddingInlineStart, Numeric.NonNegative, s => s.Size.Padding, (b, v) => b.Size.Padding = v, Between.NonNegativeLength, unitless: true),
        .. Define.Sided(PropertyId.Top, PropertyId.InsetInlineStart, SizeParser.LengthOrAuto, s => s.Size.Inset, (b, v) => b.Size.Inset = v, Between.Size, unitless: true),
    ];

    private static Longhand<SizeValue> Size(PropertyId id, ValueParser<SizeValue> parse, Func<ComputedStyle, SizeValue> get, Action<StyleBuilder, SizeValue> set) =>
        new(id, false, parse, get, set) { Between = Between.NonNegativeSize, IsUnitlessInQuirks = true };

    private static IEnumerable<Longhand> Logical(
        PropertyId inline, PropertyId block, ValueParser<SizeValue> parse,
        Func<ComputedStyle, SizeValue> getWidth, Action<StyleBuilder, SizeValue> setWidth, Func<ComputedStyle, SizeValue> getHeight, Action<StyleBuilder, SizeValue> setHeight)
    {
        foreach (var (id, isInline) in new[] { (inline, true), (block, false) })
        {
            yield return new Longhand<SizeValue>(
                id, false, parse,
                s => LogicalSides.IsVertical(s.Text) == isInline ? getHeight(s) : getWidth(s),
                (b, v) => (LogicalSides.IsVertical(b.Values.Text) == isInline ? setHeight : setWidth)(b, v))
            {
                Between = Between.NonNegativeSize,
                IsLogical = true,
            };
        }
    }
}
