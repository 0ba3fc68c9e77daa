using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>The apps that run in this process. Thread-safe.</summary>
public sealed partial class AppRegistry(
    ModuleCatalog modules, RegionDirectory directory, TimeProvider time, ILogger<AppRegistry> logger, IWasiFactory? wasi = null)
{
    private static readonly TimeSpan ForcedEnd = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Entry> _apps = new(StringComparer.Ordinal);

    // Apps whose modules are being loaded, and whether they were stopped meanwhile; its own lock.
    private readonly Dictionary<string, bool> _starting = new(StringComparer.Ordinal);

    private sealed record Entry(AppActor Actor)
    {
        /// <summary>Completes when nothing is left of the app and its id is free.</summary>
        internal TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Raised when an app has ended by itself: nothing is left of it, its id is free. On any thread.</summary>
    public event Action<AppEnded>? Ended;

    /// <summary>Starts an app; completes after its init.</summary>
    /// <exception cref="ModuleException">The module can't be loaded or is no app.</exception>
    /// <exception cref="GuestException">The guest trapped or refused.</exception>
    /// <exception cref="AppRunsException">An app of that id runs, or has not ended yet.</exception>
    public async Task<AppStarted> StartAsync(AppSpec spec)
    {
        var (entry, module) = LoadAndRegister(spec);
        _ = ReleaseWhenFinishedAsync(spec.Id, entry, module);
        try
        {
            return await entry.Actor.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await entry.Released.Task.ConfigureAwait(false); // the caller may try again at once
            throw;
        }
    }

    // Loading takes a while; the id is taken before, so that a stop meanwhile is not overtaken by the start.
    private (Entry Entry, ModuleLease Module) LoadAndRegister(AppSpec spec)
    {
        lock (_starting)
        {
            if (!_starting.TryAdd(spec.Id, false)) throw new AppRunsException(spec.Id);
        }

        ModuleLease? module = null;
        try
        {
            module = modules.Acquire(spec.ModulePath);
            lock (_starting)
            {
                if (_starting[spec.Id]) throw new GuestException("the app was stopped during its start");
                return (Register(spec, module), module);
            }
        }
        catch
        {
            module?.Dispose();
            throw;
        }
        finally
        {
            lock (_starting)
            {
                _starting.Remove(spec.Id);
            }
        }
    }

    private Entry Register(AppSpec spec, ModuleLease module)
    {
        if (module.Description.Problems.Count > 0)
            throw new ModuleException($"{spec.ModulePath} can't be launched: {string.Join("; ", module.Description.Problems)}");
        var entry = new Entry(new AppActor(spec, module, directory, wasi, time, logger));
        if (_apps.TryAdd(spec.Id, entry)) return entry;
        entry.Actor.Dispose();
        throw new AppRunsException(spec.Id);
    }

    private async Task ReleaseWhenFinishedAsync(string id, Entry entry, ModuleLease module)
    {
        var ended = await entry.Actor.Finished.ConfigureAwait(false);
        entry.Actor.Dispose();
        module.Dispose();
        _apps.TryRemove(new KeyValuePair<string, Entry>(id, entry));
        entry.Released.SetResult();
        if (ended is not null) Tell(ended);
    }

    private void Tell(AppEnded ended)
    {
        foreach (var watcher in Delegate.EnumerateInvocationList(Ended))
        {
            try
            {
                watcher(ended);
            }
            catch (Exception e) // one watcher's defect is not the others'
            {
                LogWatcherFailed(logger, e, ended.Id);
            }
        }
    }

    /// <summary>Ends an app: it may finish the call that it is in; after the grace period the call is ended for it.</summary>
    /// <returns>False when not even that ended it within a second: its thread is stuck in the host.</returns>
    public async Task<bool> StopAsync(string id, TimeSpan grace)
    {
        lock (_starting)
        {
            if (_starting.ContainsKey(id)) _starting[id] = true; // it ends before it has run
        }

        if (!_apps.TryGetValue(id, out var entry)) return true;
        entry.Actor.RequestStop();
        if (await EndsWithinAsync(entry, grace).ConfigureAwait(false)) return true;
        LogForced(logger, id, grace.TotalMilliseconds);
        entry.Actor.ForceStop();
        return await EndsWithinAsync(entry, ForcedEnd).ConfigureAwait(false);
    }

    private async Task<bool> EndsWithinAsync(Entry entry, TimeSpan patience)
    {
        try
        {
            await entry.Released.Task.WaitAsync(patience, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends all apps.</summary>
    public Task StopAllAsync(TimeSpan grace) => Task.WhenAll(_apps.Keys.Select(id => StopAsync(id, grace)));

    [LoggerMessage(LogLevel.Warning, "app {App} did not come back from a call within {GraceMs} ms: the call is ended")]
    private static partial void LogForced(ILogger logger, string app, double graceMs);

    [LoggerMessage(LogLevel.Error, "telling of the end of app {App} failed")]
    private static partial void LogWatcherFailed(ILogger logger, Exception exception, string app);
}
