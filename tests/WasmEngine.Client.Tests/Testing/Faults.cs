using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace WasmEngine.Testing;

/// <summary>Refusals as the engine sends them.</summary>
internal static class Faults
{
    public static RpcException Refusal(StatusCode code, string reason, string message) => new Google.Rpc.Status
    {
        Code = (int)code,
        Message = message,
        Details = { Any.Pack(new ErrorInfo { Reason = reason, Domain = "wasmengine" }) },
    }.ToRpcException();
}
