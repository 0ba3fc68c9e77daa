namespace WasmEngine.Broker;

/// <summary>Sees to it that render draws a view into its chain of now, and knows whether anyone watches. Thread-safe.</summary>
internal sealed class ViewOpener
{
    private readonly BrokerParts _parts;
    private readonly SceneKeeper _scenes;
    private readonly ViewWatchers _watchers;

    public ViewOpener(BrokerParts parts, SceneKeeper scenes, ViewWatchers watchers)
    {
        _parts = parts;
        _scenes = scenes;
        _watchers = watchers;
    }

    /// <summary>Opens the view's chain unless render draws into it already; nothing happens while render is away.</summary>
    /// <exception cref="BrokerException">Render refused or could not be reached.</exception>
    public async Task EnsureAsync(string viewId, CancellationToken cancellation)
    {
        using var held = await _parts.Locks.ViewAsync(viewId, cancellation).ConfigureAwait(false);
        var incarnation = _parts.RenderLink.Incarnation;
        if (incarnation == 0 || !_parts.Keeper.Current.Views.TryGetValue(viewId, out var view)) return;
        if (view.RenderOn == incarnation) return;
        await _scenes.EnsureAsync(view.AppId, cancellation).ConfigureAwait(false);
        var visible = _watchers.Count(viewId) > 0;
        await _parts.Render.OpenViewAsync(view, visible, cancellation).ConfigureAwait(false);
        _watchers.NoteTold(viewId, visible);
        _parts.Keeper.Update(viewId, (View now) => now.Chain == view.Chain ? now with { RenderOn = incarnation } : now);
        DropOldChains(view);
    }

    /// <summary>Tells render whether anyone watches, unless it knows.</summary>
    /// <exception cref="BrokerException">Render refused or could not be reached.</exception>
    public async Task SyncVisibilityAsync(string viewId, CancellationToken cancellation)
    {
        using var held = await _parts.Locks.ViewAsync(viewId, cancellation).ConfigureAwait(false);
        if (!_parts.Keeper.Current.Views.TryGetValue(viewId, out var view) || view.RenderOn == 0 || view.RenderOn != _parts.RenderLink.Incarnation) return;
        if (!_watchers.IsToldWrong(viewId, evenIfNeverTold: true)) return;
        var visible = _watchers.Count(viewId) > 0;
        await _parts.Render.SetViewVisibleAsync(viewId, visible, cancellation).ConfigureAwait(false);
        _watchers.NoteTold(viewId, visible);
    }

    private void DropOldChains(View view)
    {
        if (view.Chain == 1) return;
        var prefix = RegionNames.ViewPrefix(view.Id);
        _parts.Regions.Sweep(name => !name.Value.StartsWith(prefix, StringComparison.Ordinal) || name == view.FrameRegion);
    }
}
