namespace WasmEngine.Render.Style;

/// <summary>Where an animation stands at some time.</summary>
/// <param name="IsInEffect">Whether it has any effect.</param>
/// <param name="IsRunning">Whether its effect changes with time, now or later.</param>
/// <param name="Progress">Progress within its keyframes, direction considered, easing of the keyframes not: 0 to 1.</param>
/// <param name="NextChange">Seconds until it starts or ends; infinite when it does neither.</param>
internal readonly record struct AnimationPhase(bool IsInEffect, bool IsRunning, double Progress, double NextChange);

/// <summary>The timing model of css-animations-1 and Web Animations, section 4: delay, iterations, direction, fill.</summary>
internal static class AnimationTiming
{
    /// <summary>The phase of an animation.</summary>
    /// <param name="spec">Its values.</param>
    /// <param name="local">Seconds since it began, pauses left out.</param>
    public static AnimationPhase At(AnimationSpec spec, double local)
    {
        var duration = Math.Max(0, spec.Duration);
        var iterations = Math.Max(0, spec.Iterations);
        var active = duration == 0 || iterations == 0 ? 0 : duration * iterations;
        var end = Math.Max(0, spec.Delay + active);
        if (local < spec.Delay && (local < end || spec.Delay > 0))
        {
            var fills = spec.Fill is AnimationFill.Backwards or AnimationFill.Both;
            return new AnimationPhase(fills, true, fills ? Directed(spec, 0, 0) : 0, spec.Delay - local);
        }

        if (local >= end)
        {
            var fills = spec.Fill is AnimationFill.Forwards or AnimationFill.Both;
            return new AnimationPhase(fills, false, fills ? AtEnd(spec, iterations) : 0, double.PositiveInfinity);
        }

        var elapsed = local - spec.Delay;
        var whole = Math.Floor(elapsed / duration);
        return new AnimationPhase(true, true, Directed(spec, whole, (elapsed / duration) - whole), end - local);
    }

    private static double AtEnd(AnimationSpec spec, double iterations)
    {
        if (double.IsPositiveInfinity(iterations)) return Directed(spec, 0, 1);
        var whole = Math.Floor(iterations);
        var part = iterations - whole;
        if (part == 0 && iterations > 0) return Directed(spec, whole - 1, 1);
        return Directed(spec, whole, part);
    }

    private static double Directed(AnimationSpec spec, double iteration, double progress)
    {
        var odd = iteration % 2 == 1;
        var reversed = spec.Direction switch
        {
            AnimationDirection.Reverse => true,
            AnimationDirection.Alternate => odd,
            AnimationDirection.AlternateReverse => !odd,
            _ => false,
        };
        return reversed ? 1 - progress : progress;
    }
}
