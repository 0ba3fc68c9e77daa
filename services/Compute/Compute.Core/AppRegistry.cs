using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>The apps that run in this process. Thread-safe.</summary>
public sealed class AppRegistry(IGuestEngine engine, RegionDirectory directory, TimeProvider time, ILogger<AppRegistry> logger)
{
    private readonly ConcurrentDictionary<string, AppActor> _apps = new(StringComparer.Ordinal);

    /// <summary>Raised on the app's thread when an app ends by itself.</summary>
    public event Action<AppEnded>? Ended;

    /// <summary>Compiles a module and describes it.</summary>
    /// <exception cref="ModuleException">It can't be loaded.</exception>
    public ModuleDescription Inspect(string path)
    {
        using var module = engine.Load(path);
        return module.Description;
    }

    /// <summary>Starts an app; completes after its init.</summary>
    /// <exception cref="ModuleException">The module can't be loaded or is no app.</exception>
    /// <exception cref="GuestException">The guest trapped or refused.</exception>
    /// <exception cref="InvalidOperationException">An app of that id runs.</exception>
    public async Task<AppStarted> StartAsync(AppSpec spec)
    {
        var module = engine.Load(spec.ModulePath);
        AppActor? actor = null;
        try
        {
            if (module.Description.Problems.Count > 0)
                throw new ModuleException($"{spec.ModulePath} can't be launched: {string.Join("; ", module.Description.Problems)}");
            actor = new AppActor(spec, module, directory, time, logger, ended => Ended?.Invoke(ended));
            if (!_apps.TryAdd(spec.Id, actor)) throw new InvalidOperationException($"app {spec.Id} runs already");
        }
        catch
        {
            module.Dispose();
            actor?.Dispose();
            throw;
        }

        _ = ReleaseWhenFinishedAsync(spec.Id, actor, module);
        return await actor.StartAsync().ConfigureAwait(false);
    }

    private async Task ReleaseWhenFinishedAsync(string id, AppActor actor, IGuestModule module)
    {
        await actor.Finished.ConfigureAwait(false);
        _apps.TryRemove(new KeyValuePair<string, AppActor>(id, actor));
        actor.Dispose();
        module.Dispose();
    }

    /// <summary>Ends an app.</summary>
    /// <returns>False when it did not end within the grace period: its guest never came back from a call.</returns>
    public async Task<bool> StopAsync(string id, TimeSpan grace)
    {
        if (!_apps.TryGetValue(id, out var actor)) return true;
        actor.RequestStop();
        try
        {
            await actor.Finished.WaitAsync(grace, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends all apps.</summary>
    public Task StopAllAsync(TimeSpan grace) => Task.WhenAll(_apps.Keys.Select(id => StopAsync(id, grace)));
}
