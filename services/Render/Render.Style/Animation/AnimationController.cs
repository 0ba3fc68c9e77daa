using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// Starts, changes and ends animations and transitions as styles change, and puts their values over the styles. Time is what it is told. Belongs to one thread.
/// </summary>
internal sealed class AnimationController(StyleResolver resolver, IssueLog issues)
{
    // Keyframes are kept as styles for each element: about 1 KiB each.
    private const int MostFrames = 200_000;
    private const int MostAnimations = 256;
    private readonly Dictionary<(Element Element, PseudoElement Pseudo), AnimationTarget> _targets = [];
    private readonly List<AnimationTarget> _scratch = [];
    private int _frames;

    /// <summary>The time, seconds.</summary>
    public double Now { get; private set; }

    /// <summary>All that runs or is held.</summary>
    public IReadOnlyCollection<AnimationTarget> Targets => _targets.Values;

    /// <summary>Sets the time. Earlier ones than before are ignored.</summary>
    public void Advance(double now) => Now = Math.Max(Now, now);

    /// <summary>Elements whose style has to be computed because time went on.</summary>
    /// <param name="compositedElsewhere">What only moves layers is left to the frame loop until something starts or ends.</param>
    public IReadOnlyList<AnimationTarget> Due(double before, bool compositedElsewhere)
    {
        _scratch.Clear();
        foreach (var target in _targets.Values)
        {
            if (target.IsRunning(before) && (!compositedElsewhere || !target.IsComposited || before + target.NextChange(before) <= Now)) _scratch.Add(target);
        }

        return _scratch;
    }

    /// <summary>Ends all on an element.</summary>
    public void Remove(Element element)
    {
        for (var pseudo = PseudoElement.None; pseudo <= PseudoElement.Backdrop; pseudo++) Forget((element, pseudo));
    }

    /// <summary>The style with what runs, once a new one was computed.</summary>
    /// <param name="element">Element.</param>
    /// <param name="pseudo">Pseudo-element.</param>
    /// <param name="before">Style without what runs, before; null when it is new.</param>
    /// <param name="shown">Style with what runs, before.</param>
    /// <param name="now">Style without what runs, now.</param>
    /// <param name="parent">What it inherits from.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="keyframes">Known @keyframes.</param>
    public ComputedStyle Apply(
        Element element, PseudoElement pseudo, ComputedStyle? before, ComputedStyle? shown, ComputedStyle now, ComputedStyle? parent, MatchedRules rules, IReadOnlyDictionary<string, KeyframesRule> keyframes)
    {
        _targets.TryGetValue((element, pseudo), out var target);
        if (now.Display == Display.None || (target is null && now.Animation.Animations.Count == 0 && now.Animation.Transitions.Count == 0))
        {
            if (target is not null) Forget((element, pseudo));
            return now;
        }

        target ??= new AnimationTarget(element, pseudo);
        FollowAnimations(target, now, keyframes);
        if (before is not null && before.Display != Display.None && !ReferenceEquals(before, now)) FollowTransitions(target, before, shown ?? before, now);
        target.Base = now;
        foreach (var (id, transition) in target.Transitions) if (transition.End <= Now) target.Transitions.Remove(id);
        if (target.Animations.Count == 0 && target.Transitions.Count == 0)
        {
            _targets.Remove((element, pseudo)); // holds no keyframes any more
            return now;
        }

        _targets[(element, pseudo)] = target;
        return Sample(target, now, parent, rules);
    }

    private void Forget((Element, PseudoElement) key)
    {
        if (!_targets.Remove(key, out var target)) return;
        foreach (var animation in target.Animations) _frames -= animation.FrameCount;
    }

    private ComputedStyle Sample(AnimationTarget target, ComputedStyle style, ComputedStyle? parent, MatchedRules rules)
    {
        foreach (var animation in target.Animations)
        {
            if (ReferenceEquals(animation.ResolvedFor, style)) continue;
            _frames -= animation.FrameCount;
            animation.Resolve(style, Resolve(target.Element, animation, style, parent));
            _frames += animation.FrameCount;
        }

        var builder = resolver.Builder;
        builder.BeginFrom(style, parent);
        foreach (var animation in target.Animations) animation.Apply(Now, builder, id => target.Transitions.ContainsKey(id) || IsImportant(rules, id));
        foreach (var transition in target.Transitions.Values) PropertyTable.Interpolate(transition.Id, transition.From, transition.To, transition.ProgressAt(Now), builder);
        return builder.Finish();
    }

    private List<ResolvedKeyframe> Resolve(Element element, RunningAnimation animation, ComputedStyle style, ComputedStyle? parent)
    {
        var frames = new List<ResolvedKeyframe>();
        if (_frames + animation.Rule.Frames.Count > MostFrames)
        {
            issues.Add(IssueSeverity.Limit, $"the document's animations have more than {MostFrames} keyframes, counted for each element: the others stand still");
            return [new ResolvedKeyframe(0, style, [], null)];
        }

        foreach (var frame in animation.Rule.Frames)
        {
            var builder = resolver.Builder;
            builder.BeginFrom(style, parent);
            resolver.ApplyOver(element, frame.Declarations);
            var resolved = builder.Finish();
            var ids = frame.Declarations.Where(d => d.Id != PropertyId.Custom).Select(d => d.Id).ToHashSet();
            frames.Add(new ResolvedKeyframe(frame.Offset, resolved, ids, EasingOf(element, frame, style, parent)));
        }

        if (frames.Count == 0) frames.Add(new ResolvedKeyframe(0, style, [], null));
        return frames;
    }

    private Easing? EasingOf(Element element, Keyframe frame, ComputedStyle style, ComputedStyle? parent)
    {
        if (frame.Easing is not { } easing) return null;
        var builder = resolver.Builder;
        builder.BeginFrom(style, parent);
        // The list of animations comes of several properties: one with a name is needed for the easing to show.
        resolver.ApplyOver(element, [.. DeclarationParser.Parse("animation-name", "x"), easing]);
        return builder.Finish().Animation.Animations is [{ } only, ..] ? only.Easing : null;
    }

    private static bool IsImportant(MatchedRules rules, PropertyId id)
    {
        if (!rules.HasImportant) return false;
        foreach (var block in rules.Blocks)
        {
            foreach (var declaration in block.Declarations)
            {
                if (declaration.Id == id && declaration.IsImportant) return true;
            }
        }

        return false;
    }

    // Animations are told apart by name and place: those that stay go on (css-animations-1, section 3).
    private void FollowAnimations(AnimationTarget target, ComputedStyle style, IReadOnlyDictionary<string, KeyframesRule> keyframes)
    {
        var specs = style.Animation.Animations;
        if (specs.Count == 0 && target.Animations.Count == 0) return;
        if (specs.Count > MostAnimations) issues.Add(IssueSeverity.Limit, $"an element has more than {MostAnimations} animations: the others are ignored", line: target.Element.Line);
        var running = target.Animations.ToList();
        target.Animations.Clear();
        foreach (var spec in specs)
        {
            if (!keyframes.TryGetValue(spec.Name, out var rule)) continue;
            var known = running.Find(a => string.Equals(a.Spec.Name, spec.Name, StringComparison.Ordinal));
            if (known is not null)
            {
                running.Remove(known);
                known.Change(spec, rule, Now);
            }

            target.Animations.Add(known ?? new RunningAnimation(spec, rule, Now));
            if (target.Animations.Count >= MostAnimations) break;
        }

        foreach (var gone in running) _frames -= gone.FrameCount;
    }

    private void FollowTransitions(AnimationTarget target, ComputedStyle before, ComputedStyle shown, ComputedStyle now)
    {
        if (now.Animation.Transitions.Count == 0)
        {
            target.Transitions.Clear();
            return;
        }

        foreach (var id in PropertyTable.All)
        {
            var running = target.Transitions.GetValueOrDefault(id);
            if (running is null ? PropertyTable.AreEqual(id, before, now) : PropertyTable.AreEqual(id, running.To, now)) continue;
            if (PropertyTable.IsLogical(id) || Find(now.Animation.Transitions, id) is not { } spec || Math.Max(0, spec.Duration) + spec.Delay <= 0)
            {
                target.Transitions.Remove(id);
                continue;
            }

            var from = running is null ? before : shown;
            if (PropertyTable.AreEqual(id, from, now) || (!spec.AllowDiscrete && !PropertyTable.CanInterpolate(id, from, now))) target.Transitions.Remove(id);
            else target.Transitions[id] = Start(id, spec, running, from, now);
        }
    }

    // The last entry that names the property counts.
    private static TransitionSpec? Find(IReadOnlyList<TransitionSpec> specs, PropertyId id)
    {
        for (var i = specs.Count - 1; i >= 0; i--)
        {
            var name = specs[i].Property;
            if (name.Equals("all", StringComparison.OrdinalIgnoreCase)) return specs[i];
            if (name.Equals(PropertyTable.Name(id), StringComparison.OrdinalIgnoreCase) || PropertyTable.Longhands(name).Contains(id)) return specs[i];
        }

        return null;
    }

    private RunningTransition Start(PropertyId id, TransitionSpec spec, RunningTransition? running, ComputedStyle from, ComputedStyle to)
    {
        var (duration, delay) = (Math.Max(0, spec.Duration), spec.Delay);
        if (running is null || !PropertyTable.AreEqual(id, running.ReversingStart, to)) return new RunningTransition(id, from, to, Now, delay, duration, spec.Easing, from, 1);

        // Back to where the running one came from: as much shorter as it had got (css-transitions-1, section 3.1).
        var factor = Math.Clamp(Math.Abs((running.ProgressAt(Now) * running.ReversingFactor) + 1 - running.ReversingFactor), 0, 1);
        return new RunningTransition(id, from, to, Now, delay < 0 ? delay * factor : delay, duration * factor, spec.Easing, running.To, factor);
    }
}
