using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>Starts apps anew on a new process of compute. Thread-safe.</summary>
internal sealed partial class AppRestarter
{
    private readonly BrokerParts _parts;
    private readonly SceneKeeper _scenes;
    private readonly ILogger _log;

    public AppRestarter(BrokerParts parts, SceneKeeper scenes, ILogger log)
    {
        _parts = parts;
        _scenes = scenes;
        _log = log;
    }

    /// <summary>Whether the app should run on this incarnation and does not.</summary>
    public static bool IsNeeded(App app, ulong incarnation) =>
        app.State == AppState.Restarting || (app.State == AppState.Running && app.ComputeOn != incarnation);

    /// <summary>Notes, in one step for all, that these apps are about to be started anew; a successor of the broker would know.</summary>
    /// <returns>Those that are to be started; not those that have been tried too often.</returns>
    public IReadOnlyList<App> Prepare(IReadOnlyList<App> apps, ulong incarnation)
    {
        var ids = apps.Select(a => a.Id).ToArray();
        var after = _parts.Keeper.Commit(state => ids.Aggregate(state, (s, id) => s.Apps.TryGetValue(id, out var app) && IsNeeded(app, incarnation) ? s.With(Prepare(app, s)) : s));
        return [.. ids.Select(id => after.Apps.GetValueOrDefault(id)).OfType<App>().Where(a => a is { State: AppState.Restarting, ComputeOn: 0 })];
    }

    /// <summary>Starts one that was prepared.</summary>
    /// <returns>False when compute was away or failed, so that it has to be tried again.</returns>
    public async Task<bool> RestartAsync(App app, ulong incarnation, CancellationToken cancellation)
    {
        using var held = await _parts.Locks.AppAsync(app.Id, cancellation).ConfigureAwait(false);
        if (_parts.Keeper.Current.Apps.GetValueOrDefault(app.Id) is not { State: AppState.Restarting } now || now.Generation != app.Generation) return true;
        try
        {
            _parts.Rings.Open(app.Id, app.InputRegion);
            var journal = await StartAsync(app, cancellation).ConfigureAwait(false);
            _parts.Keeper.Update(app.Id, (App a) => Started(a, journal, incarnation));
            LogRestarted(app.Id, app.Generation);
        }
        catch (BrokerException e) when (e.IsLayerTrouble || e.Kind == FaultKind.Internal)
        {
            LogTryAgain(app.Id, app.StartAttempts, e.Message); // a layer that goes down may fail in any way: its successor is asked again
            return false;
        }
        catch (BrokerException e)
        {
            _parts.Keeper.Update(app.Id, (App a) => a with { State = AppLifecycle.After(a.State, AppEvent.StartRefused), Detail = e.Message });
            LogRefused(app.Id, e.Message);
            return true;
        }

        await ShowAsync(app.Id, cancellation).ConfigureAwait(false);
        return true;
    }

    private App Prepare(App app, BrokerState state)
    {
        var restarting = app with { State = AppLifecycle.After(app.State, AppEvent.ComputeReplaced), ComputeOn = 0 };
        if (app.StartAttempts >= _parts.Options.MaxStartAttempts)
        {
            return restarting with
            {
                State = AppLifecycle.After(restarting.State, AppEvent.StartRefused),
                Detail = $"the compute layer failed {app.StartAttempts} times in a row while it started this app; stop it, and launch it again once it is mended (`wasmengine logs compute` tells more)",
            };
        }

        // The guest is told the size that it has by now, not the one of its launch.
        var first = state.ViewsOf(app.Id) is [var oldest, ..] ? oldest : null;
        return restarting with
        {
            Generation = app.Generation + 1,
            StartAttempts = app.StartAttempts + 1,
            Width = first?.Width ?? app.Width,
            Height = first?.Height ?? app.Height,
        };
    }

    private async Task<string> StartAsync(App app, CancellationToken cancellation)
    {
        try
        {
            return await _parts.Compute.StartAsync(new AppStart(app), cancellation).ConfigureAwait(false);
        }
        catch (BrokerException e) when (e.Kind == FaultKind.AlreadyExists)
        {
            // A start that we never heard the answer of; its journal has another name.
            await _parts.Compute.StopAsync(app.Id, TimeSpan.Zero, cancellation).ConfigureAwait(false);
            return await _parts.Compute.StartAsync(new AppStart(app), cancellation).ConfigureAwait(false);
        }
    }

    private static App Started(App app, string journal, ulong incarnation) => app with
    {
        State = AppLifecycle.After(app.State, AppEvent.Started),
        Restarts = app.Restarts + 1,
        StartAttempts = 0,
        Journal = journal,
        ComputeOn = incarnation,
        SceneOn = 0,
    };

    private async Task ShowAsync(string appId, CancellationToken cancellation)
    {
        try
        {
            await _scenes.EnsureAsync(appId, cancellation).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            LogSceneLater(appId, e.Message); // the render side sees that it is still missing
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "App {App} started anew, generation {Generation}")]
    private partial void LogRestarted(string app, int generation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} to start app {App} anew was not finished: {Why}")]
    private partial void LogTryAgain(string app, int attempt, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "App {App} could not be started anew: {Why}")]
    private partial void LogRefused(string app, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scene of app {App} will be opened later: {Why}")]
    private partial void LogSceneLater(string app, string why);
}
