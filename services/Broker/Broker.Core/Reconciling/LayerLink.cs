namespace WasmEngine.Broker;

/// <summary>Which process serves a layer now, as far as the broker knows. Thread-safe.</summary>
public sealed class LayerLink
{
    private readonly Lock _gate = new();
    private ulong _incarnation;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Creates a link to a layer that is not connected yet.</summary>
    /// <param name="layer">Name for people.</param>
    public LayerLink(string layer) => Layer = layer;

    /// <summary>Name of the layer.</summary>
    public string Layer { get; }

    /// <summary>Incarnation of the process that is connected; 0: none is.</summary>
    public ulong Incarnation
    {
        get
        {
            lock (_gate) return _incarnation;
        }
    }

    /// <summary>Notes who is connected; 0: nobody.</summary>
    public void Set(ulong incarnation)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (_incarnation == incarnation) return;
            _incarnation = incarnation;
            signal = _changed;
            _changed = NewSignal();
        }

        signal.TrySetResult();
    }

    /// <summary>Waits until the incarnation is another than <paramref name="seen"/>.</summary>
    public async Task<ulong> WaitForChangeAsync(ulong seen, CancellationToken cancellation)
    {
        while (true)
        {
            Task signal;
            lock (_gate)
            {
                if (_incarnation != seen) return _incarnation;
                signal = _changed.Task;
            }

            await signal.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The incarnation that is connected, after waiting a while for one.</summary>
    /// <exception cref="BrokerException">LAYER_DOWN.</exception>
    public async Task<ulong> RequireAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        if (Incarnation is var now and not 0) return now;
        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await WaitForChangeAsync(0, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Faults.LayerDown(Layer);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
