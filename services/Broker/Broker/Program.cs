using WasmEngine.Broker;
using WasmEngine.Hosting;

return await LayerHost.RunAsync(LayerNames.Broker, args, BrokerLayer.Configure).ConfigureAwait(false);
