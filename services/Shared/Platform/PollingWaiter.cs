using System.Diagnostics;

namespace WasmEngine.Platform;

/// <summary>
/// Waits by looking: spins briefly, then yields, then sleeps up to a millisecond between looks. Works wherever memory is
/// shared; costs latency and a little CPU. For systems without a cross-process wait on memory.
/// </summary>
public sealed class PollingWaiter : IWaiter
{
    private const int Spins = 64, Yields = 128;

    // Never set: a wait for it is a pause. Each thread's own, since to wait costs an allocation the first time.
    [ThreadStatic]
    private static ManualResetEventSlim? _pause;

    /// <inheritdoc/>
    public void WaitAny(ReadOnlySpan<WaitTarget> targets, long timeoutNs)
    {
        Waiter.CheckCount(targets.Length);
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; !AnyChanged(targets); round++)
        {
            if (timeoutNs >= 0 && Stopwatch.GetElapsedTime(start).TotalNanoseconds >= timeoutNs) return;
            if (round < Spins) Thread.SpinWait(20);
            else if (round < Spins + Yields) Thread.Yield();
            else (_pause ??= new ManualResetEventSlim()).Wait(1);
        }
    }

    /// <inheritdoc/>
    public void Wake(nint address)
    {
        // Waiters look by themselves.
    }

    private static unsafe bool AnyChanged(ReadOnlySpan<WaitTarget> targets)
    {
        foreach (var target in targets)
        {
            // SYNC: pairs with the release store that whoever changes the word makes before Wake.
            if (Volatile.Read(ref *(uint*)target.Address) != target.Seen) return true;
        }

        return false;
    }
}
