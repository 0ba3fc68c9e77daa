using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace WasmEngine.Hosting;

/// <summary>OpenTelemetry, loaded only where somebody collects it.</summary>
internal static class Telemetry
{
    internal static void AddIfConfigured(IServiceCollection services, string layer)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))) Add(services, layer);
    }

    private static void Add(IServiceCollection services, string layer) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("wasmengine-" + layer, serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
        .WithTracing(traces => traces.AddSource("WasmEngine.*", "Microsoft.AspNetCore").AddOtlpExporter())
        .WithMetrics(metrics => metrics.AddMeter("WasmEngine.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting").AddOtlpExporter());
}
