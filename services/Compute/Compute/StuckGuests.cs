using Microsoft.Extensions.Hosting;

namespace WasmEngine.Compute;

/// <summary>
/// Ends the process when a guest can't be stopped: it never came back from a call, and a thread can't be taken from it. The
/// launcher starts compute anew, the broker starts the other apps again.
/// </summary>
internal sealed class StuckGuests : BackgroundService
{
    private readonly TaskCompletionSource<string> _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reports an app that did not end within its grace period.</summary>
    internal void Report(string appId) => _stuck.TrySetResult(appId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var appId = await _stuck.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        throw new TimeoutException($"the guest of app {appId} did not come back from a call within its grace period: compute is restarted to stop it");
    }
}
