using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using WasmEngine.Bench.Handoff.Wire;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Handoff;

/// <summary>The producer's end of a route.</summary>
internal interface IFrameSource
{
    /// <summary>Has the frame's pixels ready where the route takes them from; not part of the measured time.</summary>
    void Draw(int frame);

    /// <summary>Hands the drawn frame off.</summary>
    /// <returns>When it began: CLOCK_MONOTONIC in nanoseconds.</returns>
    long HandOff();
}

/// <summary>Draws into a slot of a frame chain, as a guest does, and publishes it.</summary>
internal sealed class EngineSource(RegionDirectory regions) : IFrameSource, IDisposable
{
    private readonly ChainWriter _writer = ChainWriter.Create(regions, HandoffPlace.ChainName, new ChainSpec(RegionKind.FrameChain, FrameContents.Width, FrameContents.Height, maxReaders: 1));
    private int _slot;

    public void Draw(int frame)
    {
        if (!_writer.TryBegin(out _slot)) throw new BenchException("the consumer holds every slot of the chain");
        FrameContents.Draw(_writer.Pixels(_slot), frame);
    }

    public long HandOff()
    {
        var start = MonotonicClock.NowNs;
        _writer.Publish(_slot, default, default);
        return start;
    }

    public void Dispose() => _writer.Dispose();
}

/// <summary>Writes the pixels to a Unix socket.</summary>
internal sealed class SocketSource(Socket socket) : IFrameSource, IDisposable
{
    private readonly byte[] _pixels = GC.AllocateUninitializedArray<byte>(FrameContents.Bytes, pinned: true);

    public void Draw(int frame) => FrameContents.Draw(_pixels, frame);

    public long HandOff()
    {
        var start = MonotonicClock.NowNs;
        Streams.SendAll(socket, _pixels);
        return start;
    }

    public void Dispose() => socket.Dispose();
}

/// <summary>Sends the pixels as a message of a server stream; the message refers to them, they are not copied into it.</summary>
internal sealed class GrpcSource(WatchStream watch) : IFrameSource
{
    private readonly byte[] _pixels = GC.AllocateUninitializedArray<byte>(FrameContents.Bytes, pinned: true);
    private IServerStreamWriter<PixelFrame>? _stream;
    private PixelFrame _message = new();

    public void Draw(int frame)
    {
        _stream ??= watch.Stream.WaitAsync(ControlLink.Limit).GetAwaiter().GetResult();
        FrameContents.Draw(_pixels, frame);
        _message = new PixelFrame { Pixels = UnsafeByteOperations.UnsafeWrap(_pixels) };
    }

    public long HandOff()
    {
        var start = MonotonicClock.NowNs;
        _stream!.WriteAsync(_message).GetAwaiter().GetResult();
        return start;
    }
}

/// <summary>The one stream that the consumer opens.</summary>
internal sealed class WatchStream
{
    private readonly TaskCompletionSource<IServerStreamWriter<PixelFrame>> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<IServerStreamWriter<PixelFrame>> Stream => _opened.Task;

    /// <summary>Offers the stream to the producer; completes when the producer is through with it.</summary>
    internal Task OfferAsync(IServerStreamWriter<PixelFrame> stream, CancellationToken cancellation)
    {
        _opened.TrySetResult(stream);
        return _ended.Task.WaitAsync(cancellation);
    }

    internal void End() => _ended.TrySetResult();
}

/// <summary>The gRPC service of the producer process.</summary>
internal sealed class FrameSourceService(WatchStream watch) : FrameSource.FrameSourceBase
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<PixelFrame> responseStream, ServerCallContext context) =>
        watch.OfferAsync(responseStream, context.CancellationToken);
}
