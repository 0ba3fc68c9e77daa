using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>Launches and stops apps. Thread-safe.</summary>
public sealed partial class AppKeeper
{
    private readonly BrokerParts _parts;
    private readonly SceneKeeper _scenes;
    private readonly ViewKeeper _views;
    private readonly ILogger _log;

    internal AppKeeper(BrokerParts parts, SceneKeeper scenes, ViewKeeper views, ILogger log)
    {
        _parts = parts;
        _scenes = scenes;
        _views = views;
        _log = log;
    }

    /// <summary>Starts an app; on any failure, and when the caller goes away, everything made for it is undone.</summary>
    /// <param name="directory">Absolute path of its folder.</param>
    /// <param name="width">Pixels; 0 takes the manifest's.</param>
    /// <param name="height">Pixels; 0 takes the manifest's.</param>
    /// <param name="granted">Absolute paths of directories that the app may use, if its manifest asks for them.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <returns>The app once its init has succeeded.</returns>
    /// <exception cref="BrokerException">As AppsService.LaunchApp tells.</exception>
    public async Task<App> LaunchAsync(string directory, long width, long height, IReadOnlyList<string> granted, CancellationToken cancellation)
    {
        var folder = AppFolder.Load(directory);
        if (width == 0) width = folder.Manifest.Width;
        if (height == 0) height = folder.Manifest.Height;
        ViewSizes.Check(width, height);
        var grants = GrantResolver.Resolve(folder, granted, _parts.Storage?.Of(folder));
        var incarnation = await _parts.ComputeLink.RequireAsync(_parts.Options.LayerWait, _parts.Time, cancellation).ConfigureAwait(false);
        await _parts.RenderLink.RequireAsync(_parts.Options.LayerWait, _parts.Time, cancellation).ConfigureAwait(false);
        var app = Register(folder, grants, (int)width, (int)height);
        using var held = await _parts.Locks.AppAsync(app.Id, CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await StartAsync(app, incarnation, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogLaunchFailed(app.Id, e.Message);
            await TakeDownAsync(app.Id).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops an app; done when all of it is gone.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="cancellation">Ends the wait for another operation on the app; a stop that has begun is finished.</param>
    /// <exception cref="BrokerException">UNKNOWN_APP.</exception>
    public async Task StopAsync(string appId, CancellationToken cancellation)
    {
        if (!_parts.Keeper.Current.Apps.ContainsKey(appId)) throw Faults.UnknownApp(appId);
        using var held = await _parts.Locks.AppAsync(appId, cancellation).ConfigureAwait(false);
        if (!_parts.Keeper.Current.Apps.ContainsKey(appId)) throw Faults.UnknownApp(appId);
        await TakeDownAsync(appId).ConfigureAwait(false);
        LogStopped(appId);
    }

    /// <summary>Notes that a guest ended by itself. Its last picture stays.</summary>
    internal void NoteEnd(GuestEnd end)
    {
        var noted = false;
        _parts.Keeper.Update(end.AppId, (App app) =>
        {
            noted = app.Generation == end.Generation && AppLifecycle.Changes(app.State, AppEvent.GuestEnded);
            return noted ? app with { State = AppLifecycle.After(app.State, AppEvent.GuestEnded), Detail = end.Reason } : app;
        });
        if (noted) LogGuestEnded(end.AppId, end.Generation, end.Reason);
    }

    /// <summary>Finishes what a predecessor had begun to take down.</summary>
    internal async Task FinishStopAsync(string appId)
    {
        using var held = await _parts.Locks.AppAsync(appId, CancellationToken.None).ConfigureAwait(false);
        await TakeDownAsync(appId).ConfigureAwait(false);
    }

    private App Register(AppFolder folder, AppGrants grants, int width, int height)
    {
        App? app = null;
        _parts.Keeper.Commit(state =>
        {
            if (state.Apps.Count >= _parts.Options.MaxApps)
                throw Faults.TooMany("TOO_MANY_APPS", "apps", _parts.Options.MaxApps, "stop one with StopApp (`wasmengine stop APP`)");
            var next = state.Next(CounterNames.Launch, out var launch).Next(CounterNames.App(folder.Manifest.Id), out var number);
            app = new App
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{folder.Manifest.Id}-{number}"),
                Number = launch,
                Name = folder.Manifest.Id,
                Title = folder.Manifest.Title,
                Directory = folder.Directory,
                ModulePath = folder.ModulePath,
                DocumentFile = folder.DocumentFile,
                DocumentFolder = folder.DocumentFolder,
                Width = width,
                Height = height,
                MemoryLimitBytes = folder.Manifest.MemoryLimitMiB * 1024L * 1024,
                Grants = grants,
                State = AppState.Starting,
            };
            return next.With(app);
        });
        return app!;
    }

    private async Task<App> StartAsync(App app, ulong incarnation, CancellationToken cancellation)
    {
        if (_parts.Keeper.Current.Apps.GetValueOrDefault(app.Id)?.State != AppState.Starting)
            throw new BrokerException(FaultKind.FailedPrecondition, "APP_STOPPED", $"app \"{app.Id}\" was stopped while it started");
        _parts.Rings.Open(app.Id, app.InputRegion);

        // Not cancelled half-way: compute would go on, and its app would run without our knowing of it. It is stopped after.
        var journal = await _parts.Compute.StartAsync(new AppStart(app), CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        _parts.Keeper.Update(app.Id, (App now) => now with { Journal = journal, ComputeOn = incarnation });
        await _scenes.EnsureAsync(app.Id, cancellation).ConfigureAwait(false);
        var running = _parts.Keeper.Update(app.Id, (App now) => now with { State = AppLifecycle.After(now.State, AppEvent.Started) })!;
        LogLaunched(running.Id, running.Directory);
        return running;
    }

    /// <summary>Views, scene, instance, regions, rows, in this order. The caller holds the app's lock.</summary>
    private async Task TakeDownAsync(string appId)
    {
        var app = _parts.Keeper.Update(appId, (App now) => now with { State = AppLifecycle.After(now.State, AppEvent.StopRequested), Detail = "" });
        if (app is null) return;
        await Task.WhenAll(_parts.Keeper.Current.ViewsOf(appId).Select(view => _views.TryCloseAsync(view.Id, CancellationToken.None))).ConfigureAwait(false);
        await TolerateAsync("closing the scene", appId, () => _scenes.CloseAsync(appId, CancellationToken.None)).ConfigureAwait(false);
        await TolerateAsync("stopping the instance", appId, () => _parts.Compute.StopAsync(appId, _parts.Options.StopGrace, CancellationToken.None)).ConfigureAwait(false);
        _parts.Rings.Close(appId);
        var prefix = RegionNames.AppPrefix(appId);
        _parts.Regions.Sweep(name => !name.Value.StartsWith(prefix, StringComparison.Ordinal));
        _parts.Keeper.Commit(state => state.WithoutApp(appId));
    }

    // A layer that is away has nothing left to take down, and one that refuses must not keep the app from going.
    private async Task TolerateAsync(string what, string appId, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            LogStepFailed(what, appId, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "App {App} launched from {Directory}")]
    private partial void LogLaunched(string app, string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {App} could not be launched: {Why}")]
    private partial void LogLaunchFailed(string app, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "App {App} stopped")]
    private partial void LogStopped(string app);

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {App}, generation {Generation}, ended: {Reason}")]
    private partial void LogGuestEnded(string app, int generation, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Going on after {What} of app {App} failed: {Why}")]
    private partial void LogStepFailed(string what, string app, string why);
}
