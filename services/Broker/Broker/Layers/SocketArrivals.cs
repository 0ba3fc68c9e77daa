using Microsoft.Extensions.Logging;
using WasmEngine.Platform;

namespace WasmEngine.Broker.Layers;

/// <summary>
/// Tells when a layer's socket appears, so that a layer that comes up is met within a millisecond and not at the next try.
/// Where the system can't tell, the tries remain. Thread-safe.
/// </summary>
internal sealed partial class SocketArrivals : IDisposable
{
    private readonly FileSystemWatcher? _watcher;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    public SocketArrivals(InstancePaths paths, ILogger<SocketArrivals> log)
    {
        try
        {
            _watcher = new FileSystemWatcher(paths.RuntimeDirectory) { NotifyFilter = NotifyFilters.FileName };
            _watcher.Created += (_, e) => Announce(e.Name);
            _watcher.Renamed += (_, e) => Announce(e.Name);
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            LogBlind(log, paths.RuntimeDirectory, e.Message);
        }
    }

    /// <summary>Ends when the socket next appears.</summary>
    public Task Next(string socketPath)
    {
        lock (_gate)
        {
            var name = Path.GetFileName(socketPath);
            if (!_waiting.TryGetValue(name, out var signal)) _waiting.Add(name, signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return signal.Task;
        }
    }

    public void Dispose() => _watcher?.Dispose();

    private void Announce(string? name)
    {
        TaskCompletionSource? signal;
        lock (_gate)
        {
            if (name is null || !_waiting.Remove(name, out signal)) return;
        }

        signal.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Directory} can't be watched for sockets, a layer that restarts may be met up to 200 ms later: {Why}")]
    private static partial void LogBlind(ILogger logger, string directory, string why);
}
