using Microsoft.Extensions.DependencyInjection;
using WasmEngine.Compute;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Grpc;
using WasmEngine.Compute.Wasi;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.Hosting;
using WasmEngine.Memory;

// Before anything else is loaded: such a process lives for a moment.
if (args is [CompileChild.Verb]) return CompileChild.Run();
return await LayerHost.RunAsync(LayerNames.Compute, args, layer =>
{
    layer.Services.AddSingleton(new RegionDirectory(layer.Paths.RegionDirectory));
    layer.Services.AddSingleton(ComputeOptions.Read(layer));
    layer.Services.AddSingleton<IGuestEngine, WasmtimeEngine>();
    layer.Services.AddSingleton(new ModuleCatalogOptions());
    layer.Services.AddSingleton<ModuleCatalog>();
    layer.Services.AddSingleton<IWasiFactory, WasiFactory>();
    layer.Services.AddSingleton<AppRegistry>();
    layer.Services.AddSingleton<AppEndings>();
    layer.Services.AddSingleton(new RunSchedulerOptions());
    layer.Services.AddSingleton<FunctionRuns>();
    layer.Services.AddSingleton(new LaneOptions());
    layer.Services.AddSingleton<Lanes>();
    layer.Services.AddSingleton<StuckGuests>();
    layer.Services.AddHostedService(services => services.GetRequiredService<StuckGuests>());
    layer.MapGrpcService<ComputeService>();
    layer.Warm((services, _) => Rehearsal.RunAsync(layer.Paths, services));
    layer.Rehearse(RehearsedCalls.RunAsync);
    layer.OnDrain(async (services, _) =>
    {
        services.GetRequiredService<Lanes>().Drain();
        await Task.WhenAll(
            services.GetRequiredService<AppRegistry>().StopAllAsync(TimeSpan.FromSeconds(1)),
            services.GetRequiredService<FunctionRuns>().DrainAsync(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
    });
}).ConfigureAwait(false);
