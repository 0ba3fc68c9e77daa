using System.Buffers.Binary;
using System.Net.Sockets;

namespace WasmEngine.Bench.Handoff;

/// <summary>The ways a frame is handed off.</summary>
internal enum Route : byte
{
    /// <summary>Shared memory: a frame chain.</summary>
    Engine,

    /// <summary>A message of a gRPC stream over a Unix socket.</summary>
    Grpc,

    /// <summary>Bytes through a Unix socket.</summary>
    Socket,
}

/// <summary>
/// The Unix socket on which the consumer asks for a frame and learns, after it has the frame, when the producer let go of it.
/// One thread at a time; any wait ends after <see cref="Limit"/>.
/// </summary>
internal sealed class ControlLink : IDisposable
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private const int RequestBytes = 5;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[sizeof(long)];

    internal ControlLink(Socket socket, bool endless)
    {
        _socket = socket;
        if (!endless) _socket.ReceiveTimeout = (int)Limit.TotalMilliseconds;
    }

    internal void Request(Route route, int frame)
    {
        _buffer[0] = (byte)route;
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(1), frame);
        Streams.SendAll(_socket, _buffer.AsSpan(0, RequestBytes));
    }

    /// <summary>The next request; false when the consumer has hung up.</summary>
    internal bool TryReceiveRequest(out Route route, out int frame)
    {
        var received = Streams.TryReceiveAll(_socket, _buffer.AsSpan(0, RequestBytes));
        route = (Route)_buffer[0];
        frame = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(1));
        return received;
    }

    /// <summary>Says when the hand-off began: CLOCK_MONOTONIC in nanoseconds.</summary>
    internal void ReportStart(long startNs)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer, startNs);
        Streams.SendAll(_socket, _buffer);
    }

    internal long ReceiveStart() => Streams.TryReceiveAll(_socket, _buffer)
        ? BinaryPrimitives.ReadInt64LittleEndian(_buffer)
        : throw new BenchException("the producer process ended in the middle of the bench");

    public void Dispose() => _socket.Dispose();
}

/// <summary>Whole messages over stream sockets, on the calling thread.</summary>
internal static class Streams
{
    internal static Socket CreateUnix() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
    }

    /// <summary>Fills the buffer; false when the other side has hung up.</summary>
    internal static bool TryReceiveAll(Socket socket, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = socket.Receive(buffer);
            if (count == 0) return false;
            buffer = buffer[count..];
        }

        return true;
    }
}
