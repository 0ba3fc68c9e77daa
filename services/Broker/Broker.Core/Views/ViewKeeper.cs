using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>A view to open.</summary>
/// <param name="AppId">The app.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FrameRateHz">1 to 1000; 0 means 60.</param>
/// <param name="Unpaced">No pacing.</param>
/// <param name="ForbidScanout">Always compose.</param>
public sealed record ViewRequest(string AppId, long Width, long Height, long FrameRateHz, bool Unpaced, bool ForbidScanout)
{
    /// <summary>View pixels per CSS px of a document, 0.25 to 8; 0 means 1.</summary>
    public float DevicePixelRatio { get; init; }

    /// <summary>Whether a document is to use dark colours where it has a choice.</summary>
    public bool PrefersDark { get; init; }
}

/// <summary>Opens, resizes, follows and closes views. Thread-safe.</summary>
public sealed partial class ViewKeeper
{
    private const int DefaultRateHz = 60;
    private const int MaxRateHz = 1000;
    private const float LeastRatio = 0.25f, MostRatio = 8;
    private readonly BrokerParts _parts;
    private readonly ViewOpener _opener;
    private readonly ViewWatchers _watchers;
    private readonly Action _onVisibilityUnsure;
    private readonly ILogger _log;

    internal ViewKeeper(BrokerParts parts, ViewOpener opener, ViewWatchers watchers, Action onVisibilityUnsure, ILogger log)
    {
        _parts = parts;
        _opener = opener;
        _watchers = watchers;
        _onVisibilityUnsure = onVisibilityUnsure;
        _log = log;
    }

    /// <summary>Clients that watch a view now.</summary>
    public int WatcherCount(string viewId) => _watchers.Count(viewId);

    /// <summary>Opens a view.</summary>
    /// <returns>The view, once its frame chain exists.</returns>
    /// <exception cref="BrokerException">As ViewsService.OpenView tells; LAYER_DOWN when render stays away.</exception>
    public async Task<View> OpenAsync(ViewRequest request, CancellationToken cancellation)
    {
        ViewSizes.Check(request.Width, request.Height);
        if (request.FrameRateHz is < 0 or > MaxRateHz)
            throw Faults.Invalid("RATE_OUT_OF_RANGE", $"frame_rate_hz is {request.FrameRateHz}: it must be 1 to {MaxRateHz}, or 0 for {DefaultRateHz}");
        if (request.DevicePixelRatio is not (0 or (>= LeastRatio and <= MostRatio)))
            throw Faults.Invalid("RATIO_OUT_OF_RANGE", $"device_pixel_ratio is {request.DevicePixelRatio}: it must be {LeastRatio} to {MostRatio}, or 0 for 1");
        var view = Register(request);
        try
        {
            return await OpenOnRenderAsync(view, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await TryCloseAsync(view.Id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Changes a view's size: a new frame chain, of which all who follow the view are told once it exists. While render is
    /// away the new size is kept, and holds as soon as it is back.
    /// </summary>
    /// <exception cref="BrokerException">As ViewsService.ResizeView tells; LAYER_DOWN when render stays away.</exception>
    public async Task<View> ResizeAsync(string viewId, long width, long height, CancellationToken cancellation)
    {
        ViewSizes.Check(width, height);
        View? before = null;
        var wanted = _parts.Keeper.Update(viewId, (View now) =>
        {
            before = now;
            return now.Width == width && now.Height == height ? now : now with { Width = (int)width, Height = (int)height, Chain = now.Chain + 1, RenderOn = 0 };
        }) ?? throw Faults.UnknownView(viewId);
        if (wanted.Chain == before!.Chain) return wanted;
        TellGuest(wanted);
        try
        {
            return await OpenOnRenderAsync(wanted, cancellation).ConfigureAwait(false);
        }
        catch (BrokerException e) when (!e.IsLayerTrouble)
        {
            // Render refuses this size: back to the former one, in a chain of a new name since the old may be gone.
            _parts.Keeper.Update(viewId, (View now) => now.Chain == wanted.Chain ? now with { Width = before.Width, Height = before.Height, Chain = now.Chain + 1, RenderOn = 0 } : now);
            TellGuest(before);
            throw;
        }
    }

    /// <summary>Closes a view.</summary>
    /// <exception cref="BrokerException">UNKNOWN_VIEW.</exception>
    public async Task CloseAsync(string viewId, CancellationToken cancellation)
    {
        if (!await TryCloseAsync(viewId, cancellation).ConfigureAwait(false)) throw Faults.UnknownView(viewId);
    }

    /// <summary>
    /// The view as it is, then after each change of its chain; the view counts as watched while this is enumerated. Ends when
    /// the view is closed. Changes that come faster than they are taken are skipped but for the newest.
    /// </summary>
    /// <param name="viewId">The view.</param>
    /// <param name="sessionId">Who follows; when that session is closed this fails.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <exception cref="BrokerException">UNKNOWN_VIEW at the beginning; TOKEN_INVALID when the session ends.</exception>
    public async IAsyncEnumerable<View> FollowAsync(string viewId, string sessionId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var state = _parts.Keeper.Current;
        if (!state.Views.ContainsKey(viewId)) throw Faults.UnknownView(viewId);
        using var watching = Watch(viewId);
        var told = 0;
        while (state.Views.TryGetValue(viewId, out var view))
        {
            if (!state.Sessions.ContainsKey(sessionId)) throw Faults.SessionClosed();
            if (view.HasFrames && view.Chain != told)
            {
                told = view.Chain;
                yield return view;
            }

            state = await _parts.Keeper.WaitForChangeAsync(state, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Closes a view; false if there is none.</summary>
    internal async Task<bool> TryCloseAsync(string viewId, CancellationToken cancellation)
    {
        if (!_parts.Keeper.Current.Views.ContainsKey(viewId)) return false;
        using var held = await _parts.Locks.ViewAsync(viewId, cancellation).ConfigureAwait(false);
        if (!_parts.Keeper.Current.Views.ContainsKey(viewId)) return false;
        await ForgetAsync(viewId).ConfigureAwait(false);
        _parts.Keeper.Commit(state => state.WithoutView(viewId));
        return true;
    }

    /// <summary>Takes a view from render and deletes its chains, whatever render says.</summary>
    internal async Task ForgetAsync(string viewId)
    {
        try
        {
            await _parts.Render.CloseViewAsync(viewId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            LogCloseFailed(viewId, e.Message); // a render that is away draws nothing
        }

        var prefix = RegionNames.ViewPrefix(viewId);
        _parts.Regions.Sweep(name => !name.Value.StartsWith(prefix, StringComparison.Ordinal));
        _watchers.ForgetTold(viewId);
    }

    private View Register(ViewRequest request)
    {
        View? view = null;
        _parts.Keeper.Commit(state =>
        {
            if (!state.Apps.TryGetValue(request.AppId, out var app) || app.State == AppState.Stopping) throw Faults.UnknownApp(request.AppId);
            if (app.State == AppState.Starting)
                throw new BrokerException(FaultKind.FailedPrecondition, "APP_NOT_READY", $"app \"{app.Id}\" is still starting; open the view when LaunchApp has returned");
            if (state.Views.Count >= _parts.Options.MaxViews)
                throw Faults.TooMany("TOO_MANY_VIEWS", "views", _parts.Options.MaxViews, "close one with CloseView");
            var next = state.Next(CounterNames.View, out var number);
            view = new View
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"v{number}"),
                Number = number,
                AppId = app.Id,
                Width = (int)request.Width,
                Height = (int)request.Height,
                FrameRateHz = request.FrameRateHz == 0 ? DefaultRateHz : (int)request.FrameRateHz,
                Unpaced = request.Unpaced,
                ForbidScanout = request.ForbidScanout,
                DevicePixelRatio = request.DevicePixelRatio == 0 ? 1 : request.DevicePixelRatio,
                PrefersDark = request.PrefersDark,
            };
            return next.With(view);
        });
        return view!;
    }

    /// <summary>Opens the view's chain, through a restart of render if need be.</summary>
    private async Task<View> OpenOnRenderAsync(View view, CancellationToken cancellation)
    {
        var start = _parts.Time.GetTimestamp();
        while (true)
        {
            var left = _parts.Options.LayerWait - _parts.Time.GetElapsedTime(start);
            var incarnation = await _parts.RenderLink.RequireAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _parts.Time, cancellation).ConfigureAwait(false);
            try
            {
                await _opener.EnsureAsync(view.Id, cancellation).ConfigureAwait(false);
                var now = _parts.Keeper.Current.Views.GetValueOrDefault(view.Id) ?? throw Faults.UnknownView(view.Id);
                if (now.HasFrames) return now;
            }
            catch (BrokerException e) when (e.IsLayerTrouble && left > TimeSpan.Zero)
            {
                await AwaitSuccessorAsync(incarnation, left, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task AwaitSuccessorAsync(ulong dead, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, _parts.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await _parts.RenderLink.WaitForChangeAsync(dead, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Faults.LayerDown(_parts.RenderLink.Layer);
        }
    }

    private void TellGuest(View view)
    {
        if (_parts.Keeper.Current.ViewsOf(view.AppId) is not [var first, ..] || first.Id != view.Id) return;
        var resize = new InputEventRecord(InputEventKind.Resize, view.Width, view.Height, 0, 0, 0);
        if (!_parts.Rings.TryWrite(view.AppId, [resize])) LogResizeUntold(view.AppId, view.Width, view.Height);
    }

    private Watching Watch(string viewId)
    {
        if (_watchers.Add(viewId, 1)) _ = SyncVisibilityAsync(viewId);
        return new Watching(this, viewId);
    }

    private void Unwatch(string viewId)
    {
        if (_watchers.Add(viewId, -1)) _ = SyncVisibilityAsync(viewId);
    }

    private async Task SyncVisibilityAsync(string viewId)
    {
        try
        {
            await _opener.SyncVisibilityAsync(viewId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            LogVisibilityLater(viewId, e.Message);
            _onVisibilityUnsure();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Going on after closing view {View} failed: {Why}")]
    private partial void LogCloseFailed(string view, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {App} was not told of its new size {Width}x{Height}: it does not take its input")]
    private partial void LogResizeUntold(string app, int width, int height);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Render will be told later whether view {View} is watched: {Why}")]
    private partial void LogVisibilityLater(string view, string why);

    private sealed class Watching(ViewKeeper owner, string viewId) : IDisposable
    {
        public void Dispose() => owner.Unwatch(viewId);
    }
}
