using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using WasmEngine.Platform;

namespace WasmEngine.Hosting;

/// <summary>Who is at the other end of a connection; read once for each connection.</summary>
public static class ConnectionPeer
{
    private sealed record Feature(PeerCredentials Credentials);

    /// <summary>The caller's process and user; null when the connection is no Unix socket.</summary>
    public static PeerCredentials? Of(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Feature>()?.Credentials;

    /// <summary>Connection middleware that notes the peer.</summary>
    internal static ConnectionDelegate Note(ConnectionDelegate next) => connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { } socket)
            connection.Features.Set(new Feature(PeerCredentials.Of(socket.Socket)));
        return next(connection);
    };
}
