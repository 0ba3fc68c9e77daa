using Microsoft.Extensions.DependencyInjection;
using WasmEngine.Hosting;
using WasmEngine.Launcher.Core;
using WasmEngine.Launcher.Grpc;
using WasmEngine.Launcher.Processes;
using WasmEngine.Launcher.Supervision;

namespace WasmEngine.Launcher;

/// <summary>Puts the launcher together.</summary>
internal static class LauncherComposition
{
    private const string LayersDirectory = "LAYERS_DIRECTORY";

    /// <summary>Options of the command line beside those that every process has.</summary>
    internal static IReadOnlyCollection<string> OwnOptions { get; } = ["layers-directory"];

    internal static void Configure(LayerBuilder builder, Handover handover)
    {
        var (options, errors) = SupervisionOptions.Read(key => builder.Configuration[key]);
        var directory = builder.Configuration[LayersDirectory] is { Length: > 0 } given ? Path.GetFullPath(given) : AppContext.BaseDirectory;
        if (!Directory.Exists(directory)) errors = [.. errors, $"the layers' directory {directory} does not exist: correct --layers-directory"];
        if (errors.Count > 0) throw new OptionsException(errors);

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(handover);
        builder.Services.AddSingleton(new ServiceManager());
        builder.Services.AddSingleton(new LayerStarter(directory, builder.Paths));
        builder.Services.AddSingleton<Supervisor>();
        builder.MapGrpcService<EngineGrpcService>();
        builder.MapGrpcService<SupervisionGrpcService>();
        // The layers load while the launcher's own server does: on two cores that halves the start.
        builder.Warm((services, _) =>
        {
            services.GetRequiredService<Supervisor>().Start();
            return Task.CompletedTask;
        });
        builder.OnDrain(async (services, hurry) =>
        {
            var supervisor = services.GetRequiredService<Supervisor>();
            if (handover.IsRequested) supervisor.Abandon();
            else await supervisor.ShutdownAsync(options.Grace, hurry).ConfigureAwait(false);
        });
    }
}
