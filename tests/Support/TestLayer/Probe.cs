using Grpc.Core;
using Grpc.Health.V1;
using WasmEngine.Hosting;

namespace WasmEngine.TestLayer;

/// <summary>Makes one call and prints its status and reason, so that a test can make it as another user.</summary>
internal static class Probe
{
    internal static async Task<int> RunAsync(string socket)
    {
        using var channel = LayerChannels.Create(socket);
        try
        {
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
            await Console.Out.WriteLineAsync("OK");
        }
        catch (RpcException e)
        {
            await Console.Out.WriteLineAsync($"{e.StatusCode} {e.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? e.Status.Detail}");
        }

        return 0;
    }
}
