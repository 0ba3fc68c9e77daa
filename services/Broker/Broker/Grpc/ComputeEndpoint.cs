using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.Broker.Grpc;

/// <summary>ComputeService of the public API.</summary>
internal sealed class ComputeEndpoint(BrokerEngine engine, OpenStreams streams) : ComputeService.ComputeServiceBase
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

    public override Task InstallModule(InstallModuleRequest request, IServerStreamWriter<InstallModuleResponse> responseStream, ServerCallContext context) =>
        streams.SendAsync(cancel => engine.ModuleStore.InstallAsync(request.Path, cancel), ToProto, responseStream, context);

    public override Task<ListModulesResponse> ListModules(ListModulesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListModulesResponse { Modules = { engine.ModuleStore.List().Select(ToProto) } });

    public override Task<RemoveModuleResponse> RemoveModule(RemoveModuleRequest request, ServerCallContext context)
    {
        engine.ModuleStore.Remove(request.Sha256);
        return Task.FromResult(new RemoveModuleResponse());
    }

    public override async Task<CallResponse> Call(CallRequest request, ServerCallContext context)
    {
        var outcome = await engine.Calls.CallAsync(CallSession.Of(context).Id, CallCodec.Decode(request.Call), context.CancellationToken).ConfigureAwait(false);
        return new CallResponse { Outcome = FunctionOutcome.Parser.ParseFrom(outcome.Span) };
    }

    public override Task OpenLane(OpenLaneRequest request, IServerStreamWriter<OpenLaneResponse> responseStream, ServerCallContext context)
    {
        var call = CallCodec.Decode(request.Call);
        return streams.SendAsync(
            cancel => engine.Lanes.OpenAsync(CallSession.Of(context).Id, call, cancel),
            lane => new OpenLaneResponse { RequestRegion = lane.RequestRegion, ResponseRegion = lane.ResponseRegion, Parameters = (uint)lane.Parameters, Results = (uint)lane.Results },
            responseStream,
            context);
    }

    private static InstallModuleResponse ToProto(InstallStep step) => new()
    {
        Step = (ModuleStep)step.Step,
        Fraction = step.Fraction,
        Functions = (uint)step.Functions,
        Module = step.Module is null ? null : ToProto(step.Module),
    };

    private static V1.StoredModule ToProto(StoredModule module) => new()
    {
        Sha256 = module.Sha256,
        SizeBytes = (ulong)module.SizeBytes,
        Name = module.Name,
        InstalledUnixMs = module.InstalledAt.ToUnixTimeMilliseconds(),
    };
}
