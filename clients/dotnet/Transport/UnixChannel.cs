using System.Net.Sockets;
using Grpc.Net.Client;

namespace WasmEngine.Client.Transport;

/// <summary>Nobody listens on a layer's socket. The request behind it was never sent.</summary>
internal sealed class UnreachableException(string socketPath, SocketException inner)
    : IOException($"nobody listens on {socketPath}", inner);

/// <summary>gRPC over a Unix socket.</summary>
internal static class UnixChannel
{
    private const int MaxMessageBytes = 1 << 20; // control messages only: bulk data is mapped

    /// <summary>A channel that connects with the first call, and anew after each break.</summary>
    public static GrpcChannel Create(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) => await ConnectAsync(socketPath, cancellation),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
        });
    }

    /// <summary>Whether somebody listens on the socket.</summary>
    public static async Task<bool> IsListeningAsync(string socketPath, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await ConnectAsync(socketPath, cancellation);
            return true;
        }
        catch (UnreachableException)
        {
            return false;
        }
    }

    private static async Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new UnreachableException(socketPath, failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
