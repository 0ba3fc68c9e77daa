using Microsoft.Extensions.Hosting;

namespace WasmEngine.Compute;

/// <summary>
/// The last resort: ends the process when a guest can't be stopped, not even through its signal, for its thread is stuck in
/// host code. The launcher starts compute anew, the broker starts the other apps again.
/// </summary>
internal sealed class StuckGuests : BackgroundService
{
    private readonly TaskCompletionSource<string> _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reports an app that did not end though its call was ended for it.</summary>
    internal void Report(string appId) => _stuck.TrySetResult(appId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var appId = await _stuck.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        throw new TimeoutException($"the guest of app {appId} could not be stopped, not even by ending its call: compute is restarted to stop it");
    }
}
