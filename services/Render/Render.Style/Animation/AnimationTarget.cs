using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>What runs on one element or pseudo-element.</summary>
internal sealed class AnimationTarget(Element element, PseudoElement pseudo)
{
    public Element Element { get; } = element;

    public PseudoElement Pseudo { get; } = pseudo;

    /// <summary>The style without what runs.</summary>
    public ComputedStyle? Base { get; set; }

    /// <summary>In the order of animation-name: later ones win.</summary>
    public List<RunningAnimation> Animations { get; } = [];

    public Dictionary<PropertyId, RunningTransition> Transitions { get; } = [];

    /// <summary>Whether nothing but transform and opacity changes.</summary>
    public bool IsComposited
    {
        get
        {
            foreach (var animation in Animations) if (!animation.IsComposited) return false;
            foreach (var id in Transitions.Keys) if (!RunningAnimation.IsCompositedProperty(id)) return false;
            return true;
        }
    }

    /// <summary>Seconds until something starts or ends; 0 when something has to end now; infinite when nothing changes.</summary>
    public double NextChange(double now)
    {
        var next = double.PositiveInfinity;
        foreach (var animation in Animations) next = Math.Min(next, animation.PhaseAt(now).NextChange);
        foreach (var transition in Transitions.Values) next = Math.Min(next, Math.Max(0, transition.End - now));
        return next;
    }

    /// <summary>Whether anything changes with time.</summary>
    public bool IsRunning(double now)
    {
        if (Transitions.Count > 0) return true;
        foreach (var animation in Animations) if (animation.PhaseAt(now).IsRunning) return true;
        return false;
    }
}
