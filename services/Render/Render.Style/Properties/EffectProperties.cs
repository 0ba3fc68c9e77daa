namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="EffectStyle"/>.</summary>
internal static class EffectProperties
{
    internal static IEnumerable<Longhand> All =>
    [
        Define.Value(PropertyId.Opacity, TryOpacity, s => s.Effects.Opacity, (b, v) => b.Effects.Opacity = v, Between.Unit),
        Define.List(
            PropertyId.Transform, Lists.SpacesOrNone<TransformFunction>(TransformParser.Function), s => s.Effects.OwnTransform, (b, v) => b.Effects.OwnTransform = v,
            TransformMixing.Lists, TransformWriter.Write, " "),
        One(PropertyId.Translate, TransformParser.TranslateProperty, s => s.Effects.Translate, (b, v) => b.Effects.Translate = v),
        One(PropertyId.Rotate, TransformParser.RotateProperty, s => s.Effects.Rotate, (b, v) => b.Effects.Rotate = v),
        One(PropertyId.Scale, TransformParser.ScaleProperty, s => s.Effects.Scale, (b, v) => b.Effects.Scale = v),
        Define.Value(
            PropertyId.TransformOrigin, TryOrigin, s => (s.Effects.TransformOrigin, s.Effects.TransformOriginZ), (b, v) => (b.Effects.TransformOrigin, b.Effects.TransformOriginZ) = v,
            BetweenOrigins, v => $"{ValueWriter.Write(v.Item1)} {ValueWriter.Write(v.Item2)}px"),
        Define.Keyword(
            PropertyId.TransformStyle, KeywordMap.Of(KeywordMap.Is("flat", TransformStyle.Flat), KeywordMap.Is("preserve-3d", TransformStyle.Preserve3d)), s => s.Effects.TransformStyle,
            (b, v) => b.Effects.TransformStyle = v),
        Define.Keyword(PropertyId.TransformBox, KeywordMap.Of(KeywordMap.Is("view-box", 0), KeywordMap.Is("border-box", 0), KeywordMap.Is("content-box", 0), KeywordMap.Is("fill-box", 0), KeywordMap.Is("stroke-box", 0)), _ => 0, (_, _) => { }),
        Define.Value(PropertyId.Perspective, TryPerspective, s => s.Effects.Perspective, (b, v) => b.Effects.Perspective = v, BetweenPerspectives, v => v == 0 ? "none" : ValueWriter.Write(v) + "px"),
        Define.Value(PropertyId.PerspectiveOrigin, PositionParser.Position, s => s.Effects.PerspectiveOrigin, (b, v) => b.Effects.PerspectiveOrigin = v, Between.Position),
        Define.Keyword(PropertyId.BackfaceVisibility, KeywordMap.Of<BackfaceVisibility>(), s => s.Effects.BackfaceVisibility, (b, v) => b.Effects.BackfaceVisibility = v),
        Define.List(
            PropertyId.Filter, Lists.SpacesOrNone<FilterFunction>(EffectParsers.Filter), s => s.Effects.Filter, (b, v) => b.Effects.Filter = v, EffectParsers.BetweenFilters, EffectWriter.Write, " "),
        Define.List(
            PropertyId.BackdropFilter, Lists.SpacesOrNone<FilterFunction>(EffectParsers.Filter), s => s.Effects.BackdropFilter, (b, v) => b.Effects.BackdropFilter = v,
            EffectParsers.BetweenFilters, EffectWriter.Write, " "),
        Define.Value(PropertyId.ClipPath, ShapeParser.ClipPath, s => s.Effects.ClipPath, (b, v) => b.Effects.ClipPath = v, ShapeMixing.Between, EffectWriter.Write),
        Define.Keyword(PropertyId.MixBlendMode, LayerProperties.Blends, s => s.Effects.Blend, (b, v) => b.Effects.Blend = v),
        Define.Keyword(PropertyId.Isolation, KeywordMap.Of(KeywordMap.Is("auto", false), KeywordMap.Is("isolate", true)), s => s.Effects.IsIsolated, (b, v) => b.Effects.IsIsolated = v),
        Define.List(
            PropertyId.BoxShadow, Lists.CommasOrNone<Shadow>(EffectParsers.BoxShadow), s => s.Effects.BoxShadow, (b, v) => b.Effects.BoxShadow = v, Between.Shadows, EffectWriter.WriteBoxShadow),
        Define.List<string>(PropertyId.WillChange, TryWillChange, s => s.Effects.WillChange, SetWillChange, write: v => v).WithEmpty("auto"),
    ];

    private static Longhand<TransformFunction?> One(
        PropertyId id, ValueParser<TransformFunction?> parse, Func<ComputedStyle, TransformFunction?> get, Action<StyleBuilder, TransformFunction?> set) =>
        new(id, false, parse, get, set) { Between = TransformMixing.Optional, Write = v => v is null ? "none" : TransformWriter.WriteProperty(v) };

    private static bool TryOpacity(ValueReader reader, out float value)
    {
        if (!Numeric.NumberOrPercentage(reader, out value)) return false;
        value = Math.Clamp(value, 0, 1);
        return true;
    }

    private static bool TryOrigin(ValueReader reader, out (PositionValue Point, float Z) value)
    {
        value = default;
        if (!PositionParser.Short(reader, out value.Point)) return false;
        var mark = reader.Position;
        if (Numeric.Length(reader, out value.Z)) return true;
        reader.Position = mark;
        return true;
    }

    private static bool BetweenOrigins((PositionValue Point, float Z) from, (PositionValue Point, float Z) to, double progress, out (PositionValue Point, float Z) value)
    {
        Between.Position(from.Point, to.Point, progress, out var point);
        value = (point, (float)Between.Lerp(from.Z, to.Z, progress));
        return true;
    }

    private static bool TryPerspective(ValueReader reader, out float value)
    {
        value = 0;
        if (reader.TryIdent("none")) return true;
        if (!Numeric.NonNegativeLength(reader, out value)) return false;
        value = Math.Max(value, 1);
        return true;
    }

    private static bool BetweenPerspectives(float from, float to, double progress, out float value)
    {
        value = (float)Math.Max(1, Between.Lerp(from, to, progress));
        return from > 0 && to > 0;
    }

    private static bool TryWillChange(ValueReader reader, out IReadOnlyList<string> value)
    {
        value = [];
        if (reader.TryIdent("auto")) return true;
        var list = new List<string>();
        do
        {
            if (!reader.TryCustomIdent(out var name)) return false;
            list.Add(name.ToLowerInvariant());
        }
        while (reader.TryComma());
        value = new ValueList<string>(list);
        return true;
    }

    private static void SetWillChange(StyleBuilder builder, IReadOnlyList<string> names)
    {
        var effects = builder.Effects;
        effects.WillChange = names;
        effects.WillChangeTransform = names.Any(n => n is "transform" or "translate" or "rotate" or "scale" or "-webkit-transform");
        effects.WillChangeOpacity = names.Contains("opacity");
        effects.WillChangeContains = effects.WillChangeTransform || names.Any(n => n is "perspective" or "filter" or "backdrop-filter" or "contain" or "transform-style");
        effects.WillChangeStacks = effects.WillChangeContains || effects.WillChangeOpacity
            || names.Any(n => n is "z-index" or "clip-path" or "mask" or "mask-image" or "mix-blend-mode" or "isolation" or "position" or "-webkit-mask-image");
    }
}
