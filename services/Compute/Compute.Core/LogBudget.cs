namespace WasmEngine.Compute.Core;

/// <summary>Bounds what a guest may log: bursts of 200 lines, 50 lines a second in the long run. One thread.</summary>
internal sealed class LogBudget(TimeProvider time)
{
    private const double Burst = 200, PerSecond = 50;
    private double _tokens = Burst;
    private long _last = time.GetTimestamp();
    private int _dropped;

    /// <summary>Takes the right to log a line; tells how many lines were dropped since the last that had it.</summary>
    internal bool TryTake(out int dropped)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * PerSecond));
        _last = now;
        if (_tokens < 1)
        {
            _dropped++;
            dropped = 0;
            return false;
        }

        _tokens--;
        dropped = _dropped;
        _dropped = 0;
        return true;
    }
}
