using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>
/// The instance of a lane, made anew after a call that failed; every call is watched. Belongs to the lane's thread.
/// </summary>
internal sealed class LaneGuest : IDisposable
{
    private readonly CallSetting _setting;
    private readonly CallWatchdog _watchdog;
    private readonly StopGroup _stops;
    private readonly Watch _watch;
    private readonly long _wallNs, _cpuNs;
    private readonly WasmValue[] _results;
    private CallInstance? _instance;
    private StopSignal? _stop;

    internal LaneGuest(CallSetting setting, CallWatchdog watchdog, StopGroup stops)
    {
        var spec = setting.Plan.Spec;
        _setting = setting;
        _watchdog = watchdog;
        _stops = stops;
        _wallNs = Nanoseconds(spec.WallLimit);
        _cpuNs = Nanoseconds(spec.CpuLimit);
        _results = new WasmValue[setting.Plan.Signature.Results.Length];
        _watch = new Watch(this);
        watchdog.Add(_watch);
    }

    private static long Nanoseconds(TimeSpan? time) =>
        time is { } limit && limit.Ticks < WatchedCall.Never / 2 / TimeSpan.NanosecondsPerTick ? limit.Ticks * TimeSpan.NanosecondsPerTick : WatchedCall.Never;

    /// <summary>Makes the instance now rather than with the first call.</summary>
    /// <exception cref="Exception">As <see cref="Call"/>.</exception>
    internal void Prepare()
    {
        if (_instance is not null) return;
        _stop = _stops.Add();
        Arm();
        try
        {
            _instance = CallInstance.Create(_setting, _stop, _setting.Plan.Spec.Limits);
        }
        finally
        {
            if (!_watch.Disarm() || _instance is null) Discard();
        }
    }

    /// <summary>Makes one call. Allocates nothing when it ends well and the last one did.</summary>
    /// <param name="arguments">What follows the lane's own arguments.</param>
    /// <param name="results">Filled.</param>
    /// <exception cref="GuestException">It trapped.</exception>
    /// <exception cref="GuestStoppedException">It was stopped.</exception>
    /// <exception cref="GuestExitException">It called proc_exit.</exception>
    /// <exception cref="CallInvalidException">A new instance could not be made.</exception>
    internal void Call(ReadOnlySpan<ulong> arguments, Span<ulong> results)
    {
        Prepare();
        var instance = _instance ?? throw new GuestStoppedException(StopReason.Deadline); // its constructor ended in the last moment
        var parameters = instance.Parameters[_setting.Plan.Used..];
        for (var i = 0; i < arguments.Length; i++) parameters[i] = new WasmValue(arguments[i]);
        instance.RenewHostCalls();
        var isUsable = false;
        Arm();
        try
        {
            instance.Invoke(_results);
            isUsable = true;
        }
        finally
        {
            if (!_watch.Disarm() || !isUsable) Discard();
        }

        for (var i = 0; i < results.Length; i++) results[i] = _results[i].Bits;
    }

    private void Arm()
    {
        if (_cpuNs != WatchedCall.Never) _watch.Begin();
        _watchdog.Arm(_watch, _wallNs == WatchedCall.Never ? WatchedCall.Never : MonotonicClock.NowNs + _wallNs, _cpuNs);
    }

    private void Discard()
    {
        // A watchdog that is about to raise the signal must find this one, not the next.
        _watchdog.Remove(_watch);
        _watchdog.Add(_watch);
        _instance?.Dispose();
        if (_stop is not null) _stops.Remove(_stop);
        (_instance, _stop) = (null, null);
    }

    /// <summary>Ends the instance.</summary>
    public void Dispose()
    {
        Discard();
        _watchdog.Remove(_watch);
    }

    private sealed class Watch(LaneGuest guest) : WatchedCall
    {
        private readonly int _thread = ThreadClock.CurrentThreadId;
        private long _startNs; // SYNC: stored before the call is armed, read by the watchdog after it saw it armed

        internal void Begin() => Volatile.Write(ref _startNs, ThreadClock.CurrentNs);

        // SYNC: acquire; see _startNs.
        protected override long ReadCpuNs() => (ThreadClock.TryReadNs(_thread) ?? 0) - Volatile.Read(ref _startNs);

        protected override void Stop(StopReason reason) => guest._stop?.Raise(reason);
    }
}
