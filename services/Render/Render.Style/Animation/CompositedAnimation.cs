using System.Numerics;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>
/// An element or pseudo-element on which nothing but transform and opacity is animated: the frame loop moves its layers without a restyle. Sampling allocates nothing. Valid until the next
/// <see cref="StyleEngine.Update(double)"/>.
/// </summary>
public readonly struct CompositedAnimation
{
    private readonly AnimationTarget _target;

    internal CompositedAnimation(AnimationTarget target) => _target = target;

    /// <summary>Element.</summary>
    public Element Element => _target.Element;

    /// <summary>Pseudo-element; None for the element itself.</summary>
    public PseudoElement Pseudo => _target.Pseudo;

    /// <summary>The opacity at a time.</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="opacity">0 to 1.</param>
    /// <returns>False when it is not animated then.</returns>
    public bool TryOpacity(double now, out float opacity)
    {
        opacity = 1;
        if (!TryFind(now, opacity: true, out var from, out var to, out var progress)) return false;
        opacity = Math.Clamp((float)(from.Effects.Opacity + ((to.Effects.Opacity - from.Effects.Opacity) * progress)), 0, 1);
        return true;
    }

    /// <summary>The transform at a time, without the transform origin.</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="width">Width of the border box, px: what percentages are of.</param>
    /// <param name="height">Its height.</param>
    /// <param name="matrix">Row vectors from the left, as in System.Numerics.</param>
    /// <returns>False when it is not animated then.</returns>
    public bool TryTransform(double now, float width, float height, out Matrix4x4 matrix)
    {
        matrix = Matrix4x4.Identity;
        if (!TryFind(now, opacity: false, out var from, out var to, out var progress)) return false;
        matrix = TransformSampler.Between(from.Effects.Transform, to.Effects.Transform, progress, width, height);
        return true;
    }

    private bool TryFind(double now, bool opacity, out ComputedStyle from, out ComputedStyle to, out double progress)
    {
        foreach (var (id, transition) in _target.Transitions)
        {
            if ((id == PropertyId.Opacity) != opacity || !RunningAnimation.IsCompositedProperty(id)) continue;
            (from, to, progress) = (transition.From, transition.To, transition.ProgressAt(now));
            return true;
        }

        for (var i = _target.Animations.Count - 1; i >= 0; i--)
        {
            if (_target.Animations[i].TrySample(now, opacity, out from, out to, out progress)) return true;
        }

        (from, to, progress) = (ComputedStyle.Initial, ComputedStyle.Initial, 0);
        return false;
    }
}
