using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Bench.Handoff.Wire;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Handoff;

/// <summary>The consumer's end of a route.</summary>
internal interface IFrameReceiver : IDisposable
{
    /// <summary>Waits for the next frame.</summary>
    /// <returns>When all of it could be read by this process: CLOCK_MONOTONIC in nanoseconds.</returns>
    ValueTask<long> ReceiveAsync(CancellationToken cancellation);

    /// <summary>The frame that was received; valid until <see cref="Release"/>.</summary>
    ReadOnlySpan<byte> Pixels { get; }

    /// <summary>Gives the frame up.</summary>
    void Release();
}

/// <summary>Is woken by the chain's wake word and holds the newest frame by a lease.</summary>
internal sealed class EngineReceiver(RegionDirectory regions) : IFrameReceiver
{
    private const long SliceNs = 100_000_000; // between looks at cancellation; no frame takes that long
    private readonly ViewFrames _frames = ViewFrames.Open(regions, HandoffPlace.ChainName);
    private Frame _frame;
    private ulong _lastId;

    public ReadOnlySpan<byte> Pixels => _frame.Pixels;

    public ValueTask<long> ReceiveAsync(CancellationToken cancellation)
    {
        var deadline = MonotonicClock.NowNs + (long)ControlLink.Limit.TotalNanoseconds;
        while (true)
        {
            var seen = _frames.Published.Value;
            if (_frames.TryTakeLatest(_lastId, out _frame))
            {
                var received = MonotonicClock.NowNs;
                _lastId = _frame.Id;
                return ValueTask.FromResult(received);
            }

            cancellation.ThrowIfCancellationRequested();
            if (MonotonicClock.NowNs > deadline) throw new BenchException("no frame came through shared memory");
            _frames.Published.Wait(seen, SliceNs);
        }
    }

    public void Release() => _frames.Release(_frame);

    public void Dispose() => _frames.Dispose();
}

/// <summary>Reads into one buffer, again and again.</summary>
internal sealed class SocketReceiver : IFrameReceiver
{
    private readonly byte[] _pixels = GC.AllocateArray<byte>(FrameContents.Bytes, pinned: true);
    private readonly Socket _socket;

    internal SocketReceiver(Socket socket)
    {
        _socket = socket;
        _socket.ReceiveBufferSize = FrameContents.Bytes; // as much of it as the system allows
        _socket.ReceiveTimeout = (int)ControlLink.Limit.TotalMilliseconds;
    }

    public ReadOnlySpan<byte> Pixels => _pixels;

    public ValueTask<long> ReceiveAsync(CancellationToken cancellation) => Streams.TryReceiveAll(_socket, _pixels)
        ? ValueTask.FromResult(MonotonicClock.NowNs)
        : throw new BenchException("the producer process ended in the middle of the bench");

    public void Release()
    {
        // the buffer is ours
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>Takes messages from a server stream.</summary>
internal sealed class GrpcReceiver : IFrameReceiver
{
    private const int LargestWindow = 16 * 1024 * 1024;
    private readonly GrpcChannel _channel;
    private readonly AsyncServerStreamingCall<PixelFrame> _call;

    internal GrpcReceiver(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            InitialHttp2StreamWindowSize = LargestWindow, // more than a frame: nobody waits for a window update
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = Streams.CreateUnix();
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = null });
        _call = new FrameSource.FrameSourceClient(_channel).Watch(new WatchRequest());
    }

    public ReadOnlySpan<byte> Pixels => _call.ResponseStream.Current.Pixels.Span;

    public async ValueTask<long> ReceiveAsync(CancellationToken cancellation)
    {
        if (!await _call.ResponseStream.MoveNext(cancellation)) throw new BenchException("the producer process ended the gRPC stream");
        return MonotonicClock.NowNs;
    }

    public void Release()
    {
        // left to the garbage collector, as in any gRPC program
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}
