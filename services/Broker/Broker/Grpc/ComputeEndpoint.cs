using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.Broker.Grpc;

/// <summary>ComputeService of the public API.</summary>
internal sealed class ComputeEndpoint(BrokerEngine engine) : ComputeService.ComputeServiceBase
{
    public override async Task<InspectModuleResponse> InspectModule(InspectModuleRequest request, ServerCallContext context)
    {
        var module = await engine.Modules.InspectAsync(request.Path, context.CancellationToken).ConfigureAwait(false);
        return new InspectModuleResponse
        {
            Imports = { module.Imports },
            Exports = { module.Exports },
            Problems = { module.Problems },
            CompileMs = module.CompileMs,
            SizeBytes = (ulong)module.SizeBytes,
        };
    }
}
