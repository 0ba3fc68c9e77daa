namespace WasmEngine.Render.Style;

/// <summary>A keyframe turned into a style.</summary>
/// <param name="Offset">0 to 1.</param>
/// <param name="Style">The element's style with the keyframe's declarations.</param>
/// <param name="Properties">What it declares.</param>
/// <param name="Easing">Easing towards the next keyframe; null: the animation's.</param>
internal sealed record ResolvedKeyframe(double Offset, ComputedStyle Style, HashSet<PropertyId> Properties, Easing? Easing);

/// <summary>A CSS animation of one element or pseudo-element.</summary>
internal sealed class RunningAnimation(AnimationSpec spec, KeyframesRule rule, double start)
{
    private double? _pausedAt = spec.IsPaused ? start : null;
    private double _start = start;
    private Track[] _tracks = [];

    /// <summary>Keyframes that a property has, with the base at 0 and 1 where it has none there.</summary>
    private sealed record Track(PropertyId Id, (double Offset, ComputedStyle Style, Easing? Easing)[] Stops);

    public AnimationSpec Spec { get; private set; } = spec;

    public KeyframesRule Rule { get; private set; } = rule;

    /// <summary>Keyframes that it keeps as styles.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Base style that the keyframes were resolved for.</summary>
    public ComputedStyle? ResolvedFor { get; private set; }

    /// <summary>Whether it animates nothing but transform and opacity.</summary>
    public bool IsComposited => Array.TrueForAll(_tracks, t => IsCompositedProperty(t.Id));

    public static bool IsCompositedProperty(PropertyId id) =>
        id is PropertyId.Opacity or PropertyId.Transform or PropertyId.Translate or PropertyId.Rotate or PropertyId.Scale;

    /// <summary>Takes over changed values and keyframes; time goes on from where it is.</summary>
    public void Change(AnimationSpec spec, KeyframesRule rule, double now)
    {
        if (!ReferenceEquals(rule, Rule)) ResolvedFor = null;
        Rule = rule;
        if (spec.IsPaused && _pausedAt is null) _pausedAt = now;
        if (!spec.IsPaused && _pausedAt is { } paused)
        {
            _start += now - paused;
            _pausedAt = null;
        }

        Spec = spec;
    }

    public AnimationPhase PhaseAt(double now)
    {
        var phase = AnimationTiming.At(Spec, (_pausedAt ?? now) - _start);
        return _pausedAt is null ? phase : phase with { IsRunning = false, NextChange = double.PositiveInfinity };
    }

    /// <summary>Takes the keyframes as styles of the element.</summary>
    public void Resolve(ComputedStyle style, IReadOnlyList<ResolvedKeyframe> frames)
    {
        ResolvedFor = style;
        FrameCount = frames.Count;
        var ids = frames.SelectMany(f => f.Properties).Distinct().ToArray();
        _tracks = new Track[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var id = ids[i];
            var stops = frames.Where(f => f.Properties.Contains(id)).Select(f => (f.Offset, f.Style, f.Easing)).ToList();
            if (stops[0].Offset > 0) stops.Insert(0, (0, style, frames[0].Offset == 0 ? frames[0].Easing : null));
            if (stops[^1].Offset < 1) stops.Add((1, style, null));
            _tracks[i] = new Track(id, [.. stops]);
        }
    }

    /// <summary>Puts its values at a time into the style being built.</summary>
    public void Apply(double now, StyleBuilder builder, Func<PropertyId, bool> isOverruled)
    {
        var phase = PhaseAt(now);
        if (!phase.IsInEffect) return;
        foreach (var track in _tracks)
        {
            if (isOverruled(track.Id)) continue;
            var (from, to, progress) = Find(track, phase.Progress);
            PropertyTable.Interpolate(track.Id, from, to, progress, builder);
        }
    }

    /// <summary>The styles around a time for what is composited; allocates nothing.</summary>
    /// <returns>False when nothing of the kind is in effect.</returns>
    public bool TrySample(double now, bool opacity, out ComputedStyle from, out ComputedStyle to, out double progress)
    {
        (from, to, progress) = (ComputedStyle.Initial, ComputedStyle.Initial, 0);
        var phase = PhaseAt(now);
        if (!phase.IsInEffect) return false;
        foreach (var track in _tracks)
        {
            if (opacity ? track.Id != PropertyId.Opacity : track.Id == PropertyId.Opacity || !IsCompositedProperty(track.Id)) continue;
            (from, to, progress) = Find(track, phase.Progress);
            return true;
        }

        return false;
    }

    private (ComputedStyle From, ComputedStyle To, double Progress) Find(Track track, double progress)
    {
        var stops = track.Stops;
        var i = 0;
        while (i < stops.Length - 2 && progress >= stops[i + 1].Offset) i++;
        if (stops.Length == 1) return (stops[0].Style, stops[0].Style, 0);
        var (first, second) = (stops[i], stops[i + 1]);
        var span = second.Offset - first.Offset;
        var part = span <= 0 ? 1 : (progress - first.Offset) / span;
        return (first.Style, second.Style, (first.Easing ?? Spec.Easing).At(part));
    }
}
