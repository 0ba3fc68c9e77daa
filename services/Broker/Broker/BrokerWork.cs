using Microsoft.Extensions.Hosting;

namespace WasmEngine.Broker;

/// <summary>Watches the layers for as long as the broker serves.</summary>
internal sealed class BrokerWork(BrokerEngine engine) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => engine.RunAsync(stoppingToken);
}
