using WasmEngine.Client.Transport;

namespace WasmEngine.Client;

/// <summary>
/// A client's window onto a view: its frames through shared memory, its input and size through the broker. Made by
/// <see cref="EngineClient.OpenViewAsync"/> and <see cref="EngineClient.AttachViewAsync"/>.
/// <para>Threads: every member may be called from any thread. Frames are for one consumer: at most two are held at once by
/// all threads together, and one <see cref="WaitForFrameAsync"/> is pending at a time.</para>
/// <para>Lifetime: frames keep coming while the broker is down, and after the render layer was replaced. Disposing detaches;
/// the view stays open, and frames that are held stay readable until they are released. The client that made it has to be
/// disposed later.</para>
/// </summary>
public sealed class ViewClient : IAsyncDisposable
{
    private static readonly TimeSpan FirstFrameTimeout = TimeSpan.FromSeconds(5);
    private readonly EngineConnection _connection;
    private readonly FrameHub _hub = new();
    private readonly ViewFollower _follower;
    private readonly Lazy<FrameAwaiter> _awaiter;
    private int _disposed;

    private ViewClient(EngineConnection connection, string viewId)
    {
        _connection = connection;
        Id = viewId;
        _follower = new ViewFollower(connection, _hub, viewId);
        _awaiter = new Lazy<FrameAwaiter>(() => new FrameAwaiter(_hub, viewId));
    }

    /// <summary>Identifier of the view.</summary>
    public string Id { get; }

    /// <summary>The view as the broker last described it.</summary>
    public ViewInfo View => _follower.View;

    internal static async Task<ViewClient> AttachAsync(EngineConnection connection, string viewId, CancellationToken cancellation)
    {
        var client = new ViewClient(connection, viewId);
        try
        {
            await client._follower.AttachedAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the newest frame if it is newer than <paramref name="newerThan"/>. Never blocks, allocates nothing.</summary>
    /// <param name="newerThan">A <see cref="ViewFrame.Id"/>; 0 takes any.</param>
    /// <param name="frame">The frame; release it.</param>
    /// <exception cref="EngineException">VIEW_CLOSED.</exception>
    /// <exception cref="InvalidOperationException">Two frames are held already.</exception>
    public bool TryTakeLatest(ulong newerThan, out ViewFrame frame) => _hub.TryTake(newerThan, out frame);

    /// <summary>
    /// Blocks the calling thread, best one of its own, until there is a frame newer than <paramref name="newerThan"/>.
    /// Allocates nothing.
    /// </summary>
    /// <param name="newerThan">A <see cref="ViewFrame.Id"/>; 0 takes any.</param>
    /// <param name="timeout">Longest wait; negative waits without limit.</param>
    /// <param name="frame">The frame; release it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when the time is up.</returns>
    /// <exception cref="EngineException">VIEW_CLOSED.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This client was disposed, before or during the wait.</exception>
    public bool WaitForFrame(ulong newerThan, TimeSpan timeout, out ViewFrame frame, CancellationToken cancellation = default) =>
        _hub.WaitForFrame(newerThan, timeout, cancellation, out frame);

    /// <summary>
    /// The same, awaited. The code after the await runs on a thread that this view has for the purpose (unless a
    /// synchronization context takes it elsewhere): while it runs, no other wait of this view ends. Allocates nothing once
    /// that thread is there.
    /// </summary>
    /// <exception cref="InvalidOperationException">A wait is pending already, or two frames are held.</exception>
    public ValueTask<ViewFrame> WaitForFrameAsync(ulong newerThan, CancellationToken cancellation = default) =>
        _hub.TryTake(newerThan, out var frame) ? new ValueTask<ViewFrame>(frame) : _awaiter.Value.WaitAsync(newerThan, cancellation);

    /// <summary>Gives a frame back; its pixels must not be used any more. The same as <see cref="ViewFrame.Dispose"/>.</summary>
    public void Release(in ViewFrame frame) => frame.Source?.Release(frame.Inner);

    /// <summary>Copies the newest frame, waiting for the first one if there is none yet.</summary>
    /// <param name="timeout">Longest wait; null takes 5 s.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EngineException">NO_FRAME, VIEW_CLOSED.</exception>
    public Task<CapturedFrame> CaptureAsync(TimeSpan? timeout = null, CancellationToken cancellation = default) => Task.Factory.StartNew(
        () => Capture(timeout ?? FirstFrameTimeout, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private CapturedFrame Capture(TimeSpan timeout, CancellationToken cancellation)
    {
        if (!WaitForFrame(0, timeout, out var frame, cancellation))
            throw new EngineException(EngineFault.Failed, EngineReasons.NoFrame, $"view {Id} has shown no frame within {timeout.TotalSeconds:0.#} s");
        using (frame) return CapturedFrame.CopyOf(frame);
    }

    /// <summary>Sends input to the view's app, in order; more than 256 events go in several calls.</summary>
    /// <exception cref="EngineException">UNKNOWN_VIEW; INPUT_BACKLOG: the events of that call were not queued.</exception>
    public Task SendInputAsync(ReadOnlyMemory<InputEvent> events, CancellationToken cancellation = default) => InputSender.SendAsync(_connection, Id, events, cancellation);

    /// <summary>Sends one event.</summary>
    public Task SendInputAsync(InputEvent input, CancellationToken cancellation = default) => SendInputAsync(new[] { input }, cancellation);

    /// <summary>Presses and releases the left button at a point.</summary>
    public Task ClickAsync(float x, float y, CancellationToken cancellation = default) => SendInputAsync(InputSender.Click(x, y), cancellation);

    /// <summary>Changes the view's size; its frames then come from a new chain, which this client changes over to by itself.</summary>
    /// <exception cref="EngineException">SIZE_OUT_OF_RANGE, UNKNOWN_VIEW.</exception>
    public async Task<ViewInfo> ResizeAsync(int width, int height, CancellationToken cancellation = default)
    {
        var request = new V1.ResizeViewRequest { ViewId = Id, Width = WireNumber.From(width), Height = WireNumber.From(height) };
        var response = await _connection.Runner.InvokeAsync(o => _connection.Views.ResizeViewAsync(request, o), CallEffect.Idempotent, cancellation);
        return ViewInfo.From(response.View);
    }

    /// <summary>Detaches. The view stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        // SYNC: full fence; the first caller disposes.
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _follower.DisposeAsync();
        _hub.Dispose();
        if (_awaiter.IsValueCreated) _awaiter.Value.Dispose();
    }
}
