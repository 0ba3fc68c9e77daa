using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <content>Animations and transitions.</content>
public sealed partial class StyleEngine
{
    private readonly AnimationController _animations;
    private double _sampledAt;

    /// <summary>
    /// The frame loop moves what <see cref="Composited"/> lists by itself: an update computes the styles of such elements only when an animation on them starts or ends.
    /// </summary>
    public bool IsCompositedElsewhere { get; set; }

    /// <summary>What the frame loop can animate without a restyle; current after an update.</summary>
    public IEnumerable<CompositedAnimation> Composited => _animations.Targets.Where(t => t.IsComposited && t.IsRunning(_animations.Now)).Select(t => new CompositedAnimation(t));

    /// <summary>
    /// Brings all styles up to date with the tree and with the time.
    /// </summary>
    /// <param name="now">Seconds on any clock that does not go back.</param>
    public StyleUpdate Update(double now)
    {
        _animations.Advance(now);
        foreach (var target in _animations.Due(_sampledAt, IsCompositedElsewhere)) Mark(target.Element, StyleFlags.Recompute);
        _sampledAt = _animations.Now;
        return UpdateStyles();
    }

    /// <summary>Seconds from the last update on until the next one is needed for animations' sake: 0 for at the next frame; infinite when nothing runs.</summary>
    public double NextUpdateIn()
    {
        var next = double.PositiveInfinity;
        foreach (var target in _animations.Targets)
        {
            if (!target.IsRunning(_animations.Now)) continue;
            if (!IsCompositedElsewhere || !target.IsComposited) return 0;
            next = Math.Min(next, target.NextChange(_animations.Now));
        }

        return next;
    }

    private ComputedStyle WithAnimations(Element element, PseudoElement pseudo, ComputedStyle? before, ComputedStyle? shown, ComputedStyle now, ComputedStyle? parent, MatchedRules rules) =>
        _animations.Apply(element, pseudo, before, shown, now, parent, rules, _rules.Keyframes);

    private void StopAnimationsWithin(Node node)
    {
        if (_animations.Targets.Count == 0) return;
        foreach (var inner in Document.Walk(node))
        {
            if (inner is Element element) _animations.Remove(element);
        }
    }
}
