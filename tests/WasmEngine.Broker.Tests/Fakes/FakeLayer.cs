using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WasmEngine.Hosting;

namespace WasmEngine.BrokerTests;

/// <summary>A gRPC server on a layer's socket that can die and come back as another incarnation.</summary>
internal sealed class FakeLayer<T>(InstanceEnvironment paths, string layer, T service) : IAsyncDisposable
    where T : class, IIncarnated
{
    private WebApplication? _app;
    private int _starts;

    /// <summary>Serves, as a new process unless told otherwise. The socket appears in one step, as a real layer's does.</summary>
    public async Task StartAsync(bool sameProcess = false)
    {
        if (!sameProcess) service.Incarnation++;
        var pending = Path.Combine(paths.RuntimeDirectory, $"{layer}-{_starts++}.new");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.ListenUnixSocket(pending, o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        _app = builder.Build();
        _app.MapGrpcService<T>();
        await _app.StartAsync();
        File.Move(pending, paths.Socket(layer), overwrite: true);
    }

    /// <summary>Breaks every connection and stops listening, at once; the socket's file stays, as after a kill.</summary>
    public async Task KillAsync()
    {
        if (_app is null) return;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // no time was given
        }

        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Another process takes its place.</summary>
    public async Task ReplaceAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}

internal interface IIncarnated
{
    ulong Incarnation { get; set; }
}

internal static class Refusal
{
    /// <summary>For calls that are never answered: their caller learns of the end when the layer dies.</summary>
    public static Task Never { get; } = new TaskCompletionSource().Task;

    /// <summary>A failure as a layer states it.</summary>
    public static RpcException Of(StatusCode code, string reason, string message) => new Google.Rpc.Status
    {
        Code = (int)code,
        Message = message,
        Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new Google.Rpc.ErrorInfo { Reason = reason, Domain = RequestException.Domain }) },
    }.ToRpcException();
}
