using System.Net.Sockets;
using Grpc.Net.Client;

namespace WasmEngine.Hosting;

/// <summary>gRPC channels over Unix sockets to other layers.</summary>
public static class LayerChannels
{
    /// <summary>
    /// A channel to the socket at <paramref name="socketPath"/>. It connects with the first call and again with the next call
    /// after the other side died; while nobody listens each call fails at once with UNAVAILABLE. Thread-safe; dispose it
    /// when no more calls are made.
    /// </summary>
    public static GrpcChannel Create(string socketPath)
    {
        var endPoint = new UnixDomainSocketEndPoint(socketPath);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endPoint, cancel).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
