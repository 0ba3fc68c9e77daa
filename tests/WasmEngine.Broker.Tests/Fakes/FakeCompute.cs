using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using WasmEngine.Internal.V1;

namespace WasmEngine.BrokerTests;

internal sealed partial class FakeCompute : ComputeService.ComputeServiceBase, IIncarnated
{
    private readonly ConcurrentDictionary<string, ulong> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Channel<AppEnded>, byte> _watchers = new();

    public CallLog Calls { get; } = new();

    public ulong Incarnation { get; set; } = 1000;

    /// <summary>Runs within each StartApp; may wait or refuse.</summary>
    public Func<StartAppRequest, Task> OnStart { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentDictionary<string, StartAppRequest> Starts { get; } = new(StringComparer.Ordinal);

    public bool IsRunning(string appId) => _running.TryGetValue(appId, out var on) && on == Incarnation;

    public void End(string appId, uint generation, string reason)
    {
        foreach (var watcher in _watchers.Keys) watcher.Writer.TryWrite(new AppEnded { AppId = appId, Generation = generation, Reason = reason });
    }

    public override async Task<StartAppResponse> StartApp(StartAppRequest request, ServerCallContext context)
    {
        Calls.Add($"start {request.AppId} g{request.Generation}");
        Starts[request.AppId] = request;
        await OnStart(request);
        if (IsRunning(request.AppId)) throw Refusal.Of(StatusCode.AlreadyExists, "APP_RUNS", $"app {request.AppId} runs already");
        _running[request.AppId] = Incarnation;
        return new StartAppResponse { JournalRegion = $"app.{request.AppId}.g{request.Generation}.journal" };
    }

    public override Task<StopAppResponse> StopApp(StopAppRequest request, ServerCallContext context)
    {
        _running.TryRemove(request.AppId, out _);
        Calls.Add($"stop {request.AppId}");
        return Task.FromResult(new StopAppResponse());
    }

    public override Task<InspectModuleResponse> InspectModule(InspectModuleRequest request, ServerCallContext context) => request.Path.EndsWith(".wasm", StringComparison.Ordinal)
        ? Task.FromResult(new InspectModuleResponse { Imports = { "a.b: func" }, Exports = { "c: func" }, Problems = { "no init" }, CompileMs = 1.5, SizeBytes = 9 })
        : throw Refusal.Of(StatusCode.InvalidArgument, "MODULE_INVALID", $"{request.Path} is not wasm: bad magic at byte 0");

    public override async Task WatchCompute(WatchComputeRequest request, IServerStreamWriter<WatchComputeResponse> responseStream, ServerCallContext context)
    {
        var channel = Channel.CreateUnbounded<AppEnded>();
        _watchers.TryAdd(channel, 0);
        try
        {
            await responseStream.WriteAsync(new WatchComputeResponse { Incarnation = Incarnation }, context.CancellationToken);
            await foreach (var ended in channel.Reader.ReadAllAsync(context.CancellationToken))
                await responseStream.WriteAsync(new WatchComputeResponse { Incarnation = Incarnation, AppEnded = ended }, context.CancellationToken);
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }
}
