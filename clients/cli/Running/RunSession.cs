using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Watches one app until enough frames were seen, it ends, or the user has seen enough.</summary>
internal sealed class RunSession(CommandContext context, EngineClient engine, AppInfo app, RunRequest request)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);
    private readonly FrameMeter _meter = new();

    /// <summary>Opens a view, watches it, and takes the screenshot that was asked for.</summary>
    /// <exception cref="EngineException">The guest failed, the view was closed, or the engine can't.</exception>
    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    public async Task<RunReport> RunAsync()
    {
        var size = request.Size ?? new ViewSize(app.Width, app.Height);
        var options = new ViewOptions(size.Width, size.Height) { DevicePixelRatio = request.DevicePixelRatio, PrefersDark = request.PrefersDark };
        await using var view = await engine.OpenViewAsync(app.Id, options, context.Cancellation);
        if (request.Target > 0) await WatchAsync(view);
        if (request.Screenshot is { } file) file.Write(await view.CaptureAsync(cancellation: context.Cancellation));
        var summary = _meter.Summarize();
        return new RunReport(
            app.Id, view.Id, view.View.Width, view.View.Height, summary.Frames, Math.Round(summary.Seconds, 3), Math.Round(summary.Fps, 2),
            summary.Stages.ToDictionary(s => s.Key, s => new StageReport(Math.Round(s.Value.P50Ms, 4), Math.Round(s.Value.P99Ms, 4)), StringComparer.Ordinal),
            request.Screenshot?.FilePath, request.Detach);
    }

    private async Task WatchAsync(ViewClient view)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var frames = Task.Factory.StartNew(() => TakeFrames(view, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var end = AppEndAsync(stop.Token);
        var either = Task.WhenAny(frames, end);
        if (!context.Json && context.Terminal.IsLive) await RunDisplay.FollowAsync(context, app, view, _meter, either, Refresh);
        var first = await either;
        await stop.CancelAsync();
        var ended = await Settled(end);
        // An app that failed closes its view as well: what the guest says tells more than that.
        if (first == end || frames.IsFaulted) ended ??= await LastWordAsync();
        if (ended is { State: AppState.Failed }) throw GuestFailed(ended);
        if (first == end) throw new EngineException(EngineFault.Failed, "APP_STOPPED", $"{app.Id} was stopped by somebody else", "wasmengine run starts it again.");
        await frames;
    }

    /// <summary>A thread of its own, since it blocks on the shared memory.</summary>
    private void TakeFrames(ViewClient view, CancellationToken cancellation)
    {
        for (ulong last = 0; _meter.Frames < request.Target;)
        {
            if (!view.WaitForFrame(last, Timeout.InfiniteTimeSpan, out var frame, cancellation)) continue;
            using (frame)
            {
                last = frame.Id;
                _meter.Record(frame);
            }
        }
    }

    private async Task<AppInfo> AppEndAsync(CancellationToken cancellation)
    {
        await foreach (var change in engine.WatchAppsAsync(cancellation))
        {
            if (change.Id == app.Id && change.State is (AppState.Failed or AppState.Stopped)) return change;
        }

        throw new OperationCanceledException(cancellation);
    }

    private static async Task<AppInfo?> Settled(Task<AppInfo> end)
    {
        try
        {
            return await end;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (EngineException)
        {
            return null;
        }
    }

    private async Task<AppInfo?> LastWordAsync()
    {
        var apps = await engine.ListAppsAsync(context.Cancellation);
        return apps.FirstOrDefault(a => a.Id == app.Id);
    }

    private static EngineException GuestFailed(AppInfo ended) => new(
        EngineFault.Failed, "GUEST_FAILED", $"{ended.Id} failed: {(ended.Detail.Length > 0 ? ended.Detail : "it gave no reason")}");
}
