using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WasmEngine.Platform;

namespace WasmEngine.Hosting.Supervision;

/// <summary>
/// Watches the launcher from a layer and starts a new one when it has died. Each layer waits for its turn, then takes the
/// guards' lock for as long as the new launcher needs to take its own, so that only one of them does it.
/// Spares leave it to the layers.
/// </summary>
internal sealed partial class LauncherGuard(
    LayerIdentity identity, LayerLifecycle lifecycle, InstancePaths paths, SupervisionSettings settings, ILogger<LauncherGuard> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20), StartPatience = TimeSpan.FromSeconds(5), FirstRetry = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stopped = new();
    private readonly string _lockPath = paths.Lock(LayerNames.Launcher);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own, since it blocks in the kernel; it is a background thread and ends with the process.
        new Thread(Watch) { IsBackground = true, Name = "launcher guard" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stopped.CancelAsync();

    private bool IsOver => _stopped.IsCancellationRequested || lifecycle.Stopping.IsCancellationRequested;

    private void Watch()
    {
        try
        {
            var retry = FirstRetry;
            while (!IsOver)
            {
                if (WaitForLauncherToEnd()) retry = FirstRetry;
                if (IsOver || !Pause(Glance + settings.GuardDelay + settings.GuardStagger)) return; // a successor on its way takes the lock within a glance
                using var turn = IsSpare ? null : LayerLock.TryTake(paths.Lock("guard"));
                if (turn is null || LayerLock.IsHeld(_lockPath))
                {
                    Pause(Glance);
                    continue;
                }

                StartLauncher();
                if (WaitForLock()) continue;
                Pause(retry);
                retry = retry * 2 < StartPatience ? retry * 2 : StartPatience;
            }
        }
        catch (ObjectDisposedException)
        {
            // the process is ending
        }
    }

    private bool IsSpare => identity.Standby && !lifecycle.Promoted.IsCompleted;

    /// <summary>Returns when no launcher runs; true if one ran until now.</summary>
    private bool WaitForLauncherToEnd()
    {
        var watched = false;
        while (!IsOver)
        {
            using var handle = LayerLock.LastHolder(_lockPath) is { } holder ? ProcessHandle.TryOpen(holder) : null;
            if (handle is not null)
            {
                watched = true;
                handle.WaitForExit(-1);
            }
            else if (LayerLock.IsHeld(_lockPath))
            {
                Pause(Glance); // it has not written its name yet
            }
            else
            {
                break;
            }
        }

        return watched;
    }

    private void StartLauncher()
    {
        var start = new ProcessStartInfo(settings.LauncherPath) { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in (ReadOnlySpan<string>)["--instance", paths.Instance, "--detach"]) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start);
            LogStarted(logger, process?.Id ?? 0);
        }
        catch (Win32Exception e)
        {
            LogStartFailed(logger, e, settings.LauncherPath);
        }
    }

    private bool WaitForLock()
    {
        var start = Stopwatch.GetTimestamp();
        while (!IsOver && Stopwatch.GetElapsedTime(start) < StartPatience)
        {
            if (LayerLock.IsHeld(_lockPath)) return true;
            Pause(Glance);
        }

        return false;
    }

    private bool Pause(TimeSpan duration) => duration == TimeSpan.Zero || !_stopped.Token.WaitHandle.WaitOne(duration);

    public void Dispose() => _stopped.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The launcher died; started a new one, process {LauncherPid}")]
    private static partial void LogStarted(ILogger logger, int launcherPid);

    [LoggerMessage(Level = LogLevel.Error, Message = "The launcher died, and {Path} can't be started")]
    private static partial void LogStartFailed(ILogger logger, Exception exception, string path);
}
