using System.Net.Sockets;
using System.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Bench.Handoff;

/// <summary>The producer process: draws the frames that it is asked for and hands them off until the consumer hangs up.</summary>
internal static class HandoffPeer
{
    internal const string CommandName = "handoff-peer";

    internal static async Task<int> RunAsync(string instance, CancellationToken cancellation)
    {
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        var place = new HandoffPlace(instance);
        var watch = new WatchStream();
        try
        {
            await using var server = CreateServer(place, watch);
            await server.StartAsync(cancellation);
            using var engine = new EngineSource(place.Regions);
            // The consumer takes the first connection for the control link, and both for the sign that all is ready.
            using var control = new ControlLink(await ConnectAsync(place.ControlSocket, cancellation), endless: true);
            using var socket = new SocketSource(await ConnectAsync(place.PixelSocket, cancellation));
            var grpc = new GrpcSource(watch);
            Serve(control, route => route switch
            {
                Route.Engine => engine,
                Route.Grpc => grpc,
                Route.Socket => socket,
                _ => throw new BenchException($"there is no route {route}"),
            });
            watch.End();
            await server.StopAsync(CancellationToken.None);
            return 0;
        }
        finally
        {
            place.Remove(); // if the consumer was killed, nobody else does
        }
    }

    private static void Serve(ControlLink control, Func<Route, IFrameSource> sourceOf)
    {
        try
        {
            while (control.TryReceiveRequest(out var route, out var frame))
            {
                var source = sourceOf(route);
                source.Draw(frame);
                control.ReportStart(source.HandOff());
            }
        }
        catch (SocketException)
        {
            // the consumer was killed in the middle of a frame
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = Streams.CreateUnix();
        socket.SendBufferSize = FrameContents.Bytes; // as much of it as the system allows
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        return socket;
    }

    /// <summary>Everything that makes large messages slow is switched off: limits, small windows, logging, thread hops.</summary>
    private static WebApplication CreateServer(HandoffPlace place, WatchStream watch)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(watch);
        builder.Services.AddGrpc(options => options.MaxSendMessageSize = null);
        builder.WebHost.UseSockets(options =>
        {
            options.UnsafePreferInlineScheduling = true;
            options.MaxReadBufferSize = null;
            options.MaxWriteBufferSize = null;
        });
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxResponseBufferSize = null;
            options.Limits.Http2.InitialConnectionWindowSize = 2 * FrameContents.Bytes;
            options.Limits.Http2.InitialStreamWindowSize = 2 * FrameContents.Bytes;
            options.ListenUnixSocket(place.GrpcSocket, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var server = builder.Build();
        server.MapGrpcService<FrameSourceService>();
        return server;
    }
}
