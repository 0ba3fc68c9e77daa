using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Platform;

namespace WasmEngine.Broker.Grpc;

/// <summary>Functions on the compute layer over its socket. Its own connection: a wave of runs does not hold up the apps' calls.</summary>
internal sealed class FunctionClient : IFunctionLayer, IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly ComputeService.ComputeServiceClient _client;
    private readonly LayerCalls _calls;
    private readonly TimeSpan _callLimit;
    private readonly TimeSpan _startLimit;

    public FunctionClient(InstancePaths paths, BrokerOptions options, TimeProvider time)
    {
        _channel = LayerChannels.Create(paths.Socket(LayerNames.Compute));
        _client = new ComputeService.ComputeServiceClient(_channel);
        _calls = new LayerCalls(LayerNames.Compute, time);
        _callLimit = TimeSpan.FromMilliseconds(options.CallDeadlineMs);
        _startLimit = TimeSpan.FromMilliseconds(options.StartDeadlineMs);
    }

    public Task CheckAsync(Broker.ResolvedCall call, CancellationToken cancellation) => _calls.RunAsync(
        _client.CheckRunAsync(new CheckRunRequest { Call = ToProto(call) }, _calls.Options(_startLimit, cancellation)), cancellation);

    public async IAsyncEnumerable<RunEvent> RunAsync(RunOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new RunRequest
        {
            RunId = order.RunId,
            Call = ToProto(order.Call),
            Priority = (uint)order.Priority,
            Attempt = (uint)order.Attempt,
            Key = order.Key,
            IsJob = order.IsJob,
        };
        await foreach (var told in _calls.FollowAsync(o => _client.Run(request, o), Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false))
        {
            var end = told.Ended;
            yield return new RunEvent(told.Running, told.Done, told.Total, end is null ? null : new RunEnd(end.Outcome is null ? default(ReadOnlyMemory<byte>) : end.Outcome.ToByteArray(), end.Reason, end.Detail));
            if (end is not null) yield break;
        }
    }

    public Task StopRunAsync(string runId, TimeSpan grace, CancellationToken cancellation) => _calls.RunAsync(
        _client.StopRunAsync(new StopRunRequest { RunId = runId, GraceMs = (uint)grace.TotalMilliseconds }, _calls.Options(grace + _callLimit, cancellation)), cancellation);

    public async IAsyncEnumerable<PrepareStep> PrepareAsync(string path, string sha256, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new PrepareModuleRequest { Path = path, Sha256 = sha256 };
        await foreach (var told in _calls.FollowAsync(o => _client.PrepareModule(request, o), Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false))
            yield return new PrepareStep((int)told.Step, told.Fraction, (int)told.Functions);
    }

    public async IAsyncEnumerable<LaneReady> ServeLaneAsync(
        string requestRegion, string responseRegion, Broker.ResolvedCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ServeLaneRequest { RequestRegion = requestRegion, ResponseRegion = responseRegion, Call = ToProto(call) };
        await foreach (var told in _calls.FollowAsync(o => _client.ServeLane(request, o), _startLimit, cancellation).ConfigureAwait(false))
            yield return new LaneReady((int)told.Parameters, (int)told.Results);
    }

    public void Dispose() => _channel.Dispose();

    private static Internal.V1.ResolvedCall ToProto(Broker.ResolvedCall call) => new()
    {
        SessionId = call.SessionId,
        ModulePath = call.ModulePath,
        Sha256 = call.Sha256,
        Call = CallCodec.Encode(call.Wire),
        Buffers = { call.Buffers.Select(b => new Internal.V1.ResolvedBuffer { Name = b.Name, Region = b.Region }) },
    };
}
