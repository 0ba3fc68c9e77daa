using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace WasmEngine.Launcher;

/// <summary>
/// systemd, where it started us (Type=notify). It is told READY when all layers serve rather than when the host has started,
/// and its watchdog is fed by the supervision loop itself: that is what must not hang.
/// </summary>
internal sealed class ServiceManager
{
    private readonly SystemdNotifier _notifier = new();
    private readonly long _watchdogMs;
    private long _lastBeat;
    private bool _ready;

    internal ServiceManager()
    {
        IsPresent = _notifier.IsEnabled;
        var microseconds = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        _watchdogMs = IsPresent && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value / 1000 : 0;
    }

    /// <summary>Whether a service manager watches this process.</summary>
    internal bool IsPresent { get; }

    /// <summary>How often <see cref="Beat"/> must be called at least; null for never.</summary>
    internal TimeSpan? BeatInterval => _watchdogMs > 0 ? TimeSpan.FromMilliseconds(_watchdogMs / 2) : null;

    internal void Ready()
    {
        if (_ready) return;
        _ready = true;
        _notifier.Notify(ServiceState.Ready);
    }

    internal void Stopping() => _notifier.Notify(ServiceState.Stopping);

    internal void Beat()
    {
        if (_watchdogMs == 0 || Environment.TickCount64 - _lastBeat < _watchdogMs / 3) return;
        _lastBeat = Environment.TickCount64;
        _notifier.Notify(new ServiceState("WATCHDOG=1"));
    }
}
