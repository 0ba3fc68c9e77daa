namespace WasmEngine.Render.Style;

/// <summary>transition and animation: lists whose entries are read in any order.</summary>
internal static class TimeShorthands
{
    private static readonly PropertyId[] Transition =
        [PropertyId.TransitionProperty, PropertyId.TransitionDuration, PropertyId.TransitionTimingFunction, PropertyId.TransitionDelay, PropertyId.TransitionBehavior];

    private static readonly PropertyId[] Animation =
    [
        PropertyId.AnimationDuration, PropertyId.AnimationTimingFunction, PropertyId.AnimationDelay, PropertyId.AnimationIterationCount, PropertyId.AnimationDirection,
        PropertyId.AnimationFillMode, PropertyId.AnimationPlayState, PropertyId.AnimationName,
    ];

    internal static IEnumerable<Shorthand> All => [new("transition", Transition, TryTransition), new("animation", Animation, TryAnimation)];

    private static bool TryTransition(ValueReader reader, DeclarationSink sink)
    {
        var list = new List<(string? Name, Times Times, bool Discrete)>();
        do
        {
            string? name = null;
            var times = new Times();
            bool? discrete = null;
            var any = false;
            while (reader.Peek().Kind is not (CssTokenKind.Comma or CssTokenKind.End))
            {
                any = true;
                if (times.TryPart(reader)) continue;
                if (discrete is null && reader.TryKeyword(AnimationProperties.Behaviors, out var behavior)) discrete = behavior;
                else if (name is null && (reader.TryIdent("none") ? "" : AnimationProperties.TransitionName(reader, out var given) ? given : null) is { } found) name = found;
                else return false;
            }

            if (!any) return false;
            list.Add((name, times, discrete == true));
        }
        while (reader.TryComma());
        if (list.Count > 1 && list.Exists(l => l.Name is "")) return false;
        sink.AddTyped<IReadOnlyList<string>>(Transition[0], list[0].Name is "" ? [] : List(list, l => l.Name ?? "all"));
        sink.AddList(Transition[1], List(list, l => l.Times.Duration ?? 0));
        sink.AddList(Transition[2], List(list, l => l.Times.Easing ?? CubicBezierEasing.Ease));
        sink.AddList(Transition[3], List(list, l => l.Times.Delay ?? 0));
        sink.AddList(Transition[4], List(list, l => l.Discrete));
        return true;
    }

    private static bool TryAnimation(ValueReader reader, DeclarationSink sink)
    {
        var list = new List<Entry>();
        do
        {
            var entry = new Entry();
            var any = false;
            while (reader.Peek().Kind is not (CssTokenKind.Comma or CssTokenKind.End))
            {
                if (!entry.TryPart(reader)) return false;
                any = true;
            }

            if (!any) return false;
            list.Add(entry);
        }
        while (reader.TryComma());
        sink.AddList(Animation[0], List(list, e => e.Times.Duration ?? 0));
        sink.AddList(Animation[1], List(list, e => e.Times.Easing ?? CubicBezierEasing.Ease));
        sink.AddList(Animation[2], List(list, e => e.Times.Delay ?? 0));
        sink.AddList(Animation[3], List(list, e => e.Iterations ?? 1));
        sink.AddList(Animation[4], List(list, e => e.Direction ?? default));
        sink.AddList(Animation[5], List(list, e => e.Fill ?? default));
        sink.AddList(Animation[6], List(list, e => e.Paused ?? false));
        sink.AddList(Animation[7], List(list, e => e.Name ?? ""));
        return true;
    }

    private static ValueList<T> List<TFrom, T>(List<TFrom> list, Func<TFrom, T> get) => new ValueList<T>(list.Select(get).ToArray());

    /// <summary>The first time is the duration, unless it is negative, the second the delay.</summary>
    private sealed class Times
    {
        internal float? Duration { get; private set; }

        internal float? Delay { get; private set; }

        internal Easing? Easing { get; private set; }

        internal bool TryPart(ValueReader reader)
        {
            var mark = reader.Position;
            if (Numeric.Time(reader, out var seconds))
            {
                if (Duration is null && seconds >= 0) Duration = seconds;
                else if (Delay is null) Delay = seconds;
                else
                {
                    reader.Position = mark;
                    return false;
                }

                return true;
            }

            reader.Position = mark;
            if (Easing is null && EasingParser.Parse(reader, out var easing))
            {
                Easing = easing;
                return true;
            }

            reader.Position = mark;
            return false;
        }
    }

    /// <summary>One animation; what may be a keyword of another part is no name (css-animations-1, section 3.10).</summary>
    private sealed class Entry
    {
        internal Times Times { get; } = new();

        internal float? Iterations { get; private set; }

        internal AnimationDirection? Direction { get; private set; }

        internal AnimationFill? Fill { get; private set; }

        internal bool? Paused { get; private set; }

        internal string? Name { get; private set; }

        internal bool TryPart(ValueReader reader)
        {
            if (Times.TryPart(reader)) return true;
            var mark = reader.Position;
            if (Iterations is null && AnimationProperties.Iterations(reader, out var iterations)) Iterations = iterations;
            else if (Back(reader, mark) && Direction is null && reader.TryKeyword(AnimationProperties.Directions, out var direction)) Direction = direction;
            else if (Fill is null && reader.TryKeyword(AnimationProperties.Fills, out var fill)) Fill = fill;
            else if (Paused is null && reader.TryKeyword(AnimationProperties.States, out var paused)) Paused = paused;
            else if (Name is null && AnimationProperties.Name(reader, out var name)) Name = name;
            else return false;
            return true;
        }

        private static bool Back(ValueReader reader, int mark)
        {
            reader.Position = mark;
            return true;
        }
    }
}
