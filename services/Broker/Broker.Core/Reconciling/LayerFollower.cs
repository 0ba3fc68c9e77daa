using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>Keeps watching one layer through all its incarnations and tells the link who is there.</summary>
internal sealed partial class LayerFollower
{
    private readonly IWatchedLayer _layer;
    private readonly LayerLink _link;
    private readonly BrokerOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<GuestEnd> _onGuestEnd;
    private readonly ILogger _log;

    public LayerFollower(IWatchedLayer layer, LayerLink link, BrokerOptions options, TimeProvider time, Action<GuestEnd> onGuestEnd, ILogger log)
    {
        _layer = layer;
        _link = link;
        _options = options;
        _time = time;
        _onGuestEnd = onGuestEnd;
        _log = log;
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var delay = TimeSpan.FromMilliseconds(_options.ReconnectMinMs);
        var longest = TimeSpan.FromMilliseconds(_options.ReconnectMaxMs);
        while (!cancellation.IsCancellationRequested)
        {
            if (await FollowOnceAsync(cancellation).ConfigureAwait(false)) delay = TimeSpan.FromMilliseconds(_options.ReconnectMinMs);
            await PauseAsync(delay, cancellation).ConfigureAwait(false);
            delay = delay * 2 < longest ? delay * 2 : longest;
        }
    }

    /// <summary>Follows one process; true if it was there at all.</summary>
    private async Task<bool> FollowOnceAsync(CancellationToken cancellation)
    {
        var wasThere = false;
        try
        {
            await foreach (var told in _layer.WatchAsync(cancellation).ConfigureAwait(false))
            {
                if (told.Incarnation == 0) continue; // says nothing; a layer never sends it
                if (!wasThere) LogConnected(_link.Layer, told.Incarnation);
                wasThere = true;
                _link.Set(told.Incarnation);
                if (told.Ended is not null) _onGuestEnd(told.Ended);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return wasThere;
        }
        catch (BrokerException e) when (e.IsLayerTrouble)
        {
            if (wasThere) LogLost(_link.Layer);
        }
        catch (Exception e) // a layer must not take the broker down, whatever it sends
        {
            LogWatchFailed(e, _link.Layer);
        }

        _link.Set(0);
        return wasThere;
    }

    private async Task PauseAsync(TimeSpan delay, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(delay, _time, stop.Token), _layer.WhenReachableAsync(stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to {Layer}, incarnation {Incarnation:x16}")]
    private partial void LogConnected(string layer, ulong incarnation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost {Layer}; connecting again")]
    private partial void LogLost(string layer);

    [LoggerMessage(Level = LogLevel.Error, Message = "Watching {Layer} failed; connecting again")]
    private partial void LogWatchFailed(Exception exception, string layer);
}
