namespace WasmEngine.Render.Core;

/// <summary>
/// How long something that failed is left alone: 1 s, then twice as long each time, 64 s at most; a second when there is news that may have mended it.
/// One thread.
/// </summary>
internal sealed class FaultPause
{
    internal const long FirstNs = 1_000_000_000, LastNs = 64 * FirstNs;
    private long _pauseNs = FirstNs;
    private long _failedNs;
    private long _untilNs;

    /// <summary>Whether it failed the last time.</summary>
    internal bool IsOn { get; private set; }

    /// <summary>Nanoseconds until it is to be tried again; 0 or less: now.</summary>
    internal long Until(long nowNs) => IsOn ? _untilNs - nowNs : 0;

    /// <summary>Notes a failure.</summary>
    /// <returns>Nanoseconds of the pause that follows.</returns>
    internal long Failed(long nowNs)
    {
        var pause = _pauseNs;
        (IsOn, _failedNs, _untilNs) = (true, nowNs, nowNs + pause);
        _pauseNs = Math.Min(pause * 2, LastNs);
        return pause;
    }

    /// <summary>Something changed: the next try comes soon, but not with each change.</summary>
    internal void News() => _untilNs = Math.Min(_untilNs, _failedNs + FirstNs);

    /// <summary>Notes that it went well.</summary>
    internal void Passed() => (IsOn, _pauseNs) = (false, FirstNs);
}
