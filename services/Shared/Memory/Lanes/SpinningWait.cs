using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// Waits for a word, looking at it for some microseconds before it sleeps, since to be woken takes about as long. A look in
/// vain costs far more than one that succeeds saves, and where both ends share one core it even keeps the other end from
/// answering: so it looks only while nearly all looks have succeeded lately, tries one now and then, and never looks on a machine with
/// one core. One thread.
/// </summary>
public sealed class SpinningWait
{
    private const long SpinNs = 20_000;
    private const int BestScore = 16, Loss = 4; // one in vain outweighs four that succeeded
    private const uint TryEvery = 64;
    private const int LooksPerClock = 8, SpinsPerLook = 8;
    private static readonly bool HasCores = Environment.ProcessorCount > 1;
    private int _score = BestScore / 2;
    private uint _waits;

    /// <summary>Waits until a word differs from what was seen, another target has changed, or time is up; may return early.</summary>
    /// <param name="word">The word that is expected to change soon.</param>
    /// <param name="seen">What it was.</param>
    /// <param name="other">A target that ends the wait as well, though later while it looks.</param>
    /// <param name="timeoutNs">Nanoseconds at most; negative waits without limit.</param>
    /// <param name="maySpin">False when all cores have work.</param>
    public void Wait(WakeWord word, uint seen, WaitTarget other, long timeoutNs, bool maySpin)
    {
        if (maySpin && HasCores && (_score > 0 || ++_waits % TryEvery == 0))
        {
            var hasChanged = Spin(word, seen);
            _score = hasChanged ? Math.Min(BestScore, _score + 1) : Math.Max(0, _score - Loss);
            if (hasChanged) return;
        }

        Waiter.System.WaitAny([word.Unless(seen), other], timeoutNs);
    }

    private static bool Spin(WakeWord word, uint seen)
    {
        var start = MonotonicClock.NowNs;
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
