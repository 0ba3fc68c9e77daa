using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Internal.V1;

namespace WasmEngine.Compute.Grpc;

/// <summary>
/// The calls that a new compute gets first, made by a spare to itself: each is watched or refused, none leaves anything
/// behind. A promoted spare then answers the broker without compiling anything.
/// </summary>
internal static class RehearsedCalls
{
    internal static async Task RunAsync(GrpcChannel channel, CancellationToken cancel)
    {
        var client = new Internal.V1.ComputeService.ComputeServiceClient(channel);
        using (var watch = client.WatchCompute(new WatchComputeRequest(), cancellationToken: cancel))
            await watch.ResponseStream.MoveNext(cancel).ConfigureAwait(false);
        await RefusedAsync(() => client.StartAppAsync(new StartAppRequest { AppId = ".." }, cancellationToken: cancel).ResponseAsync).ConfigureAwait(false);
        await RefusedAsync(() => client.StopAppAsync(new StopAppRequest { AppId = "rehearsal" }, cancellationToken: cancel).ResponseAsync).ConfigureAwait(false);
    }

    private static async Task RefusedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
        {
            // that is its purpose
        }
    }
}
