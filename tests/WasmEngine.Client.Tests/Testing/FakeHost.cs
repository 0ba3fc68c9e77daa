using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Testing;

/// <summary>A gRPC server on a Unix socket that can be taken away in the middle of everything and brought back.</summary>
internal sealed class FakeHost(string socketPath, Action<IServiceCollection> services, Action<WebApplication> map) : IAsyncDisposable
{
    private WebApplication? _running;

    public async Task StartAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(socketPath)!);
        File.Delete(socketPath);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        services(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socketPath, listen => listen.Protocols = HttpProtocols.Http2));
        _running = builder.Build();
        map(_running);
        await _running.StartAsync();
    }

    /// <summary>Breaks every connection, as the death of the process would.</summary>
    public async Task DieAsync()
    {
        if (_running is not { } dying) return;
        _running = null;
        await dying.StopAsync(new CancellationToken(canceled: true));
        await dying.DisposeAsync();
        File.Delete(socketPath);
    }

    public async ValueTask DisposeAsync() => await DieAsync();
}
