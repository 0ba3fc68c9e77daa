using Grpc.Core;
using WasmEngine.V1;
using ProtoBuffer = WasmEngine.V1.Buffer;

namespace WasmEngine.Broker.Grpc;

/// <summary>BuffersService.</summary>
internal sealed class BuffersEndpoint(BrokerEngine engine) : BuffersService.BuffersServiceBase
{
    public override Task<CreateBufferResponse> CreateBuffer(CreateBufferRequest request, ServerCallContext context) =>
        Task.FromResult(new CreateBufferResponse { Buffer = ToProto(engine.Buffers.Create(CallSession.Of(context).Id, request.Name, request.SizeBytes)) });

    public override Task<DeleteBufferResponse> DeleteBuffer(DeleteBufferRequest request, ServerCallContext context)
    {
        engine.Buffers.Delete(CallSession.Of(context).Id, request.Name);
        return Task.FromResult(new DeleteBufferResponse());
    }

    public override Task<ListBuffersResponse> ListBuffers(ListBuffersRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBuffersResponse { Buffers = { engine.Buffers.List(CallSession.Of(context).Id).Select(ToProto) } });

    private static ProtoBuffer ToProto(SharedBuffer buffer) => new()
    {
        Name = buffer.Name,
        Region = buffer.Region,
        Offset = (ulong)buffer.Offset,
        SizeBytes = (ulong)buffer.SizeBytes,
    };
}
