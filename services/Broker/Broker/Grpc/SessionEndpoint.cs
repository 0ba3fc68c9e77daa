using Grpc.Core;
using WasmEngine.Platform;
using WasmEngine.V1;

namespace WasmEngine.Broker.Grpc;

/// <summary>SessionService.</summary>
internal sealed class SessionEndpoint(BrokerEngine engine, InstancePaths paths) : SessionService.SessionServiceBase
{
    private static readonly string Version = typeof(SessionEndpoint).Assembly.GetName().Version!.ToString(3);

    public override Task<OpenSessionResponse> OpenSession(OpenSessionRequest request, ServerCallContext context)
    {
        var opened = engine.Sessions.Open(request.ClientName);
        return Task.FromResult(new OpenSessionResponse
        {
            SessionId = opened.Session.Id,
            Token = opened.Token,
            Instance = paths.Instance,
            RegionDirectory = paths.RegionDirectory,
            EngineVersion = Version,
        });
    }

    public override Task<CloseSessionResponse> CloseSession(CloseSessionRequest request, ServerCallContext context)
    {
        engine.Sessions.Close(CallSession.Of(context).Id);
        return Task.FromResult(new CloseSessionResponse());
    }
}
