using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Internal.V1;

namespace WasmEngine.Render.Grpc;

/// <summary>
/// The calls that a new render gets first, made by a spare to itself: each is watched or refused, none leaves anything
/// behind. A promoted spare then answers the broker without compiling anything.
/// </summary>
internal static class RehearsedCalls
{
    internal static async Task RunAsync(GrpcChannel channel, CancellationToken cancel)
    {
        var client = new Internal.V1.RenderService.RenderServiceClient(channel);
        using (var watch = client.WatchRender(new WatchRenderRequest(), cancellationToken: cancel))
            await watch.ResponseStream.MoveNext(cancel).ConfigureAwait(false);
        await RefusedAsync(() => client.OpenSceneAsync(new OpenSceneRequest { AppId = "rehearsal", JournalRegion = ".." }, cancellationToken: cancel).ResponseAsync).ConfigureAwait(false);
        await RefusedAsync(() => client.OpenViewAsync(new OpenViewRequest { ViewId = "rehearsal" }, cancellationToken: cancel).ResponseAsync).ConfigureAwait(false);
        await RefusedAsync(() => client.SetViewVisibleAsync(new SetViewVisibleRequest { ViewId = "rehearsal" }, cancellationToken: cancel).ResponseAsync).ConfigureAwait(false);
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
