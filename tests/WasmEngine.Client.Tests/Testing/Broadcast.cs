using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace WasmEngine.Testing;

/// <summary>Sends each item to everyone who listens.</summary>
internal sealed class Broadcast<T>
{
    private readonly Lock _lock = new();
    private readonly List<Channel<T>> _listeners = [];
    private int _everListened;

    /// <summary>How many have ever listened.</summary>
    public int EverListened
    {
        get
        {
            lock (_lock) return _everListened;
        }
    }

    public void Send(T item)
    {
        lock (_lock)
        {
            foreach (var listener in _listeners) listener.Writer.TryWrite(item);
        }
    }

    /// <summary>What was there when the listening began, then each item.</summary>
    public async IAsyncEnumerable<T> ListenAsync(Func<IEnumerable<T>> present, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateUnbounded<T>();
        lock (_lock)
        {
            _everListened++;
            _listeners.Add(channel);
            foreach (var item in present()) channel.Writer.TryWrite(item);
        }

        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellation)) yield return item;
        }
        finally
        {
            lock (_lock) _listeners.Remove(channel);
        }
    }
}
