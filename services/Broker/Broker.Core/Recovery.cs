using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>Takes over what a predecessor left: from the store, and in shared memory.</summary>
internal sealed partial class Recovery
{
    private readonly BrokerParts _parts;
    private readonly AppKeeper _apps;
    private readonly ViewKeeper _views;
    private readonly ILogger _log;
    private IReadOnlyList<string> _unfinishedApps = [];
    private IReadOnlyList<string> _forgottenApps = [];
    private IReadOnlyList<string> _unannouncedViews = [];

    public Recovery(BrokerParts parts, AppKeeper apps, ViewKeeper views, ILogger log)
    {
        _parts = parts;
        _apps = apps;
        _views = views;
        _log = log;
    }

    /// <summary>Reads the state, drops what can't be any more, takes over the input rings and sweeps. Before anyone can call.</summary>
    public void Load()
    {
        var stored = _parts.Keeper.Load();
        var kept = _parts.Keeper.Commit(Clean);
        foreach (var app in kept.Apps.Values.Where(a => a.State != AppState.Stopping)) _parts.Rings.Open(app.Id, app.InputRegion);
        _unfinishedApps = [.. kept.Apps.Values.Where(a => a.State == AppState.Stopping).Select(a => a.Id)];
        _forgottenApps = [.. stored.Apps.Keys.Except(kept.Apps.Keys)];
        _unannouncedViews = [.. stored.Views.Keys.Except(kept.Views.Keys)];
        var swept = _parts.Regions.Sweep(name => RegionNames.IsOwned(name, _parts.Keeper.Current));
        LogLoaded(kept.Sessions.Count, kept.Apps.Count, kept.Views.Count, kept.Buffers.Count, swept);
    }

    /// <summary>Has the layers forget what the broker no longer knows, and finishes stops that were under way.</summary>
    public Task FinishAsync() => Task.WhenAll(
    [
        .. _unfinishedApps.Select(id => TryAsync(id, () => _apps.FinishStopAsync(id))),
        .. _unannouncedViews.Select(id => TryAsync(id, () => _views.ForgetAsync(id))),
        .. _forgottenApps.Select(id => TryAsync(id, () => ForgetAsync(id))),
    ]);

    private BrokerState Clean(BrokerState state)
    {
        var oldest = _parts.Time.GetUtcNow() - TimeSpan.FromDays(_parts.Options.SessionDays);
        foreach (var session in state.Sessions.Values.Where(s => s.LastUsedAt < oldest)) state = state.WithoutSession(session.Id);
        foreach (var buffer in state.Buffers.Values.Where(b => !_parts.Regions.Exists(Memory.RegionName.Parse(b.Region)))) state = state.WithoutBuffer(buffer.Region);

        // The region directory goes with a full stop of the daemon, and apps go with it.
        foreach (var app in state.Apps.Values.Where(a => a.State != AppState.Starting && !_parts.Regions.Exists(a.InputRegion))) state = state.WithoutApp(app.Id);

        // A launch that the predecessor died in: nobody was told of the app. Likewise a view.
        foreach (var app in state.Apps.Values.Where(a => a.State == AppState.Starting)) state = state.With(app with { State = AppLifecycle.After(app.State, AppEvent.StopRequested) });
        foreach (var view in state.Views.Values.Where(v => v.IsUnannounced)) state = state.WithoutView(view.Id);
        return state;
    }

    private async Task ForgetAsync(string appId)
    {
        await _parts.Render.CloseSceneAsync(appId, CancellationToken.None).ConfigureAwait(false);
        await _parts.Compute.StopAsync(appId, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task TryAsync(string id, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (BrokerException e) when (e.IsLayerTrouble)
        {
            LogLayerAway(id, e.Message); // it has nothing to forget: as a rule the layers are as new as the region directory
        }
        catch (Exception e)
        {
            LogCleanupFailed(e, id);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Took over {Sessions} sessions, {Apps} apps, {Views} views and {Buffers} buffers; swept {Swept} regions")]
    private partial void LogLoaded(int sessions, int apps, int views, int buffers, int swept);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The layers could not be told to forget {Id}: {Why}")]
    private partial void LogLayerAway(string id, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cleaning up {Id}, which a former broker left, failed")]
    private partial void LogCleanupFailed(Exception exception, string id);
}
