using Grpc.Core;
using WasmEngine.Compute.Core;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Grpc;

/// <summary>Lanes.</summary>
internal sealed partial class ComputeService
{
    public override async Task ServeLane(ServeLaneRequest request, IServerStreamWriter<ServeLaneResponse> responseStream, ServerCallContext context)
    {
        if (!RegionName.TryParse(request.RequestRegion, out var calls)) throw Invalid("NAME_INVALID", $"\"{request.RequestRegion}\" can't name a region");
        if (!RegionName.TryParse(request.ResponseRegion, out var answers)) throw Invalid("NAME_INVALID", $"\"{request.ResponseRegion}\" can't name a region");
        var spec = new LaneSpec(CallConversion.ToSpec(request.Call, isJob: false), calls, answers);
        var failure = await ServeAsync(spec, responseStream, context.CancellationToken).ConfigureAwait(false);
        context.CancellationToken.ThrowIfCancellationRequested();
        throw failure is null ? ShuttingDown() : new RequestException(StatusCode.FailedPrecondition, "LANE_BROKEN", $"the lane can't go on: {failure}");
    }

    private async Task<string?> ServeAsync(LaneSpec spec, IServerStreamWriter<ServeLaneResponse> responses, CancellationToken cancel)
    {
        try
        {
            return await lanes.ServeAsync(
                spec, shape => responses.WriteAsync(new ServeLaneResponse { Parameters = (uint)shape.Parameters, Results = (uint)shape.Results }, cancel), cancel).ConfigureAwait(false);
        }
        catch (ModuleException e)
        {
            throw Invalid("MODULE_INVALID", e.Message);
        }
        catch (CallInvalidException e)
        {
            throw Invalid("CALL_INVALID", e.Message);
        }
        catch (QueueFullException e)
        {
            throw new RequestException(StatusCode.ResourceExhausted, "QUEUE_FULL", e.Message) { RetryAfter = e.RetryAfter };
        }
        catch (Exception e) when (e is GuestException or GuestExitException or RegionException)
        {
            throw new RequestException(StatusCode.FailedPrecondition, "GUEST_FAILED", e.Message);
        }
        catch (GuestStoppedException e)
        {
            throw e.Reason switch
            {
                StopReason.Shutdown => ShuttingDown(),
                StopReason.HostCalls => new RequestException(StatusCode.ResourceExhausted, "HOST_CALLS", e.Message),
                StopReason.CpuTime => new RequestException(StatusCode.DeadlineExceeded, "CPU_TIME", e.Message),
                _ => new RequestException(StatusCode.DeadlineExceeded, "DEADLINE", e.Message),
            };
        }
    }
}
