namespace WasmEngine.Broker;

/// <summary>Sees to it that render follows the journal of each app. Thread-safe.</summary>
internal sealed class SceneKeeper
{
    private readonly BrokerParts _parts;

    public SceneKeeper(BrokerParts parts) => _parts = parts;

    /// <summary>Whether render has to be told of the app's journal.</summary>
    public static bool IsNeeded(App app, ulong incarnation) =>
        app.State is AppState.Running or AppState.Failed or AppState.Restarting && app.Journal.Length > 0 && app.SceneOn != incarnation;

    /// <summary>Opens the app's scene unless render follows it already; nothing happens while render is away.</summary>
    /// <exception cref="BrokerException">Render refused or could not be reached.</exception>
    public async Task EnsureAsync(string appId, CancellationToken cancellation)
    {
        using var held = await _parts.Locks.SceneAsync(appId, cancellation).ConfigureAwait(false);
        var incarnation = _parts.RenderLink.Incarnation;
        if (incarnation == 0
            || !_parts.Keeper.Current.Apps.TryGetValue(appId, out var app)
            || app.State == AppState.Stopping || app.Journal.Length == 0 || app.SceneOn == incarnation)
        {
            return;
        }

        await _parts.Render.OpenSceneAsync(app, cancellation).ConfigureAwait(false);
        _parts.Keeper.Update(appId, (App now) => string.Equals(now.Journal, app.Journal, StringComparison.Ordinal) ? now with { SceneOn = incarnation } : now);
        if (app.Generation == 1) return;

        // Render has let go of what earlier starts left; who maps it keeps it.
        _parts.Regions.Sweep(name => RegionNames.GenerationOf(name, appId) is not { } generation || generation >= app.Generation);
    }

    /// <summary>Tells render to forget the scene.</summary>
    public async Task CloseAsync(string appId, CancellationToken cancellation)
    {
        using var held = await _parts.Locks.SceneAsync(appId, cancellation).ConfigureAwait(false);
        await _parts.Render.CloseSceneAsync(appId, cancellation).ConfigureAwait(false);
    }
}
