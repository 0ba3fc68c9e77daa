using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>All scenes of this process. Thread-safe; calls for one app are made one after the other.</summary>
public sealed class SceneRegistry(RegionDirectory directory, IRasterizer rasterizer, ILogger<SceneRegistry> logger, IDocumentEngine? documents = null)
{
    private readonly ConcurrentDictionary<string, SceneLoop> _scenes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _appOfView = new(StringComparer.Ordinal);

    /// <summary>Follows an app's journal.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="document">The document that it shows; null: it shows none.</param>
    /// <exception cref="RegionException">The journal can't be opened.</exception>
    public Task OpenSceneAsync(string appId, RegionName journal, DocumentSource? document = null) => Scene(appId).FollowAsync(journal, document);

    /// <summary>Opens or replaces a view; its scene may follow later.</summary>
    /// <exception cref="RegionException">The frame chain can't be opened or created.</exception>
    public async Task OpenViewAsync(ViewSpec spec)
    {
        if (_appOfView.TryGetValue(spec.Id, out var former) && former != spec.AppId) await CloseViewAsync(spec.Id).ConfigureAwait(false);
        await Scene(spec.AppId).OpenViewAsync(spec).ConfigureAwait(false);
        _appOfView[spec.Id] = spec.AppId;
    }

    /// <summary>Says whether anyone watches a view. Nothing happens for an unknown one.</summary>
    public Task SetVisibleAsync(string viewId, bool visible) =>
        FindScene(viewId) is { } scene ? scene.SetVisibleAsync(viewId, visible) : Task.CompletedTask;

    /// <summary>Hands input on to a view's document, if it shows one. Nothing happens for an unknown one.</summary>
    public Task SendInputAsync(string viewId, InputEventRecord[] events) =>
        FindScene(viewId) is { } scene ? scene.SendInputAsync(viewId, events) : Task.CompletedTask;

    /// <summary>Closes a view. Nothing happens for an unknown one.</summary>
    public async Task CloseViewAsync(string viewId)
    {
        if (FindScene(viewId) is { } scene) await scene.CloseViewAsync(viewId).ConfigureAwait(false);
        _appOfView.TryRemove(viewId, out _);
    }

    /// <summary>Closes a scene with its views. Nothing happens for an unknown one.</summary>
    public async Task CloseSceneAsync(string appId)
    {
        if (!_scenes.TryRemove(appId, out var scene)) return;
        foreach (var (view, app) in _appOfView)
        {
            if (app == appId) _appOfView.TryRemove(view, out _);
        }

        await scene.StopAsync(deleteRegions: true).ConfigureAwait(false);
        scene.Dispose();
    }

    /// <summary>What the threads of all scenes have done so far.</summary>
    public IReadOnlyList<SceneUsage> Usage => [.. _scenes.Values.Select(scene => scene.Usage)];

    /// <summary>Ends all threads and leaves the frames where they are, for a successor.</summary>
    public async Task StopAllAsync()
    {
        foreach (var appId in _scenes.Keys)
        {
            if (!_scenes.TryRemove(appId, out var scene)) continue;
            await scene.StopAsync(deleteRegions: false).ConfigureAwait(false);
            scene.Dispose();
        }
    }

    private SceneLoop? FindScene(string viewId) =>
        _appOfView.TryGetValue(viewId, out var app) && _scenes.TryGetValue(app, out var scene) ? scene : null;

    private SceneLoop Scene(string appId)
    {
        while (true)
        {
            if (_scenes.TryGetValue(appId, out var existing)) return existing;
            var created = new SceneLoop(appId, directory, rasterizer, documents, logger);
            if (_scenes.TryAdd(appId, created)) return created;
            created.StopAsync(deleteRegions: false).GetAwaiter().GetResult();
            created.Dispose();
        }
    }
}
