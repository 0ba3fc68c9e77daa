namespace WasmEngine.Compute.Core;

/// <summary>
/// A place at the watchdog for calls made one after the other, for example by a lane. Arming and disarming cost two atomic
/// operations each and allocate nothing. One thread arms and disarms.
/// </summary>
internal abstract class WatchedCall
{
    internal const long Never = long.MaxValue;

    /// <summary>Stands in <see cref="_deadlineNs"/> once the watchdog has taken it upon itself to stop the call.</summary>
    private const long Fired = long.MinValue;

    private uint _armed;
    private long _deadlineNs = Never; // SYNC: owner and watchdog exchange it; see Disarm and TryFire
    private long _cpuLimitNs = Never; // SYNC: written before _deadlineNs is armed, read after it was seen armed

    /// <summary>Where it stands in the watchdog's list; the watchdog's lock.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>Nanoseconds of processor time that the armed call has taken; on the watchdog's thread.</summary>
    protected abstract long ReadCpuNs();

    /// <summary>Threads that work on the armed call, 1 and up: how fast processor time can pass.</summary>
    protected virtual int Threads => 1;

    /// <summary>Stops the call; on the watchdog's thread. Must be quick.</summary>
    protected abstract void Stop(StopReason reason);

    internal void Arm(long deadlineNs, long cpuLimitNs)
    {
        // SYNC: both are read by Check; the exchange is a full fence, Arm of CallWatchdog reads its plan after it.
        Volatile.Write(ref _cpuLimitNs, cpuLimitNs);
        // Without a deadline it still has one of its own, so that a look at one call never stops the next.
        Interlocked.Exchange(ref _deadlineNs, deadlineNs == Never ? Never - 1 - _armed++ : deadlineNs);
    }

    /// <summary>Ends the watch of one call.</summary>
    /// <returns>False when the watchdog has stopped the call or is about to: its instance is of no more use.</returns>
    internal bool Disarm()
    {
        // SYNC: pairs with TryFire: of the two, one comes first, and the other sees it.
        Volatile.Write(ref _cpuLimitNs, Never);
        return Interlocked.Exchange(ref _deadlineNs, Never) != Fired;
    }

    /// <summary>Stops what is due.</summary>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    /// <returns>When to look again; <see cref="Never"/>: there is no need to.</returns>
    internal long Check(long nowNs)
    {
        // SYNC: acquire; pairs with the exchange in Arm.
        var deadline = Volatile.Read(ref _deadlineNs);
        if (deadline is Fired or Never) return Never;
        if (deadline <= nowNs) return TryFire(deadline, StopReason.Deadline);
        var limit = Volatile.Read(ref _cpuLimitNs);
        if (limit == Never) return deadline;
        var left = limit - ReadCpuNs();
        if (left <= 0) return TryFire(deadline, StopReason.CpuTime);
        return Math.Min(deadline, nowNs + Math.Max(left / Math.Max(1, Threads), CallWatchdog.FinestNs)); // it can't be used up sooner
    }

    private long TryFire(long deadline, StopReason reason)
    {
        // SYNC: pairs with Disarm and Arm: only the very call that was looked at is stopped, any other has another deadline.
        var seen = Interlocked.CompareExchange(ref _deadlineNs, Fired, deadline);
        if (seen != deadline) return seen == Never ? Never : 0;
        Stop(reason);
        return Never;
    }
}
