namespace WasmEngine.Render.Style;

/// <summary>What several properties decide together.</summary>
internal static class StyleFixups
{
    private static readonly (FontVariants Flag, string Tag, int Value)[] VariantFeatures =
    [
        (FontVariants.NoCommonLigatures, "liga", 0), (FontVariants.NoCommonLigatures, "clig", 0), (FontVariants.DiscretionaryLigatures, "dlig", 1), (FontVariants.NoDiscretionary, "dlig", 0),
        (FontVariants.HistoricalLigatures, "hlig", 1), (FontVariants.NoHistorical, "hlig", 0), (FontVariants.NoContextual, "calt", 0), (FontVariants.LiningNumbers, "lnum", 1),
        (FontVariants.OldstyleNumbers, "onum", 1), (FontVariants.ProportionalNumbers, "pnum", 1), (FontVariants.TabularNumbers, "tnum", 1), (FontVariants.DiagonalFractions, "frac", 1),
        (FontVariants.StackedFractions, "afrc", 1), (FontVariants.Ordinal, "ordn", 1), (FontVariants.SlashedZero, "zero", 1), (FontVariants.Subscript, "subs", 1),
        (FontVariants.Superscript, "sups", 1), (FontVariants.AllSmallCaps, "c2sc", 1), (FontVariants.AllSmallCaps, "smcp", 1), (FontVariants.PetiteCaps, "pcap", 1),
        (FontVariants.AllPetiteCaps, "c2pc", 1), (FontVariants.AllPetiteCaps, "pcap", 1), (FontVariants.Unicase, "unic", 1), (FontVariants.TitlingCaps, "titl", 1),
    ];

    /// <summary>A size that no length set follows the generic family: monospace is smaller (Blink's FontBuilder does the same).</summary>
    internal static void FinishFont(StyleBuilder builder)
    {
        if (!builder.Owns(StyleGroup.Font)) return;
        var (font, parent) = (builder.Font, builder.Parent.Font);
        if (builder.IsFontSizeOpen && !font.IsAbsoluteSize && font.IsMonospace != parent.IsMonospace)
        {
            if (font.SizeKeyword != 0) font.Size = FontSizes.OfKeyword(font.SizeKeyword, font.IsMonospace);
            else font.Size = font.IsMonospace ? font.Size * FontSizes.MonospaceFactor : font.Size / FontSizes.MonospaceFactor;
        }

        builder.IsFontSizeOpen = false;
        font.Ligatures = (font.Variants & FontVariants.NoCommonLigatures) == 0;
        font.SmallCaps = (font.Variants & FontVariants.SmallCaps) != 0;
        if (font.Variants == parent.Variants && ReferenceEquals(font.FeatureSettings, parent.FeatureSettings)) return;
        List<(string Tag, int Value)> features = [];
        foreach (var (flag, tag, value) in VariantFeatures)
        {
            if ((font.Variants & flag) != 0) features.Add((tag, value));
        }

        features.AddRange(font.FeatureSettings);
        font.Features = features.Count == 0 ? [] : new ValueList<(string Tag, int Value)>(features);
    }

    internal static void Finish(StyleBuilder builder)
    {
        FinishBorder(builder);
        FinishColors(builder);
        if (builder.Owns(StyleGroup.Background))
        {
            builder.Background.Layers = builder.Background.Lists.Build();
            builder.Background.ColorClip = builder.Background.Lists.LastClip;
        }

        if (builder.Owns(StyleGroup.Effects))
        {
            var effects = builder.Effects;
            effects.Mask = effects.MaskLists.Build();
            FinishTransform(effects);
        }

        if (builder.Owns(StyleGroup.Animation))
        {
            builder.Animation.Animations = builder.Animation.Lists.BuildAnimations();
            builder.Animation.Transitions = builder.Animation.Lists.BuildTransitions();
        }

        if (builder.Owns(StyleGroup.Box)) FinishBox(builder);
    }

    private static void FinishTransform(EffectStyle effects)
    {
        if (effects.Translate is null && effects.Rotate is null && effects.Scale is null)
        {
            effects.Transform = effects.OwnTransform;
            return;
        }

        List<TransformFunction> all = [];
        if (effects.Translate is not null) all.Add(effects.Translate);
        if (effects.Rotate is not null) all.Add(effects.Rotate);
        if (effects.Scale is not null) all.Add(effects.Scale);
        all.AddRange(effects.OwnTransform);
        effects.Transform = new ValueList<TransformFunction>(all);
    }

    /// <summary>Widths that show, in whole device pixels: rounded down, but never away (css-backgrounds-4 "snap as a border width").</summary>
    private static void FinishBorder(StyleBuilder builder)
    {
        if (!builder.Owns(StyleGroup.Border)) return;
        var border = builder.Border;
        var (style, width, ratio) = (border.Style, border.SpecifiedWidth, builder.Context.DevicePixelRatio);
        border.Width = new Sides<float>(
            Snap(style.Top, width.Top, ratio), Snap(style.Right, width.Right, ratio), Snap(style.Bottom, width.Bottom, ratio), Snap(style.Left, width.Left, ratio));
        border.OutlineWidth = Snap(border.OutlineStyle, border.SpecifiedOutlineWidth, ratio);
        border.OutlineOffset = border.OutlineOffset < 0 ? -Round(-border.OutlineOffset, ratio) : Round(border.OutlineOffset, ratio);
        border.Image = border.ImageParts.Source is NoImage ? null : border.ImageParts;
    }

    private static float Snap(BorderStyle style, float width, float ratio) => style is BorderStyle.None or BorderStyle.Hidden ? 0 : Round(width, ratio);

    private static float Round(float width, float ratio)
    {
        var device = width * ratio;
        if (device <= 0) return 0;
        return device < 1 ? 1 / ratio : MathF.Floor(device) / ratio;
    }

    /// <summary>Fills in currentcolor where it shows. Groups are left alone, and so stay shared, where it does not.</summary>
    private static void FinishColors(StyleBuilder builder)
    {
        var style = builder.Values;
        var (current, border) = (style.Text.Color, style.Border);
        var named = border.SpecifiedColor;
        var colors = new Sides<Color>(named.Top ?? current, named.Right ?? current, named.Bottom ?? current, named.Left ?? current);
        var outline = border.SpecifiedOutlineColor ?? current;
        var shows = builder.Owns(StyleGroup.Border) || border.Width != default || border.OutlineWidth > 0;
        if (shows && (border.Color != colors || border.OutlineColor != outline)) (builder.Border.Color, builder.Border.OutlineColor) = (colors, outline);
        var line = style.Decoration.SpecifiedColor ?? current;
        if (style.Decoration.Lines != TextDecorationLines.None && style.Decoration.Color != line) builder.Decoration.Color = line;
        if (style.Inherited.FillIsCurrent && style.Inherited.Fill != current) builder.Inherited.Fill = current;
        if (style.Inherited.StrokeIsCurrent && style.Inherited.Stroke != current) builder.Inherited.Stroke = current;
    }

    /// <summary>
    /// -webkit-box with a vertical orientation and -webkit-line-clamp is a block that shows that many lines (css-overflow-4, section 6.3);
    /// otherwise it is a flex container.
    /// </summary>
    private static void FinishBox(StyleBuilder builder)
    {
        var box = builder.Box;
        box.LineClamp = 0;
        if (!box.IsLegacyBox) return;
        if (box.SpecifiedLineClamp > 0 && box.IsLegacyVertical)
        {
            box.LineClamp = box.SpecifiedLineClamp;
            box.Display = box.Display is Display.InlineFlex ? Display.InlineBlock : Display.FlowRoot;
        }
        else if (box.IsLegacyVertical && builder.Values.Flex.Direction == FlexDirection.Row) builder.Flex.Direction = FlexDirection.Column;
    }
}
