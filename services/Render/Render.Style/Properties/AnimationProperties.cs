namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="AnimationStyle"/>.</summary>
internal static class AnimationProperties
{
    internal static readonly KeywordMap<AnimationDirection> Directions = KeywordMap.Of<AnimationDirection>();
    internal static readonly KeywordMap<AnimationFill> Fills = KeywordMap.Of<AnimationFill>();
    internal static readonly KeywordMap<bool> States = KeywordMap.Of(KeywordMap.Is("running", false), KeywordMap.Is("paused", true));
    internal static readonly KeywordMap<bool> Behaviors = KeywordMap.Of(KeywordMap.Is("normal", false), KeywordMap.Is("allow-discrete", true));

    internal static IEnumerable<Longhand> All =>
    [
        Of<string>(PropertyId.AnimationName, Name, l => l.Names, (l, v) => l with { Names = v }, v => v.Length == 0 ? "none" : v),
        Of<float>(PropertyId.AnimationDuration, Duration, l => l.Durations, (l, v) => l with { Durations = v }, Seconds),
        Of<float>(PropertyId.AnimationDelay, Numeric.Time, l => l.Delays, (l, v) => l with { Delays = v }, Seconds),
        Of<float>(
            PropertyId.AnimationIterationCount, Iterations, l => l.Iterations, (l, v) => l with { Iterations = v }, v => float.IsInfinity(v) ? "infinite" : ValueWriter.Write(v)),
        Of<AnimationDirection>(PropertyId.AnimationDirection, Directions.Parse, l => l.Directions, (l, v) => l with { Directions = v }),
        Of<AnimationFill>(PropertyId.AnimationFillMode, Fills.Parse, l => l.Fills, (l, v) => l with { Fills = v }),
        Of<bool>(PropertyId.AnimationPlayState, States.Parse, l => l.Paused, (l, v) => l with { Paused = v }, v => v ? "paused" : "running"),
        Of<Easing>(PropertyId.AnimationTimingFunction, EasingParser.Parse, l => l.Easings, (l, v) => l with { Easings = v }, EffectWriter.Write),
        Define.List<string>(
            PropertyId.TransitionProperty, Lists.CommasOrNone<string>(TransitionName), s => s.Animation.Lists.Properties,
            (b, v) => b.Animation.Lists = b.Animation.Lists with { Properties = v }, write: v => v),
        Of<float>(PropertyId.TransitionDuration, TransitionDuration, l => l.TransitionDurations, (l, v) => l with { TransitionDurations = v }, Seconds),
        Of<float>(PropertyId.TransitionDelay, Numeric.Time, l => l.TransitionDelays, (l, v) => l with { TransitionDelays = v }, Seconds),
        Of<Easing>(PropertyId.TransitionTimingFunction, EasingParser.Parse, l => l.TransitionEasings, (l, v) => l with { TransitionEasings = v }, EffectWriter.Write),
        Of<bool>(PropertyId.TransitionBehavior, Behaviors.Parse, l => l.AllowDiscrete, (l, v) => l with { AllowDiscrete = v }, v => v ? "allow-discrete" : "normal"),
    ];

    private static Longhand<IReadOnlyList<T>> Of<T>(
        PropertyId id, ValueParser<T> item, Func<AnimationLists, IReadOnlyList<T>> get, Func<AnimationLists, IReadOnlyList<T>, AnimationLists> with, Func<T, string>? write = null) =>
        Define.List(id, Lists.Commas(item), s => get(s.Animation.Lists), (b, v) => b.Animation.Lists = with(b.Animation.Lists, v), null, write);

    private static string Seconds(float value) => ValueWriter.Write(value) + "s";

    /// <summary>A keyframes name; `none` is empty.</summary>
    internal static bool Name(ValueReader reader, out string value)
    {
        value = "";
        if (reader.TryIdent("none")) return true;
        return (reader.TryString(out value) && value.Length > 0) || reader.TryCustomIdent(out value);
    }

    internal static bool Duration(ValueReader reader, out float value)
    {
        value = 0;
        return reader.TryIdent("auto") || (Numeric.Time(reader, out value) && value >= 0);
    }

    private static bool TransitionDuration(ValueReader reader, out float value) => Numeric.Time(reader, out value) && value >= 0;

    internal static bool Iterations(ValueReader reader, out float value)
    {
        value = float.PositiveInfinity;
        return reader.TryIdent("infinite") || Numeric.NonNegativeNumber(reader, out value);
    }

    /// <summary>A property's name, lower case but for custom ones.</summary>
    internal static bool TransitionName(ValueReader reader, out string value)
    {
        if (!reader.TryCustomIdent(out value) || value.Equals("none", StringComparison.OrdinalIgnoreCase)) return false;
        if (!value.StartsWith("--", StringComparison.Ordinal)) value = value.ToLowerInvariant();
        return true;
    }
}
