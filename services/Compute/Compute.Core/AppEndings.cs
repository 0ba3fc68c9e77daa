using System.Threading.Channels;

namespace WasmEngine.Compute.Core;

/// <summary>
/// Hands the ends of apps to everyone who watches, the newest 1024 of this process to those who come later, too: a broker
/// that was away learns what it missed. Thread-safe.
/// </summary>
public sealed class AppEndings
{
    private const int Backlog = 1024;
    private readonly Lock _gate = new();
    private readonly Queue<AppEnded> _remembered = [];
    private readonly HashSet<Channel<AppEnded>> _watchers = [];

    /// <summary>Collects the ends of a registry's apps from now on.</summary>
    public AppEndings(AppRegistry apps) => apps.Ended += Tell;

    /// <summary>Watches from this moment on: first the ends so far, then each that comes. Dispose to stop.</summary>
    public Watch Subscribe()
    {
        var channel = Channel.CreateBounded<AppEnded>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            foreach (var ended in _remembered) channel.Writer.TryWrite(ended);
            _watchers.Add(channel);
        }

        return new Watch(this, channel);
    }

    private void Tell(AppEnded ended)
    {
        lock (_gate)
        {
            if (_remembered.Count == Backlog) _remembered.Dequeue();
            _remembered.Enqueue(ended);
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(ended);
        }
    }

    /// <summary>One watcher's place; one that lags keeps the newest 1024.</summary>
    public sealed class Watch : IDisposable
    {
        private readonly AppEndings _endings;
        private readonly Channel<AppEnded> _channel;

        internal Watch(AppEndings endings, Channel<AppEnded> channel)
        {
            _endings = endings;
            _channel = channel;
        }

        /// <summary>The ends, in order.</summary>
        public IAsyncEnumerable<AppEnded> ReadAllAsync(CancellationToken cancel) => _channel.Reader.ReadAllAsync(cancel);

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (_endings._gate) _endings._watchers.Remove(_channel);
        }
    }
}
