using Grpc.Core;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;

namespace WasmEngine.TestLayer;

/// <summary>
/// Borrows the supervision contract as a service to call: it answers each report with DRAIN, and fails in ways that the
/// report's detail asks for.
/// </summary>
internal sealed class EchoService : SupervisionService.SupervisionServiceBase
{
    public override async Task Attach(IAsyncStreamReader<AttachRequest> requestStream, IServerStreamWriter<AttachResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (request.Detail == "reject") throw new RequestException(StatusCode.FailedPrecondition, "TOLD_TO", "told to reject");
            if (request.Detail == "throw") throw new InvalidOperationException("a secret of the implementation");
            if (request.Detail == "status") throw new RpcException(new Status(StatusCode.AlreadyExists, "as it is"));
            await responseStream.WriteAsync(new AttachResponse { Command = LayerCommand.Drain });
        }
    }
}
