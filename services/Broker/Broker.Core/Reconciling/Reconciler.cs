using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>How a pass ended.</summary>
internal enum PassResult
{
    /// <summary>The layer is as it should be.</summary>
    Clean,

    /// <summary>Something was brought in order; look again.</summary>
    Progress,

    /// <summary>Something could not be brought in order; try again a little later.</summary>
    Failed,
}

/// <summary>
/// Brings a layer to the desired state, again and again: after each change of the state, of the layer's process, and after a
/// while when something failed. It compares what is with what should be, so nothing depends on having seen every event.
/// </summary>
internal abstract partial class Reconciler
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);
    private readonly Nudge _nudge = new();
    private readonly ILogger _log;

    protected Reconciler(BrokerParts parts, LayerLink link, ILogger log)
    {
        Parts = parts;
        Link = link;
        _log = log;
    }

    protected BrokerParts Parts { get; }

    protected LayerLink Link { get; }

    /// <summary>Asks for another pass.</summary>
    public void Wake() => _nudge.Ring();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var retry = FirstRetry;
        while (!cancellation.IsCancellationRequested)
        {
            var nudged = _nudge.Next; // taken before looking, so that a nudge during the pass is not missed
            var state = Parts.Keeper.Current;
            var incarnation = Link.Incarnation;
            switch (incarnation == 0 ? PassResult.Clean : await SafePassAsync(state, incarnation, cancellation).ConfigureAwait(false))
            {
                case PassResult.Progress:
                    retry = FirstRetry;
                    break;
                case PassResult.Failed:
                    await FirstOfAsync(cancellation, c => Task.Delay(retry, Parts.Time, c), c => Link.WaitForChangeAsync(incarnation, c)).ConfigureAwait(false);
                    retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
                    break;
                default:
                    retry = FirstRetry;
                    await FirstOfAsync(cancellation, c => Parts.Keeper.WaitForChangeAsync(state, c), c => Link.WaitForChangeAsync(incarnation, c), nudged.WaitAsync).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Compares and brings in order what differs, in parallel.</summary>
    protected abstract Task<PassResult> PassAsync(BrokerState state, ulong incarnation, CancellationToken cancellation);

    private async Task<PassResult> SafePassAsync(BrokerState state, ulong incarnation, CancellationToken cancellation)
    {
        try
        {
            return await PassAsync(state, incarnation, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return PassResult.Failed;
        }
        catch (Exception e) // the next pass starts from what is then: nothing is lost by going on
        {
            LogPassFailed(e, Link.Layer);
            return PassResult.Failed;
        }
    }

    private static async Task FirstOfAsync(CancellationToken cancellation, params Func<CancellationToken, Task>[] waits)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(waits.Select(wait => wait(stop.Token))).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Bringing {Layer} to the desired state failed; trying again")]
    private partial void LogPassFailed(Exception exception, string layer);
}

/// <summary>A signal that may be given many times. Thread-safe.</summary>
internal sealed class Nudge
{
    private TaskCompletionSource _next = NewSignal();

    /// <summary>Ends with the next <see cref="Ring"/>.</summary>
    public Task Next =>
        // SYNC: acquire; pairs with the exchange in Ring.
        Volatile.Read(ref _next).Task;

    public void Ring() =>
        // SYNC: full fence; pairs with the read in Next.
        Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
