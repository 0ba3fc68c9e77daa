namespace WasmEngine.Render.Style;

/// <summary>An easing function (css-easing-2). Immutable, compared by value.</summary>
public abstract record Easing
{
    /// <summary>Output for an input progress of 0 to 1 (it may be outside for some).</summary>
    public abstract double At(double progress);
}

public enum AnimationDirection : byte { Normal, Reverse, Alternate, AlternateReverse }

public enum AnimationFill : byte { None, Forwards, Backwards, Both }

/// <summary>One entry of the animation properties. Times in seconds.</summary>
public sealed record AnimationSpec(
    string Name, double Duration, double Delay, double Iterations, AnimationDirection Direction, AnimationFill Fill, bool IsPaused, Easing Easing);

/// <summary>One entry of the transition properties. `all` is the name for all properties.</summary>
public sealed record TransitionSpec(string Property, double Duration, double Delay, Easing Easing, bool AllowDiscrete);
