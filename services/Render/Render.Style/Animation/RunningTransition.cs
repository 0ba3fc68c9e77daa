namespace WasmEngine.Render.Style;

/// <summary>A transition of one property (css-transitions-1, section 3).</summary>
/// <param name="Id">Property.</param>
/// <param name="From">A style with its value at the start.</param>
/// <param name="To">A style with its value at the end.</param>
/// <param name="Start">When the change happened, seconds.</param>
/// <param name="Delay">Seconds; negative ones start in the middle.</param>
/// <param name="Duration">Seconds.</param>
/// <param name="Easing">Easing.</param>
/// <param name="ReversingStart">A style with the value that a change back would lead to.</param>
/// <param name="ReversingFactor">How much of the way a change back would have to go: 0 to 1.</param>
internal sealed record RunningTransition(
    PropertyId Id, ComputedStyle From, ComputedStyle To, double Start, double Delay, double Duration, Easing Easing, ComputedStyle ReversingStart, double ReversingFactor)
{
    /// <summary>When it ends, seconds.</summary>
    public double End => Start + Delay + Duration;

    /// <summary>Progress, eased.</summary>
    public double ProgressAt(double now)
    {
        var elapsed = now - Start - Delay;
        if (elapsed <= 0) return Easing.At(0);
        return elapsed >= Duration ? 1 : Easing.At(elapsed / Duration);
    }
}
