namespace WasmEngine.Render.Style;

// What styles keep besides their computed values, as several properties make one of them together.

[Flags]
internal enum FontVariants
{
    None = 0,
    NoCommonLigatures = 1,
    DiscretionaryLigatures = 2,
    HistoricalLigatures = 4,
    NoContextual = 8,
    NoDiscretionary = 16,
    NoHistorical = 32,
    CommonLigatures = 1 << 24,
    Contextual = 1 << 25,
    Ligatures = NoCommonLigatures | DiscretionaryLigatures | HistoricalLigatures | NoContextual | NoDiscretionary | NoHistorical | CommonLigatures | Contextual,
    LiningNumbers = 64,
    OldstyleNumbers = 128,
    ProportionalNumbers = 256,
    TabularNumbers = 512,
    DiagonalFractions = 1024,
    StackedFractions = 2048,
    Ordinal = 4096,
    SlashedZero = 8192,
    Numeric = LiningNumbers | OldstyleNumbers | ProportionalNumbers | TabularNumbers | DiagonalFractions | StackedFractions | Ordinal | SlashedZero,
    Subscript = 1 << 14,
    Superscript = 1 << 15,
    Position = Subscript | Superscript,
    AllSmallCaps = 1 << 16,
    PetiteCaps = 1 << 17,
    AllPetiteCaps = 1 << 18,
    Unicase = 1 << 19,
    TitlingCaps = 1 << 20,
    SmallCaps = 1 << 21,
    Caps = AllSmallCaps | PetiteCaps | AllPetiteCaps | Unicase | TitlingCaps | SmallCaps,
}

/// <summary>color-scheme; None is `normal`.</summary>
[Flags]
internal enum ColorSchemes : byte { None = 0, Light = 1, Dark = 2, Only = 4 }

[Flags]
internal enum Containment : byte { None = 0, Size = 1, InlineSize = 2, Layout = 4, Paint = 8, Style = 16 }

/// <summary>`none` in a list of images.</summary>
internal sealed record NoImage : CssImage
{
    internal static NoImage Instance { get; } = new();
}

/// <summary>background-size of a layer.</summary>
internal readonly record struct LayerSize(BackgroundSizeKind Kind, SizeValue Width, SizeValue Height);

/// <summary>background-repeat of a layer.</summary>
internal readonly record struct LayerRepeat(BackgroundRepeat X, BackgroundRepeat Y);

/// <summary>The lists of background-* or mask-*: as many layers as there are images; shorter lists are repeated (css-backgrounds-3, section 2.2).</summary>
internal sealed record LayerLists
{
    private static readonly BackgroundBox[] BorderBoxes = [BackgroundBox.BorderBox];

    internal static LayerLists Initial { get; } = new();

    internal static LayerLists InitialMask { get; } = new() { Origins = BorderBoxes };

    internal IReadOnlyList<CssImage> Images { get; init; } = [NoImage.Instance];

    internal IReadOnlyList<LengthPercentage> PositionsX { get; init; } = [default];

    internal IReadOnlyList<LengthPercentage> PositionsY { get; init; } = [default];

    internal IReadOnlyList<LayerSize> Sizes { get; init; } = [default];

    internal IReadOnlyList<LayerRepeat> Repeats { get; init; } = [default];

    internal IReadOnlyList<BackgroundAttachment> Attachments { get; init; } = [default];

    internal IReadOnlyList<BackgroundBox> Origins { get; init; } = [BackgroundBox.PaddingBox];

    internal IReadOnlyList<BackgroundBox> Clips { get; init; } = BorderBoxes;

    internal IReadOnlyList<BlendMode> Blends { get; init; } = [default];

    /// <summary>The clip of the last layer.</summary>
    internal BackgroundBox LastClip => Clips[(Images.Count - 1) % Clips.Count];

    internal IReadOnlyList<BackgroundLayer> Build()
    {
        if (Images is [NoImage]) return [];
        var layers = new BackgroundLayer[Images.Count];
        for (var i = 0; i < layers.Length; i++)
        {
            var (size, repeat) = (At(Sizes, i), At(Repeats, i));
            layers[i] = new BackgroundLayer
            {
                Image = Images[i] is NoImage ? null : Images[i],
                Position = new PositionValue(At(PositionsX, i), At(PositionsY, i)),
                SizeKind = size.Kind,
                Width = size.Width,
                Height = size.Height,
                RepeatX = repeat.X,
                RepeatY = repeat.Y,
                Attachment = At(Attachments, i),
                Origin = At(Origins, i),
                Clip = At(Clips, i),
                Blend = At(Blends, i),
            };
        }

        return layers;
    }

    private static T At<T>(IReadOnlyList<T> list, int index) => list[index % list.Count];
}

/// <summary>The lists of animation-* and transition-*.</summary>
internal sealed record AnimationLists
{
    internal static AnimationLists Initial { get; } = new();

    /// <summary>Empty names are `none`.</summary>
    internal IReadOnlyList<string> Names { get; init; } = [""];

    internal IReadOnlyList<float> Durations { get; init; } = [0];

    internal IReadOnlyList<float> Delays { get; init; } = [0];

    internal IReadOnlyList<float> Iterations { get; init; } = [1];

    internal IReadOnlyList<AnimationDirection> Directions { get; init; } = [default];

    internal IReadOnlyList<AnimationFill> Fills { get; init; } = [default];

    internal IReadOnlyList<bool> Paused { get; init; } = [false];

    internal IReadOnlyList<Easing> Easings { get; init; } = [CubicBezierEasing.Ease];

    /// <summary>Empty is `none`.</summary>
    internal IReadOnlyList<string> Properties { get; init; } = ["all"];

    internal IReadOnlyList<float> TransitionDurations { get; init; } = [0];

    internal IReadOnlyList<float> TransitionDelays { get; init; } = [0];

    internal IReadOnlyList<Easing> TransitionEasings { get; init; } = [CubicBezierEasing.Ease];

    internal IReadOnlyList<bool> AllowDiscrete { get; init; } = [false];

    internal IReadOnlyList<AnimationSpec> BuildAnimations()
    {
        if (Names is [""]) return [];
        var specs = new List<AnimationSpec>(Names.Count);
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i].Length == 0) continue;
            specs.Add(new AnimationSpec(
                Names[i], At(Durations, i), At(Delays, i), At(Iterations, i), At(Directions, i), At(Fills, i), At(Paused, i), At(Easings, i)));
        }

        return specs;
    }

    internal IReadOnlyList<TransitionSpec> BuildTransitions()
    {
        var specs = new List<TransitionSpec>(Properties.Count);
        for (var i = 0; i < Properties.Count; i++)
            specs.Add(new TransitionSpec(Properties[i], At(TransitionDurations, i), At(TransitionDelays, i), At(TransitionEasings, i), At(AllowDiscrete, i)));
        return specs.TrueForAll(s => s.Duration == 0 && s.Delay <= 0) ? [] : specs;
    }

    private static T At<T>(IReadOnlyList<T> list, int index) => list[index % list.Count];
}
