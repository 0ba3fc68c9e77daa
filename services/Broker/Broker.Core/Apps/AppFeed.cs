using System.Runtime.CompilerServices;

namespace WasmEngine.Broker;

/// <summary>An app as clients see it.</summary>
/// <param name="App">The app.</param>
/// <param name="ViewIds">Its views, oldest first.</param>
/// <param name="IsGone">Whether it has been stopped.</param>
public sealed record AppSnapshot(App App, IReadOnlyList<string> ViewIds, bool IsGone)
{
    internal static AppSnapshot Of(App app, BrokerState state) => new(app, [.. state.ViewsOf(app.Id).Select(v => v.Id)], IsGone: false);

    /// <summary>Whether a client could tell them apart.</summary>
    internal bool LooksLike(AppSnapshot other) =>
        App.State == other.App.State
        && App.Restarts == other.App.Restarts
        && App.Width == other.App.Width
        && App.Height == other.App.Height
        && string.Equals(App.Detail, other.App.Detail, StringComparison.Ordinal)
        && ViewIds.SequenceEqual(other.ViewIds, StringComparer.Ordinal);
}

/// <summary>The apps as clients see them, now and as they change. Thread-safe.</summary>
public sealed class AppFeed
{
    private readonly StateKeeper _keeper;

    internal AppFeed(StateKeeper keeper) => _keeper = keeper;

    /// <summary>One app.</summary>
    public AppSnapshot Describe(App app) => AppSnapshot.Of(app, _keeper.Current);

    /// <summary>All apps in order of launch.</summary>
    public IReadOnlyList<AppSnapshot> List() => Snapshots(_keeper.Current);

    /// <summary>
    /// Each app as it is, then each app that changed. A follower that takes its time skips what was in between: it compares
    /// the newest state with the one that it told last, so nothing is queued for it.
    /// </summary>
    /// <param name="sessionId">Who follows; when that session is closed this fails.</param>
    /// <param name="cancellation">The caller has gone.</param>
    public async IAsyncEnumerable<AppSnapshot> FollowAsync(string sessionId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var told = new Dictionary<string, AppSnapshot>(StringComparer.Ordinal);
        var state = _keeper.Current;
        while (true)
        {
            if (!state.Sessions.ContainsKey(sessionId)) throw Faults.SessionClosed();
            foreach (var gone in told.Values.Where(t => !state.Apps.ContainsKey(t.App.Id)).ToArray())
            {
                told.Remove(gone.App.Id);
                yield return gone with { ViewIds = [], IsGone = true };
            }

            foreach (var app in Snapshots(state))
            {
                if (told.TryGetValue(app.App.Id, out var before) && before.LooksLike(app)) continue;
                told[app.App.Id] = app;
                yield return app;
            }

            state = await _keeper.WaitForChangeAsync(state, cancellation).ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<AppSnapshot> Snapshots(BrokerState state) =>
        [.. state.Apps.Values.OrderBy(a => a.Number).Select(a => AppSnapshot.Of(a, state))];
}
