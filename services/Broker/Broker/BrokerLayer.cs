using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WasmEngine.Broker.Grpc;
using WasmEngine.Broker.Layers;
using WasmEngine.Broker.Memory;
using WasmEngine.Broker.Sqlite;
using WasmEngine.Hosting;
using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>Puts the broker's process together.</summary>
internal static class BrokerLayer
{
    /// <summary>Section of the configuration: WASMENGINE_BROKER__MAXAPPS=8 and so on.</summary>
    private const string Section = "BROKER";

    public static void Configure(LayerBuilder layer)
    {
        var options = BrokerSetting.Read(
            layer.Configuration.GetSection(Section).GetChildren().Select(c => KeyValuePair.Create(c.Key, c.Value)), out var problems);
        if (problems.Count > 0) throw new OptionsException(problems);
        AddEngine(layer.Services, options, layer);
        AddServices(layer);
        layer.Warm(static (_, cancel) => Task.Run(SqliteStateStore.Warm, cancel));
        layer.OnServing(static (services, _) =>
        {
            services.GetRequiredService<RegionDirectory>().Ensure();
            services.GetRequiredService<BrokerEngine>().Recover();
            return Task.CompletedTask;
        });
        layer.OnDrain(static (services, _) => services.GetRequiredService<OpenStreams>().EndAsync());
    }

    private static void AddEngine(IServiceCollection services, BrokerOptions options, LayerBuilder layer)
    {
        var paths = layer.Paths;
        services.AddSingleton(options);
        services.AddSingleton(new RegionDirectory(paths.RegionDirectory));
        services.AddSingleton(new AppStorage(Path.Combine(paths.StateDirectory, "apps")));
        services.AddSingleton<SqliteStateStore>(_ => SqliteStateStore.Open(Path.Combine(paths.StateDirectory, "broker.db")));
        services.AddSingleton<IStateStore>(s => s.GetRequiredService<SqliteStateStore>());
        services.AddSingleton<IJobStore>(s => s.GetRequiredService<SqliteStateStore>().Jobs);
        services.AddSingleton(s => new ModuleStore(Path.Combine(paths.StateDirectory, "modules"), (long)options.ModuleStoreMiB << 20, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRegions, SharedRegions>();
        services.AddSingleton<IInputRings, InputRings>();
        services.AddSingleton<SocketArrivals>();
        services.AddSingleton<IComputeLayer, ComputeClient>();
        services.AddSingleton<IFunctionLayer, FunctionClient>();
        services.AddSingleton<IRenderLayer, RenderClient>();
        services.AddSingleton<BrokerEngine>();
        services.AddSingleton<OpenStreams>();
        services.AddHostedService<BrokerWork>();
    }

    private static void AddServices(LayerBuilder layer)
    {
        // Lazily: a spare answers health checks, and must not open the database.
        layer.Services.AddSingleton(static s => new Lazy<BrokerEngine>(s.GetRequiredService<BrokerEngine>));
        layer.Services.AddSingleton<TokenInterceptor>();
        layer.Services.Configure<GrpcServiceOptions>(static grpc => grpc.Interceptors.Add<TokenInterceptor>());
        layer.MapGrpcService<SessionEndpoint>();
        layer.MapGrpcService<AppsEndpoint>();
        layer.MapGrpcService<ViewsEndpoint>();
        layer.MapGrpcService<BuffersEndpoint>();
        layer.MapGrpcService<ComputeEndpoint>();
        layer.MapGrpcService<JobsEndpoint>();
    }
}
