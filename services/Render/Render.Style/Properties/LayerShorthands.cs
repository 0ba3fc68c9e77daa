namespace WasmEngine.Render.Style;

/// <summary>background, mask and their positions: lists of layers.</summary>
internal static class LayerShorthands
{
    private static readonly PropertyId[] Background =
    [
        PropertyId.BackgroundImage, PropertyId.BackgroundPositionX, PropertyId.BackgroundPositionY, PropertyId.BackgroundSize, PropertyId.BackgroundRepeat,
        PropertyId.BackgroundAttachment, PropertyId.BackgroundOrigin, PropertyId.BackgroundClip, PropertyId.BackgroundColor,
    ];

    private static readonly PropertyId[] Mask =
    [
        PropertyId.MaskImage, PropertyId.MaskPositionX, PropertyId.MaskPositionY, PropertyId.MaskSize, PropertyId.MaskRepeat,
        PropertyId.MaskMode, PropertyId.MaskOrigin, PropertyId.MaskClip, PropertyId.MaskComposite,
    ];

    private static readonly KeywordMap<int> MaskModes = KeywordMap.Of(KeywordMap.Is("match-source", 0), KeywordMap.Is("alpha", 0), KeywordMap.Is("luminance", 0));
    private static readonly KeywordMap<int> MaskComposites = KeywordMap.Of(KeywordMap.Is("add", 0), KeywordMap.Is("subtract", 0), KeywordMap.Is("intersect", 0), KeywordMap.Is("exclude", 0));

    private static readonly ValueParser<IReadOnlyList<LengthPercentage>> AllX = Lists.Commas<LengthPercentage>(X);
    private static readonly ValueParser<IReadOnlyList<LengthPercentage>> AllY = Lists.Commas<LengthPercentage>(Y);

    internal static IEnumerable<Shorthand> All =>
    [
        new("background", Background, (reader, sink) => new LayerReader(reader, Background, true).Read(sink)),
        new("mask", Mask, (reader, sink) => new LayerReader(reader, Mask, false).Read(sink)),
        Position("background-position", PropertyId.BackgroundPositionX, PropertyId.BackgroundPositionY),
        Position("mask-position", PropertyId.MaskPositionX, PropertyId.MaskPositionY),
    ];

    private static Shorthand Position(string name, PropertyId x, PropertyId y) => new(name, [x, y], (reader, sink) =>
    {
        var start = reader.Position;
        if (DeclaredValues.Read(reader, AllX) is not { } horizontal) return false;
        reader.Position = start;
        if (DeclaredValues.Read(reader, AllY) is not { } vertical) return false;
        sink.Add(x, horizontal);
        sink.Add(y, vertical);
        return true;
    });

    private static bool X(ValueReader reader, out LengthPercentage value)
    {
        var valid = PositionParser.OfBackground(reader, out var position);
        value = position.X;
        return valid;
    }

    private static bool Y(ValueReader reader, out LengthPercentage value)
    {
        var valid = PositionParser.OfBackground(reader, out var position);
        value = position.Y;
        return valid;
    }

    /// <summary>
    /// One background or mask. The tokens of each longhand are gathered over all layers and then read as that longhand's list, so
    /// that each list may wait for its context by itself.
    /// </summary>
    private sealed class LayerReader(ValueReader reader, PropertyId[] ids, bool isBackground)
    {
        private const int Image = 0;
        private const int PositionX = 1;
        private const int PositionY = 2;
        private const int Size = 3;
        private const int Repeat = 4;
        private const int AttachmentOrMode = 5;
        private const int Origin = 6;
        private const int Clip = 7;
        private const int ColorOrComposite = 8;
        private const int MaxLayers = 4096;

        private static readonly CssToken Comma = new(CssTokenKind.Comma, 0, '\0', 0, 0, 0);
        private static readonly CssToken[][] Initial = [.. "none|0%|0%|auto|repeat|scroll|padding-box|border-box|transparent".Split('|').Select(t => CssTokenizer.Tokenize(t))];
        private static readonly CssToken[][] InitialMask = [.. "none|0%|0%|auto|repeat|match-source|border-box|border-box|add".Split('|').Select(t => CssTokenizer.Tokenize(t))];

        private readonly List<CssToken>?[] _lists = new List<CssToken>?[9];
        private readonly CssToken[]?[] _layer = new CssToken[]?[9];
        private int _layers;

        internal bool Read(DeclarationSink sink)
        {
            do
            {
                Array.Clear(_layer);
                if (_layers >= MaxLayers || !TryLayer()) return false;
                var last = reader.Peek().Kind != CssTokenKind.Comma;
                if (isBackground && !last && _layer[ColorOrComposite] is not null) return false;
                Append();
            }
            while (reader.TryComma());
            return Emit(sink);
        }

        private bool TryLayer()
        {
            var any = false;
            while (reader.Peek().Kind is not (CssTokenKind.End or CssTokenKind.Comma))
            {
                if (!TryPart()) return false;
                any = true;
            }

            return any;
        }

        private bool TryPart()
        {
            if (TakePosition()) return !reader.TrySlash() || Take<LayerSize>(Size, LayerProperties.Size);
            if (TakeBox()) return true;
            return Take<CssImage>(Image, ImageParser.ImageOrNone)
                || Take<LayerRepeat>(Repeat, LayerProperties.Repeat)
                || (isBackground ? Take<BackgroundAttachment>(AttachmentOrMode, LayerProperties.Attachments.Parse) : Take<int>(AttachmentOrMode, MaskModes.Parse))
                || (isBackground ? Take<Color>(ColorOrComposite, ColorParser.Color) : Take<int>(ColorOrComposite, MaskComposites.Parse));
        }

        private bool Take<T>(int part, ValueParser<T> parse)
        {
            if (_layer[part] is not null) return false;
            reader.Peek();
            var mark = reader.Position;
            if (parse(reader, out _))
            {
                _layer[part] = reader.Copy(mark);
                return true;
            }

            reader.Position = mark;
            return false;
        }

        private bool TakePosition()
        {
            if (!Take<PositionValue>(PositionX, PositionParser.OfBackground)) return false;
            _layer[PositionY] = _layer[PositionX];
            return true;
        }

        /// <summary>The first box is origin and clip, the second the clip.</summary>
        private bool TakeBox()
        {
            var boxes = isBackground ? LayerProperties.Clips : LayerProperties.MaskBoxes;
            if (_layer[Origin] is not null && !ReferenceEquals(_layer[Origin], _layer[Clip])) return false;
            var mark = reader.Position;
            if (!reader.TryKeyword(boxes, out var box)) return false;
            var tokens = reader.Copy(mark);
            var isSecond = _layer[Clip] is not null;
            _layer[Clip] = tokens;
            if (!isSecond && box != BackgroundBox.Text) _layer[Origin] = tokens;
            return true;
        }

        private void Append()
        {
            for (var i = 0; i < ids.Length; i++)
            {
                if (_layer[i] is null && i == ColorOrComposite && isBackground) continue;
                var list = _lists[i] ??= [];
                if (_layers > 0 && !(i == ColorOrComposite && isBackground)) list.Add(Comma);
                list.AddRange(_layer[i] ?? (isBackground ? Initial : InitialMask)[i]);
                list.Add(Space);
            }

            _layers++;
        }

        private static readonly CssToken Space = new(CssTokenKind.Whitespace, 0, '\0', 0, 0, 0);

        private bool Emit(DeclarationSink sink)
        {
            for (var i = 0; i < ids.Length; i++)
            {
                if (_lists[i] is not { } tokens)
                {
                    sink.AddOrInitial(ids[i], null);
                    continue;
                }

                var value = i switch
                {
                    _ when _layers == 1 && _layer[i] is null => CssWideValue.Initial,
                    PositionX => DeclaredValues.Read(tokens, reader.Options, AllX),
                    PositionY => DeclaredValues.Read(tokens, reader.Options, AllY),
                    _ => DeclaredValues.Read(ids[i], tokens, reader.Options),
                };
                if (value is null) return false;
                sink.Add(ids[i], value);
            }

            return true;
        }
    }
}
