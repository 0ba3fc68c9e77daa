namespace WasmEngine.Broker;

/// <summary>
/// Holds the current state. One writer at a time: a change is stored, then seen. Readers take the state without a lock.
/// Thread-safe.
/// </summary>
public sealed class StateKeeper
{
    private readonly Lock _gate = new();
    private readonly IStateStore _store;
    private volatile BrokerState _current = BrokerState.Empty;
    private volatile TaskCompletionSource _changed = NewSignal();

    /// <summary>Creates a keeper; nothing is read before <see cref="Load"/>.</summary>
    public StateKeeper(IStateStore store) => _store = store;

    /// <summary>The state now.</summary>
    public BrokerState Current => _current;

    /// <summary>Reads the stored state. Once, before anything else.</summary>
    public BrokerState Load()
    {
        lock (_gate)
        {
            // SYNC: a volatile write; pairs with the lock-free readers of Current.
            return _current = _store.Load();
        }
    }

    /// <summary>
    /// Changes the state. <paramref name="change"/> runs under the writers' lock: it must be quick and must not call back.
    /// Whatever it or the store throws leaves the state as it was.
    /// </summary>
    /// <returns>The state after the change.</returns>
    public BrokerState Commit(Func<BrokerState, BrokerState> change) => Commit(change, _store.Save);

    /// <summary>As above, stored by somebody who stores more than the state in one step.</summary>
    internal BrokerState Commit(Func<BrokerState, BrokerState> change, Action<StateDelta> save)
    {
        TaskCompletionSource signal;
        BrokerState next;
        lock (_gate)
        {
            var before = _current;
            next = change(before);
            if (ReferenceEquals(before, next)) return next;
            save(StateDelta.Between(before, next));
            // SYNC: the state is published before the signal is swapped; pairs with WaitForChangeAsync, which reads the
            // signal before the state and so can't miss a change.
            _current = next;
            signal = _changed;
            _changed = NewSignal();
        }

        signal.TrySetResult();
        return next;
    }

    /// <summary>Changes one app if it still exists.</summary>
    /// <returns>The app after the change; null when it has gone.</returns>
    public App? Update(string appId, Func<App, App> change) =>
        Commit(s => s.Apps.TryGetValue(appId, out var app) ? s.With(change(app)) : s).Apps.GetValueOrDefault(appId);

    /// <summary>Changes one view if it still exists.</summary>
    /// <returns>The view after the change; null when it has gone.</returns>
    public View? Update(string viewId, Func<View, View> change) =>
        Commit(s => s.Views.TryGetValue(viewId, out var view) ? s.With(change(view)) : s).Views.GetValueOrDefault(viewId);

    /// <summary>Waits for a state other than <paramref name="seen"/>. Changes in between are skipped: only the newest counts.</summary>
    public async Task<BrokerState> WaitForChangeAsync(BrokerState seen, CancellationToken cancellation)
    {
        while (true)
        {
            var signal = _changed; // SYNC: read before the state, see Commit
            var current = _current;
            if (!ReferenceEquals(current, seen)) return current;
            await signal.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
