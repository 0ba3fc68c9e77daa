using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>Render follows every scene and draws every view, and knows which are watched.</summary>
internal sealed partial class RenderReconciler : Reconciler
{
    private readonly SceneKeeper _scenes;
    private readonly ViewOpener _opener;
    private readonly ViewWatchers _watchers;
    private readonly ILogger _log;
    private volatile bool _reattached;

    public RenderReconciler(BrokerParts parts, SceneKeeper scenes, ViewOpener opener, ViewWatchers watchers, ILogger log)
        : base(parts, parts.RenderLink, log)
    {
        _scenes = scenes;
        _opener = opener;
        _watchers = watchers;
        _log = log;
    }

    /// <summary>
    /// After the time that clients have to attach again, views that nobody watches are hidden; a broker that starts does not
    /// know what its predecessor had told render of them.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Parts.Options.ReattachGraceMs), Parts.Time, cancellation).ConfigureAwait(false);
        _reattached = true; // SYNC: a volatile write; pairs with the read in the pass that Wake brings about
        Wake();
    }

    protected override async Task<PassResult> PassAsync(BrokerState state, ulong incarnation, CancellationToken cancellation)
    {
        var scenes = state.Apps.Values.Where(a => SceneKeeper.IsNeeded(a, incarnation)).Select(a => a.Id).ToArray();
        var views = state.Views.Values.Where(v => IsShowable(state, v) && v.RenderOn != incarnation).Select(v => v.Id).ToArray();
        var flags = state.Views.Values.Where(v => v.RenderOn == incarnation && _watchers.IsToldWrong(v.Id, _reattached)).Select(v => v.Id).ToArray();
        if (scenes.Length + views.Length + flags.Length == 0) return PassResult.Clean;
        // A view's scene is opened first by the view itself, whoever comes first; so all can go at once.
        var done = await Task.WhenAll(
        [
            .. scenes.Select(id => TryAsync("scene", id, () => _scenes.EnsureAsync(id, cancellation))),
            .. views.Select(id => TryAsync("view", id, () => _opener.EnsureAsync(id, cancellation))),
            .. flags.Select(id => TryAsync("visibility", id, () => _opener.SyncVisibilityAsync(id, cancellation))),
        ]).ConfigureAwait(false);
        return done.Contains(false) ? PassResult.Failed : PassResult.Progress;
    }

    private static bool IsShowable(BrokerState state, View view) =>
        state.Apps.TryGetValue(view.AppId, out var app) && app.State != AppState.Stopping && app.Journal.Length > 0;

    private async Task<bool> TryAsync(string what, string id, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
            return true;
        }
        catch (BrokerException e)
        {
            LogStepFailed(what, id, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Render could not take over {What} of {Id}, trying again: {Why}")]
    private partial void LogStepFailed(string what, string id, string why);
}
