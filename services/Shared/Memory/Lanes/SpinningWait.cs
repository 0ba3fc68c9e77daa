using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// Waits for a word, looking at it for some tens of microseconds before it sleeps: to be woken takes about as long. Looks only
/// while that has paid lately, and never on a machine with one core. One thread.
/// </summary>
public sealed class SpinningWait
{
    /// <summary>Longest look.</summary>
    private const long SpinNs = 50_000;

    /// <summary>
    /// Above that, waits are too long to be worth a look. Well above the look itself: when both ends sleep, each waits for two
    /// wake-ups, and would never learn that looking is quicker.
    /// </summary>
    private const long WorthwhileNs = 3 * SpinNs;

    /// <summary>Waits count as at most so long, so that a pause does not outweigh what follows.</summary>
    private const long LongestNs = 4 * SpinNs;

    /// <summary>Every so many waits it looks all the same, to find out whether that pays by now.</summary>
    private const uint TryEvery = 16;

    private const int LooksPerClock = 8, SpinsPerLook = 8;
    private static readonly bool HasCores = Environment.ProcessorCount > 1;
    private uint _waits;
    private long _usualNs; // how long waits last, a moving average

    /// <summary>Waits until a word differs from what was seen, another target has changed, or time is up; may return early.</summary>
    /// <param name="word">The word that is expected to change soon.</param>
    /// <param name="seen">What it was.</param>
    /// <param name="other">A target that ends the wait as well, though later while it spins.</param>
    /// <param name="timeoutNs">Nanoseconds at most; negative waits without limit.</param>
    /// <param name="maySpin">False when all cores have work.</param>
    public void Wait(WakeWord word, uint seen, WaitTarget other, long timeoutNs, bool maySpin)
    {
        var start = MonotonicClock.NowNs;
        var isWorthwhile = _usualNs < WorthwhileNs || ++_waits % TryEvery == 0;
        var hasChanged = maySpin && HasCores && isWorthwhile && Spin(word, seen, start);
        if (!hasChanged) Waiter.System.WaitAny([word.Unless(seen), other], timeoutNs);
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
