using WasmEngine.Launcher.Core;
using WasmEngine.Launcher.Processes;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Supervision;

/// <summary>A process that has loaded a layer and waits to take over. Used on the supervision thread only.</summary>
internal sealed class Spare(SupervisedProcess process, SupervisionOptions options, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long? _lastReport;

    internal SupervisedProcess Process { get; } = process;

    internal AttachSession? Session { get; set; }

    internal bool StandsBy { get; private set; }

    /// <summary>Time until it is taken to hang.</summary>
    internal TimeSpan UntilLost
    {
        get
        {
            var left = StandsBy && _lastReport is { } seen
                ? options.HeartbeatLost - time.GetElapsedTime(seen)
                : options.StartTimeout - time.GetElapsedTime(_started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Notes a report; true when it stands by from now on.</summary>
    internal bool Report(Health health)
    {
        _lastReport = time.GetTimestamp();
        if (StandsBy || health != Health.Standby) return false;
        StandsBy = true;
        return true;
    }

    internal void ForgiveSilence() => _lastReport = time.GetTimestamp();

    internal void Kill() => Process.Signal(ProcessSignal.Kill);
}
