namespace WasmEngine.Launcher.Core;

/// <summary>
/// How long to wait after a death, and when to give up. The first restart after a healthy run is immediate, and so is that after
/// one short run that got as far as serving, for which a person would otherwise see a gap without need; further ones wait
/// longer and longer. Not thread-safe.
/// </summary>
public sealed class RestartPolicy(SupervisionOptions options, TimeProvider time, Random random)
{
    private readonly Queue<long> _deaths = new();
    private int _unhealthyRuns;

    /// <summary>Notes a death.</summary>
    /// <param name="servedFor">How long the process had been serving.</param>
    /// <returns>The wait before the restart; null to give up.</returns>
    public TimeSpan? OnDeath(TimeSpan servedFor)
    {
        var now = time.GetTimestamp();
        while (_deaths.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > options.DeathWindow) _deaths.Dequeue();
        _deaths.Enqueue(now);
        if (_deaths.Count > options.MaxDeaths) return null;
        _unhealthyRuns = servedFor >= options.HealthyRun ? 0 : _unhealthyRuns + 1;
        var forgiven = servedFor > TimeSpan.Zero ? 1 : 0;
        return _unhealthyRuns <= forgiven ? TimeSpan.Zero : Backoff(_unhealthyRuns - forgiven - 1);
    }

    /// <summary>Forgets all deaths.</summary>
    public void Clear()
    {
        _deaths.Clear();
        _unhealthyRuns = 0;
    }

    private TimeSpan Backoff(int doublings)
    {
        var wait = options.BackoffFirst * Math.Pow(2, Math.Min(doublings, 30));
        if (wait > options.BackoffLongest) wait = options.BackoffLongest;
        return wait * (1 - options.Jitter + 2 * options.Jitter * random.NextDouble());
    }
}
