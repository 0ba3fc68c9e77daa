using System.Globalization;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WasmEngine.Hosting.Grpc;
using WasmEngine.Hosting.Logging;
using WasmEngine.Hosting.Supervision;
using WasmEngine.Platform;

namespace WasmEngine.Hosting;

/// <summary>The gRPC server of a layer, built but not started.</summary>
internal sealed class LayerServer
{
    private const int MaxMessageBytes = 1 << 20; // control messages carry descriptors, never bulk bytes

    private LayerServer(WebApplication app, LayerBuilder builder, HealthServiceImpl health, string bindPath)
    {
        App = app;
        Builder = builder;
        Health = health;
        BindPath = bindPath;
        Hosted = app.Services.GetRequiredService<ServingServices>();
    }

    internal WebApplication App { get; }

    internal LayerBuilder Builder { get; }

    internal HealthServiceImpl Health { get; }

    internal ServingServices Hosted { get; }

    /// <summary>Where the server listens until the socket gets the layer's name. Not longer than the longest of those names.</summary>
    internal string BindPath { get; }

    internal static LayerServer Build(
        string layer, LayerArguments arguments, InstancePaths paths, LayerLifecycle lifecycle, LayerLog log, Action<LayerBuilder> configure)
    {
        var bindPath = Path.Combine(paths.RuntimeDirectory, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}{PendingSockets.Suffix}"));
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "wasmengine-" + layer, ContentRootPath = AppContext.BaseDirectory });
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("WASMENGINE_").AddInMemoryCollection(arguments.Settings).Build();
        ConfigureServer(web, bindPath);
        AddServices(web.Services, layer, arguments, paths, lifecycle, log, configuration);
        var builder = new LayerBuilder(layer, paths, web.Services, configuration);
        var first = web.Services.Count;
        configure(builder);
        ServingServices.HoldBack(web.Services, first);
        var app = web.Build();
        var health = app.Services.GetRequiredService<HealthServiceImpl>();
        health.SetStatus("", HealthCheckResponse.Types.ServingStatus.NotServing);
        app.MapGrpcService<HealthServiceImpl>();
        app.MapGrpcReflectionService();
        foreach (var map in builder.Endpoints) map(app);
        app.Lifetime.ApplicationStopping.Register(() => lifecycle.RequestStop("a request to stop"));
        return new LayerServer(app, builder, health, bindPath);
    }

    private static void ConfigureServer(WebApplicationBuilder web, string bindPath) => web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.ListenUnixSocket(bindPath, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            ((Microsoft.AspNetCore.Connections.IConnectionBuilder)listen).Use(ConnectionPeer.Note);
        });
    });

    private static void AddServices(
        IServiceCollection services, string layer, LayerArguments arguments, InstancePaths paths, LayerLifecycle lifecycle, LayerLog log, IConfiguration configuration)
    {
        log.AddTo(services);
        services.AddRouting();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.Interceptors.Add<RequestInterceptor>();
        });
        services.AddGrpcReflection();
        services.AddSingleton<RequestInterceptor>();
        services.AddSingleton<HealthServiceImpl>();
        services.AddSingleton<IHostLifetime, ExternalLifetime>();
        services.AddSingleton<ServingServices>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(paths);
        services.AddSingleton(lifecycle);
        services.AddSingleton(new LayerIdentity(layer, arguments.Standby));
        services.AddSingleton(configuration);
        Telemetry.AddIfConfigured(services, layer);
        if (layer == LayerNames.Launcher || !SupervisionSettings.IsSupervised(configuration)) return;
        services.AddSingleton(SupervisionSettings.From(layer, configuration));
        services.AddHostedService<SupervisionClient>();
        services.AddHostedService<LauncherGuard>();
    }

    /// <summary>Signals are handled by <see cref="LayerProcess"/>, since a drain comes before the host's stop.</summary>
    private sealed class ExternalLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Who this process is.</summary>
internal sealed record LayerIdentity(string Layer, bool Standby);
