using Grpc.Core;
using WasmEngine.Client.Transport;
using WasmEngine.Memory;

namespace WasmEngine.Client;

/// <summary>
/// An open lane. Calls go through <see cref="Calls"/>, whose rules for threads hold. When compute dies, or the lane breaks, waits on it end with
/// <see cref="LaneEndedException"/> and a new lane has to be opened.
/// </summary>
public sealed class Lane : IAsyncDisposable
{
    private readonly AsyncServerStreamingCall<V1.OpenLaneResponse> _stream;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _watch;

    private Lane(AsyncServerStreamingCall<V1.OpenLaneResponse> stream, LaneClient calls)
    {
        _stream = stream;
        Calls = calls;
        _watch = WatchAsync();
    }

    /// <summary>The caller's end.</summary>
    public LaneClient Calls { get; }

    /// <summary>Ends when the lane has ended, whoever ended it.</summary>
    public Task Ended => _watch;

    internal static Lane Open(EngineConnection connection, AsyncServerStreamingCall<V1.OpenLaneResponse> stream)
    {
        var opened = stream.ResponseStream.Current;
        try
        {
            var calls = LaneClient.Open(
                connection.Sessions.Current.Regions, RegionName.Parse(opened.RequestRegion), RegionName.Parse(opened.ResponseRegion), (int)opened.Parameters, (int)opened.Results);
            return new Lane(stream, calls);
        }
        catch (RegionException e)
        {
            throw new EngineException(EngineFault.Failed, "LANE_BROKEN", $"the lane's rings can't be mapped: {e.Message}", "Open the lane again.", e);
        }
    }

    /// <summary>Closes the lane; what is under way is stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested) return;
        await _closing.CancelAsync();
        await _watch;
        _stream.Dispose();
        Calls.Dispose();
        _closing.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (await _stream.ResponseStream.MoveNext(_closing.Token))
            {
                // it is told once; what follows is the end
            }

            Calls.End("the lane was closed by the engine");
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            Calls.End(_closing.IsCancellationRequested ? "the lane was closed" : $"the lane has ended: {(e as RpcException)?.Status.Detail ?? e.Message}");
        }
    }
}
