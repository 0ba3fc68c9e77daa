namespace WasmEngine.Launcher.Core;

/// <summary>
/// When a layer gets its spare: some time after the layer became ready, later and later when spares keep dying. Not
/// thread-safe.
/// </summary>
public sealed class SparePolicy(SupervisionOptions options, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private long? _since;
    private TimeSpan _wait;
    private long? _standingBySince;
    private int _deaths;

    /// <summary>Time until a spare should be started; null while none is wanted.</summary>
    public TimeSpan? UntilDue
    {
        get
        {
            if (_since is not { } since) return null;
            var left = _wait - time.GetElapsedTime(since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The layer is ready and has no spare.</summary>
    public void Want()
    {
        if (_since is not null || !options.Spares) return;
        _since = time.GetTimestamp();
        var wait = options.SpareDelay * Math.Pow(2, Math.Min(_deaths, 20));
        _wait = wait < LongestWait ? wait : LongestWait;
    }

    /// <summary>The layer is not ready, or has a spare now.</summary>
    public void Forget() => _since = null;

    /// <summary>A spare died without having been promoted.</summary>
    public void OnDeath()
    {
        var stoodBy = _standingBySince is { } since && time.GetElapsedTime(since) >= options.HealthyRun;
        _deaths = stoodBy ? 1 : _deaths + 1;
        _standingBySince = _since = null;
    }

    /// <summary>A spare stands by.</summary>
    public void OnStandby() => _standingBySince ??= time.GetTimestamp();

    /// <summary>The spare was promoted: spares work.</summary>
    public void OnPromoted()
    {
        _deaths = 0;
        _standingBySince = null;
    }
}
