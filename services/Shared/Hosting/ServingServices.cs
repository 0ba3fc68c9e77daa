using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WasmEngine.Hosting;

/// <summary>
/// The hosted services that a layer registered, held back until the layer serves. The host would start them at once, in a
/// spare too.
/// </summary>
internal sealed class ServingServices(IServiceProvider services, LayerLifecycle lifecycle)
{
    private const string Key = "serving";
    private readonly Stack<IHostedService> _started = new();

    /// <summary>Re-registers the hosted services from <paramref name="first"/> on under a key that the host does not look at.</summary>
    internal static void HoldBack(IServiceCollection services, int first)
    {
        for (var i = first; i < services.Count; i++)
        {
            var service = services[i];
            if (service.ServiceType != typeof(IHostedService) || service.IsKeyedService) continue;
            services[i] = service switch
            {
                { ImplementationFactory: { } factory } => new(typeof(IHostedService), Key, (provider, _) => factory(provider), ServiceLifetime.Singleton),
                { ImplementationInstance: { } instance } => new(typeof(IHostedService), Key, instance),
                _ => new(typeof(IHostedService), Key, service.ImplementationType!, ServiceLifetime.Singleton),
            };
        }
    }

    internal async Task StartAsync(CancellationToken cancel)
    {
        foreach (var service in services.GetKeyedServices<IHostedService>(Key))
        {
            await service.StartAsync(cancel).ConfigureAwait(false);
            _started.Push(service);
            if (service is BackgroundService { ExecuteTask: { } work }) _ = WatchAsync(work);
        }
    }

    internal async Task StopAsync(CancellationToken cancel)
    {
        while (_started.TryPop(out var service)) await service.StopAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>A background service that fails takes its process down: half a layer is worse than a restarted one.</summary>
    private async Task WatchAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifecycle.Stopping.IsCancellationRequested)
        {
            // that is how it ends
        }
        catch (Exception e)
        {
            lifecycle.Fail(e);
        }
    }
}
