using System.Runtime.InteropServices;
using Grpc.Core;
using WasmEngine.Client.Transport;
using WasmEngine.Memory;

namespace WasmEngine.Client;

/// <summary>
/// Keeps a view's AttachView stream open and tells the hub of each new chain. While the broker is down it tries again with
/// pauses of 5 to 200 ms; frames go on flowing through the chain that is mapped. Ends when the view is gone.
/// </summary>
internal sealed class ViewFollower : IAsyncDisposable
{
    private readonly EngineConnection _connection;
    private readonly FrameHub _hub;
    private readonly string _viewId;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private volatile ViewInfo? _view; // SYNC: an immutable record, swapped whole by the loop
    private volatile Exception? _lastFailure; // SYNC: the same

    public ViewFollower(EngineConnection connection, FrameHub hub, string viewId)
    {
        _connection = connection;
        _hub = hub;
        _viewId = viewId;
        _loop = Task.Run(FollowAsync);
    }

    /// <summary>The view as last reported.</summary>
    public ViewInfo View => _view ?? throw new InvalidOperationException("the view has not been attached");

    /// <summary>Completes when the first chain is mapped.</summary>
    /// <exception cref="EngineException">There is no such view, its frames can't be mapped, or the broker stays away.</exception>
    public async Task AttachedAsync(CancellationToken cancellation)
    {
        try
        {
            await _first.Task.WaitAsync(_connection.Options.ReconnectFor + _connection.Options.CallTimeout, _connection.Options.TimeProvider, cancellation);
        }
        catch (TimeoutException)
        {
            throw _lastFailure switch
            {
                RpcException rpc => await _connection.Runner.ExplainAsync(rpc, cancellation),
                RegionException region => Unreadable(region),
                _ => new EngineException(EngineFault.Failed, EngineReasons.TimedOut, $"the broker did not say where the frames of view {_viewId} are"),
            };
        }
    }

    private async Task FollowAsync()
    {
        var backoff = new Backoff(_connection.Options.TimeProvider);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await FollowOneStreamAsync(backoff);
                await backoff.PauseAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (EngineException final)
            {
                _first.TrySetException(final);
                _hub.End(final);
                return;
            }
        }
    }

    /// <summary>Returns when the stream broke and another should be opened.</summary>
    private async Task FollowOneStreamAsync(Backoff backoff)
    {
        var session = _connection.Sessions.Current;
        try
        {
            using var stream = _connection.Views.AttachView(new V1.AttachViewRequest { ViewId = _viewId }, cancellationToken: _stop.Token);
            while (await stream.ResponseStream.MoveNext(_stop.Token))
            {
                Adopt(stream.ResponseStream.Current);
                backoff.Reset();
            }
        }
        catch (RpcException) when (_stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(_stop.Token);
        }
        catch (RpcException refusal) when (RpcFaults.TokenRejected(refusal))
        {
            await RenewAsync(session);
        }
        catch (RpcException failure) when (IsFinal(failure.StatusCode))
        {
            var said = RpcFaults.Translate(failure);
            throw _first.Task.IsCompletedSuccessfully ? new EngineException(EngineFault.Failed, EngineReasons.ViewClosed, $"view {_viewId} was closed", remedy: null, said) : said;
        }
        catch (RpcException failure)
        {
            _lastFailure = failure;
        }
        catch (RegionException fault) when (fault.Fault == RegionFault.Missing || _first.Task.IsCompletedSuccessfully)
        {
            _lastFailure = fault; // superseded before we came; the next stream tells of its successor
        }
        catch (RegionException fault)
        {
            throw Unreadable(fault);
        }
    }

    private async Task RenewAsync(Session rejected)
    {
        try
        {
            await _connection.Sessions.RenewAsync(rejected, _stop.Token);
        }
        catch (RpcException failure)
        {
            _lastFailure = failure;
        }
    }

    private void Adopt(V1.AttachViewResponse response)
    {
        _view = ViewInfo.From(response.View);
        var name = RegionName.Parse(response.FrameRegion);
        var generation = GenerationOf(_connection.Sessions.Current.Regions, name);
        var current = _hub.Current;
        if (current is null || current.Region != name.Value || current.Generation != generation)
        {
            _hub.Swap(firstId => new FrameSource(ViewFrames.Open(_connection.Sessions.Current.Regions, name), name.Value, generation, firstId));
        }

        _first.TrySetResult();
    }

    /// <summary>
    /// Tells a chain from a later one of the same name. A wrong answer (the file is replaced between this look and the
    /// mapping) only maps the chain once more with the next message.
    /// </summary>
    private static ulong GenerationOf(RegionDirectory directory, RegionName name)
    {
        Span<byte> bytes = stackalloc byte[RegionHeader.Size];
        try
        {
            using var file = File.OpenHandle(directory.PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(file, bytes, 0) == bytes.Length ? MemoryMarshal.Read<RegionHeader>(bytes).Generation : 0;
        }
        catch (IOException)
        {
            return 0; // opening the chain will say what is wrong
        }
    }

    private static bool IsFinal(StatusCode code) => code is StatusCode.NotFound or StatusCode.PermissionDenied or StatusCode.InvalidArgument or StatusCode.Unimplemented;

    private EngineException Unreadable(RegionException fault) =>
        new(EngineFault.Failed, EngineReasons.FramesUnreadable, $"the frames of view {_viewId} can't be mapped: {fault.Message}", remedy: null, fault);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }
}
