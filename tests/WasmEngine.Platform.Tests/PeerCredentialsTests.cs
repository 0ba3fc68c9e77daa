using System.Net;
using System.Net.Sockets;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Platform.Tests;

public sealed class PeerCredentialsTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Of_UnixSocket_ThisProcessAndUser()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var endpoint = new UnixDomainSocketEndPoint(_sandbox.File("s"));
        listener.Bind(endpoint);
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(endpoint);
        using var server = listener.Accept();
        Assert.Equal(new PeerCredentials(Environment.ProcessId, PeerCredentials.CurrentUserId), PeerCredentials.Of(server));
    }

    [Fact]
    public void Of_TcpSocket_NobodyThatCouldBeTrusted()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var server = listener.AcceptSocket();
        var credentials = PeerCredentials.Of(server);
        Assert.Equal(0, credentials.Pid);
        Assert.Equal(uint.MaxValue, credentials.UserId);
    }

    [Fact]
    public void Of_ClosedSocket_Throws()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Dispose();
        Assert.ThrowsAny<Exception>(() => PeerCredentials.Of(socket));
    }
}
