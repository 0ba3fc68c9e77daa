using System.Collections.Concurrent;
using System.Threading.Channels;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute;

/// <summary>Hands the ends of apps to everyone who watches. Thread-safe; a watcher that lags keeps the newest 1024.</summary>
internal sealed class AppEndings
{
    private const int Backlog = 1024;
    private readonly ConcurrentDictionary<Channel<AppEnded>, byte> _watchers = new();

    public AppEndings(AppRegistry apps) => apps.Ended += ended =>
    {
        foreach (var watcher in _watchers.Keys) watcher.Writer.TryWrite(ended);
    };

    /// <summary>Ends from now on, until cancelled.</summary>
    internal async IAsyncEnumerable<AppEnded> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var channel = Channel.CreateBounded<AppEnded>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers.TryAdd(channel, 0);
        try
        {
            await foreach (var ended in channel.Reader.ReadAllAsync(cancel).ConfigureAwait(false)) yield return ended;
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }
}
