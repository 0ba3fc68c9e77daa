namespace WasmEngine.Render.Core;

/// <summary>
/// Says when a view may show its next frame. Keeps the rhythm when a frame is a little late, starts a new one after a pause.
/// One thread.
/// </summary>
public sealed class FramePacer
{
    private const long HiddenIntervalNs = 1_000_000_000;
    private readonly long _intervalNs;
    private readonly bool _unpaced;
    private long _nextNs;
    private long _lastNs = long.MinValue / 2;

    /// <summary>Creates a pacer.</summary>
    /// <param name="rateHz">Frames per second at most, 1 to 1000.</param>
    /// <param name="unpaced">No limit while visible.</param>
    public FramePacer(int rateHz, bool unpaced)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rateHz, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rateHz, 1000);
        _intervalNs = 1_000_000_000 / rateHz;
        _unpaced = unpaced;
    }

    /// <summary>Whether anyone watches; when not, one frame a second is enough.</summary>
    public bool Visible { get; set; }

    /// <summary>Nanoseconds from now until a frame may be shown; 0 or less: now.</summary>
    public long Until(long nowNs) => !Visible ? _lastNs + HiddenIntervalNs - nowNs : _unpaced ? 0 : _nextNs - nowNs;

    /// <summary>Notes that a frame was shown.</summary>
    public void Shown(long nowNs)
    {
        _lastNs = nowNs;
        var late = nowNs - _nextNs;
        _nextNs = late < _intervalNs ? _nextNs + _intervalNs : nowNs + _intervalNs;
    }
}
