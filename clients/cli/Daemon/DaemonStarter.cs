using Spectre.Console;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Brings an instance up: starts the launcher if none runs, then waits until every layer is ready.</summary>
internal static class DaemonStarter
{
    private const int AlreadyRunning = 3; // the launcher's exit code when another was faster
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Brings it up if it is not.</summary>
    /// <returns>The status with every layer ready, and whether it was so before.</returns>
    /// <exception cref="EngineException">It does not come up; the last lines of the logs have been shown.</exception>
    public static async Task<(EngineStatus Status, bool AlreadyUp)> EnsureUpAsync(CommandContext context)
    {
        using var supervisor = new SupervisorClient(context.ClientOptions);
        if (await TryStatusAsync(supervisor, context.Cancellation) is { } before && before.IsReady) return (before, true);
        using var launcher = await supervisor.IsRunningAsync(context.Cancellation) ? null : LauncherProcess.Start(supervisor.Paths.Instance);
        if (context.Json || !context.Terminal.IsLive) return (await WaitAsync(context, supervisor, launcher, _ => { }), false);
        var ready = await context.Terminal.Progress.Live(new Text("starting …")).AutoClear(true).StartAsync(live =>
            WaitAsync(context, supervisor, launcher, status => live.UpdateTarget(Tables.Layers(status))));
        return (ready, false);
    }

    private static async Task<EngineStatus> WaitAsync(CommandContext context, SupervisorClient supervisor, LauncherProcess? launcher, Action<EngineStatus> show)
    {
        var start = context.Time.GetTimestamp();
        using var glance = new PeriodicTimer(Glance, context.Time);
        EngineStatus? last = null;
        do
        {
            var status = await TryStatusAsync(supervisor, context.Cancellation);
            if (status is not null)
            {
                show(last = status);
                if (status.IsReady) return status;
                if (status.Layers.FirstOrDefault(l => l.State == LayerState.Failed) is { } failed)
                    throw await ExplainAsync(context, supervisor, $"{failed.Name} failed{(failed.Detail.Length > 0 ? ": " + failed.Detail : "")}", failed.Name);
            }
            else if (launcher?.ExitCode is { } code and not (0 or AlreadyRunning))
            {
                await launcher.DrainAsync(context.Cancellation);
                throw await ExplainAsync(context, supervisor, $"the launcher ended with exit code {code}: {string.Join(" ", launcher.LastLines)}", "launcher");
            }
        }
        while (context.Time.GetElapsedTime(start) < Patience && await glance.WaitForNextTickAsync(context.Cancellation));
        var missing = last is null ? "the launcher" : string.Join(", ", last.Layers.Where(l => l.State != LayerState.Ready).Select(l => l.Name));
        throw await ExplainAsync(context, supervisor, $"{missing} did not become ready within {Patience.TotalSeconds:0} s", "launcher");
    }

    private static async Task<EngineStatus?> TryStatusAsync(SupervisorClient supervisor, CancellationToken cancellation)
    {
        try
        {
            return await supervisor.GetStatusAsync(cancellation);
        }
        catch (EngineException failure) when (failure.Fault == EngineFault.NotRunning || failure.Reason is EngineReasons.LayerDown or EngineReasons.TimedOut)
        {
            return null; // not there yet
        }
    }

    private static async Task<EngineException> ExplainAsync(CommandContext context, SupervisorClient supervisor, string what, string layer)
    {
        await Task.Yield(); // lets a live display end its line
        LogPrinter.PrintLast(context.Terminal, supervisor.Paths.LogDirectory, layer, 10);
        return new EngineException(EngineFault.Failed, "START_FAILED", $"instance {supervisor.Paths.Instance} does not come up: {what}", "Its logs tell more: wasmengine logs; wasmengine down stops what runs.");
    }
}
