namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="BackgroundGroup"/>, and mask-*.</summary>
internal static class LayerProperties
{
    internal static readonly KeywordMap<BackgroundBox> Boxes = KeywordMap.Of(
        KeywordMap.Is("border-box", BackgroundBox.BorderBox), KeywordMap.Is("padding-box", BackgroundBox.PaddingBox), KeywordMap.Is("content-box", BackgroundBox.ContentBox));

    internal static readonly KeywordMap<BackgroundBox> Clips = KeywordMap.Of(
        KeywordMap.Is("border-box", BackgroundBox.BorderBox), KeywordMap.Is("padding-box", BackgroundBox.PaddingBox), KeywordMap.Is("content-box", BackgroundBox.ContentBox), KeywordMap.Is("text", BackgroundBox.Text));

    internal static readonly KeywordMap<BackgroundBox> MaskBoxes = KeywordMap.Of(
        KeywordMap.Is("border-box", BackgroundBox.BorderBox), KeywordMap.Is("padding-box", BackgroundBox.PaddingBox), KeywordMap.Is("content-box", BackgroundBox.ContentBox), KeywordMap.Is("margin-box", BackgroundBox.BorderBox),
        KeywordMap.Is("fill-box", BackgroundBox.ContentBox), KeywordMap.Is("stroke-box", BackgroundBox.BorderBox), KeywordMap.Is("view-box", BackgroundBox.BorderBox), KeywordMap.Is("no-clip", BackgroundBox.BorderBox));

    internal static readonly KeywordMap<BackgroundAttachment> Attachments = KeywordMap.Of<BackgroundAttachment>();

    internal static readonly KeywordMap<BackgroundRepeat> Repeats = KeywordMap.Of<BackgroundRepeat>();

    internal static readonly KeywordMap<BlendMode> Blends = KeywordMap.Of<BlendMode>();

    private static readonly KeywordMap<LayerRepeat> RepeatPairs = KeywordMap.Of<LayerRepeat>(
        KeywordMap.Is<LayerRepeat>("repeat-x", new(BackgroundRepeat.Repeat, BackgroundRepeat.NoRepeat)), KeywordMap.Is<LayerRepeat>("repeat-y", new(BackgroundRepeat.NoRepeat, BackgroundRepeat.Repeat)));

    internal static IEnumerable<Longhand> All =>
    [
        Define.Value(PropertyId.BackgroundColor, ColorParser.Color, s => s.Background.Color, (b, v) => b.Background.Color = v, Between.Color, unitless: true),
        .. Lists(Ids(PropertyId.BackgroundImage), s => s.Background.Lists, (b, v) => b.Background.Lists = v, Boxes, Clips),
        Define.List(
            PropertyId.BackgroundAttachment, Style.Lists.Commas<BackgroundAttachment>(Attachments.Parse), s => s.Background.Lists.Attachments,
            (b, v) => b.Background.Lists = b.Background.Lists with { Attachments = v }),
        Define.List(
            PropertyId.BackgroundBlendMode, Style.Lists.Commas<BlendMode>(Blends.Parse), s => s.Background.Lists.Blends,
            (b, v) => b.Background.Lists = b.Background.Lists with { Blends = v }),
        .. Lists(Ids(PropertyId.MaskImage), s => s.Effects.MaskLists, (b, v) => b.Effects.MaskLists = v, MaskBoxes, MaskBoxes),
        Ignored(PropertyId.MaskComposite, "add subtract intersect exclude"),
        Ignored(PropertyId.MaskMode, "match-source alpha luminance"),
    ];

    private static PropertyId[] Ids(PropertyId image) => image == PropertyId.BackgroundImage
        ? [image, PropertyId.BackgroundPositionX, PropertyId.BackgroundPositionY, PropertyId.BackgroundSize, PropertyId.BackgroundRepeat, PropertyId.BackgroundOrigin, PropertyId.BackgroundClip]
        : [image, PropertyId.MaskPositionX, PropertyId.MaskPositionY, PropertyId.MaskSize, PropertyId.MaskRepeat, PropertyId.MaskOrigin, PropertyId.MaskClip];

    private static IEnumerable<Longhand> Lists(
        PropertyId[] ids, Func<ComputedStyle, LayerLists> get, Action<StyleBuilder, LayerLists> set, KeywordMap<BackgroundBox> origins, KeywordMap<BackgroundBox> clips) =>
    [
        Define.List<CssImage>(ids[0], Style.Lists.Commas<CssImage>(ImageParser.ImageOrNone), s => get(s).Images, (b, v) => set(b, get(b.Values) with { Images = v })),
        Define.List<LengthPercentage>(
            ids[1], Style.Lists.Commas<LengthPercentage>(PositionParser.Horizontal), s => get(s).PositionsX, (b, v) => set(b, get(b.Values) with { PositionsX = v }), BetweenLengths),
        Define.List<LengthPercentage>(
            ids[2], Style.Lists.Commas<LengthPercentage>(PositionParser.Vertical), s => get(s).PositionsY, (b, v) => set(b, get(b.Values) with { PositionsY = v }), BetweenLengths),
        Define.List<LayerSize>(ids[3], Style.Lists.Commas<LayerSize>(Size), s => get(s).Sizes, (b, v) => set(b, get(b.Values) with { Sizes = v }), BetweenSizes, WriteSize),
        Define.List<LayerRepeat>(ids[4], Style.Lists.Commas<LayerRepeat>(Repeat), s => get(s).Repeats, (b, v) => set(b, get(b.Values) with { Repeats = v }), null, WriteRepeat),
        Define.List<BackgroundBox>(ids[5], Style.Lists.Commas<BackgroundBox>(origins.Parse), s => get(s).Origins, (b, v) => set(b, get(b.Values) with { Origins = v })),
        Define.List<BackgroundBox>(ids[6], Style.Lists.Commas<BackgroundBox>(clips.Parse), s => get(s).Clips, (b, v) => set(b, get(b.Values) with { Clips = v })),
    ];

    private static Longhand<int> Ignored(PropertyId id, string keywords)
    {
        var words = keywords.Split(' ');
        return new Longhand<int>(id, false, Parse, _ => 0, (_, _) => { }) { Write = _ => words[0] };

        bool Parse(ValueReader reader, out int value)
        {
            value = 0;
            do
            {
                if (!reader.TryAnyIdent(out var name) || !words.Contains(name.ToLowerInvariant())) return false;
            }
            while (reader.TryComma());
            return true;
        }
    }

    /// <summary>background-size of a layer.</summary>
    internal static bool Size(ValueReader reader, out LayerSize value)
    {
        value = new LayerSize(BackgroundSizeKind.Cover, default, default);
        if (reader.TryIdent("cover")) return true;
        value = new LayerSize(BackgroundSizeKind.Contain, default, default);
        if (reader.TryIdent("contain")) return true;
        if (!SizeParser.NonNegativeOrAuto(reader, out var width)) return false;
        var mark = reader.Position;
        if (!SizeParser.NonNegativeOrAuto(reader, out var height))
        {
            reader.Position = mark;
            height = SizeValue.Auto;
        }

        value = new LayerSize(BackgroundSizeKind.Explicit, width, height);
        return true;
    }

    /// <summary>background-repeat of a layer.</summary>
    internal static bool Repeat(ValueReader reader, out LayerRepeat value)
    {
        if (reader.TryKeyword(RepeatPairs, out value)) return true;
        var valid = BoxParser.Two<BackgroundRepeat>(reader, Repeats.Parse, out var x, out var y);
        value = new LayerRepeat(x, y);
        return valid;
    }

    private static string WriteSize(LayerSize size) => size.Kind switch
    {
        BackgroundSizeKind.Cover => "cover",
        BackgroundSizeKind.Contain => "contain",
        _ => $"{ValueWriter.Write(size.Width)} {ValueWriter.Write(size.Height)}",
    };

    private static string WriteRepeat(LayerRepeat repeat) => $"{Repeats.NameOf(repeat.X)} {Repeats.NameOf(repeat.Y)}";

    private static bool BetweenLengths(IReadOnlyList<LengthPercentage> from, IReadOnlyList<LengthPercentage> to, double progress, out IReadOnlyList<LengthPercentage> value)
    {
        value = from;
        if (from.Count != to.Count) return false;
        value = new ValueList<LengthPercentage>(from.Select((f, i) => Between.Mix(f, to[i], progress)).ToArray());
        return true;
    }

    private static bool BetweenSizes(IReadOnlyList<LayerSize> from, IReadOnlyList<LayerSize> to, double progress, out IReadOnlyList<LayerSize> value)
    {
        value = from;
        if (from.Count != to.Count) return false;
        var list = new LayerSize[from.Count];
        for (var i = 0; i < list.Length; i++)
        {
            if (from[i].Kind != to[i].Kind || !Between.Size(from[i].Width, to[i].Width, progress, out var width) || !Between.Size(from[i].Height, to[i].Height, progress, out var height)) return false;
            list[i] = new LayerSize(from[i].Kind, width, height);
        }

        value = new ValueList<LayerSize>(list);
        return true;
    }
}
