using System.Net.Sockets;
using Grpc.Net.Client;
using WasmEngine.Internal.V1;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests.Testing;

/// <summary>Asks a running render layer what it has drawn and allocated.</summary>
internal sealed class RenderUsage : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly RenderService.RenderServiceClient _client;

    internal RenderUsage(InstancePaths paths)
    {
        var endPoint = new UnixDomainSocketEndPoint(paths.Socket("render"));
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(endPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _client = new RenderService.RenderServiceClient(_channel);
    }

    internal async Task<GetUsageResponse> GetAsync() => await _client.GetUsageAsync(new GetUsageRequest(), cancellationToken: TestContext.Current.CancellationToken);

    public void Dispose() => _channel.Dispose();
}
