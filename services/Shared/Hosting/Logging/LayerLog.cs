using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using WasmEngine.Platform;

namespace WasmEngine.Hosting.Logging;

/// <summary>The log of one process: compact JSON in <c>LogDirectory/LAYER.json</c>, rotated by size, and the console on request.</summary>
internal sealed class LayerLog : IDisposable
{
    private const long FileLimitBytes = 8L << 20;
    private const int KeptFiles = 4;
    private readonly DeferredSink _file = new();
    private readonly string _path;

    internal LayerLog(string layer, InstancePaths paths, bool console, string? level)
    {
        _path = Path.Combine(paths.LogDirectory, layer + ".json");
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(Enum.TryParse<LogEventLevel>(level, ignoreCase: true, out var parsed) ? parsed : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Grpc", LogEventLevel.Warning)
            .Filter.ByExcluding(IsCallerGone)
            .Enrich.WithProperty("layer", layer)
            .Enrich.WithProperty("pid", Environment.ProcessId)
            .WriteTo.Sink(_file);
        if (console)
            configuration.WriteTo.Console(formatProvider: CultureInfo.InvariantCulture, outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {layer} {Message:lj}{NewLine}{Exception}");
        Logger = configuration.CreateLogger();
    }

    /// <summary>
    /// A caller that went away while its request was on its way: the gRPC server calls it an error, for us it is the ordinary
    /// end of a call. Our own failures are logged by the interceptor.
    /// </summary>
    private static bool IsCallerGone(LogEvent told) =>
        told.Exception is IOException
        && told.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: "Grpc.AspNetCore.Server.ServerCallHandler" };

    internal Logger Logger { get; }

    /// <summary>Opens the file: this process is the layer now.</summary>
    internal void OpenFile() => _file.Open(() => new LoggerConfiguration()
        .MinimumLevel.Verbose()
        .WriteTo.File(new CompactJsonFormatter(), _path, fileSizeLimitBytes: FileLimitBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: KeptFiles)
        .CreateLogger());

    internal void AddTo(IServiceCollection services) => services.AddSerilog(Logger, dispose: false);

    public void Dispose() => Logger.Dispose(); // disposes the sinks too
}
