using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// Waits for a word, looking at it for some tens of microseconds before it sleeps: to be woken takes about as long. Looks only
/// while that has paid lately, and never on a machine with one core. One thread.
/// </summary>
public sealed class SpinningWait
{
    /// <summary>Longest look.</summary>
    private const long SpinNs = 40_000;

    /// <summary>Waits count as at most so long, so that a pause does not outweigh what follows.</summary>
    private const long LongestNs = 8 * SpinNs;

    private const int LooksPerClock = 8, SpinsPerLook = 8;
    private static readonly bool HasCores = Environment.ProcessorCount > 1;
    private long _usualNs; // how long waits last, a moving average

    /// <summary>Whether the last wait ended without sleeping; for tests.</summary>
    internal bool HasSpun { get; private set; }

    /// <summary>Waits until a word differs from what was seen, another target has changed, or time is up; may return early.</summary>
    /// <param name="word">The word that is expected to change soon.</param>
    /// <param name="seen">What it was.</param>
    /// <param name="other">A target that ends the wait as well, though later while it spins.</param>
    /// <param name="timeoutNs">Nanoseconds at most; negative waits without limit.</param>
    /// <param name="maySpin">False when all cores have work.</param>
    public void Wait(WakeWord word, uint seen, WaitTarget other, long timeoutNs, bool maySpin)
    {
        var start = MonotonicClock.NowNs;
        HasSpun = maySpin && HasCores && _usualNs < SpinNs && Spin(word, seen, start);
        if (!HasSpun) Waiter.System.WaitAny([word.Unless(seen), other], timeoutNs);
        var took = Math.Min(MonotonicClock.NowNs - start, LongestNs);
        _usualNs += (took - _usualNs) / 8;
    }

    private static bool Spin(WakeWord word, uint seen, long start)
    {
        do
        {
            for (var i = 0; i < LooksPerClock; i++)
            {
                if (word.Value != seen) return true;
                Thread.SpinWait(SpinsPerLook);
            }
        }
        while (MonotonicClock.NowNs - start < SpinNs);
        return false;
    }
}
