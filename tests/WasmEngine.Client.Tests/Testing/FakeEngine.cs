using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.Testing;

/// <summary>What the launcher would know.</summary>
internal sealed class FakeEngineState
{
    public FakeEngineState(string instance)
    {
        Status = new GetStatusResponse { Instance = instance };
        foreach (var name in (string[])["launcher", "broker", "render", "compute"])
            Status.Layers.Add(new LayerStatus { Name = name, Pid = 1000 + Status.Layers.Count, State = LayerState.Ready, UptimeMs = 65_000, PssBytes = 12_582_912 });
    }

    public GetStatusResponse Status { get; }

    public List<string> Restarted { get; } = [];
}

internal sealed class FakeEngineService(FakeEngineState state) : EngineService.EngineServiceBase
{
    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context) => Task.FromResult(state.Status);

    public override Task<RestartLayerResponse> RestartLayer(RestartLayerRequest request, ServerCallContext context)
    {
        var layer = state.Status.Layers.FirstOrDefault(l => l.Name == request.Name)
            ?? throw Faults.Refusal(StatusCode.InvalidArgument, "UNKNOWN_LAYER", $"there is no layer {request.Name}");
        state.Restarted.Add(layer.Name);
        layer.Restarts++;
        layer.Pid++;
        return Task.FromResult(new RestartLayerResponse { Layer = layer });
    }
}
