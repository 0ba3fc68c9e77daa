using System.Runtime.CompilerServices;
using Grpc.Net.Client;
using WasmEngine.Broker.Layers;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Platform;

namespace WasmEngine.Broker.Grpc;

/// <summary>The compute layer over its socket.</summary>
internal sealed class ComputeClient : IComputeLayer, IDisposable
{
    private readonly string _socket;
    private readonly SocketArrivals _arrivals;
    private readonly GrpcChannel _channel;
    private readonly ComputeService.ComputeServiceClient _client;
    private readonly LayerCalls _calls;
    private readonly TimeSpan _callLimit;
    private readonly TimeSpan _startLimit;
    private Task _arrival = Task.CompletedTask;

    public ComputeClient(InstancePaths paths, SocketArrivals arrivals, BrokerOptions options, TimeProvider time)
    {
        _socket = paths.Socket(LayerNames.Compute);
        _arrivals = arrivals;
        _channel = LayerChannels.Create(_socket);
        _client = new ComputeService.ComputeServiceClient(_channel);
        _calls = new LayerCalls(LayerNames.Compute, time);
        _callLimit = TimeSpan.FromMilliseconds(options.CallDeadlineMs);
        _startLimit = TimeSpan.FromMilliseconds(options.StartDeadlineMs);
    }

    public async Task<string> StartAsync(AppStart start, CancellationToken cancellation)
    {
        var app = start.App;
        var request = new StartAppRequest
        {
            AppId = app.Id,
            Generation = (uint)app.Generation,
            ModulePath = app.ModulePath,
            Width = (uint)app.Width,
            Height = (uint)app.Height,
            InputRegion = app.InputRegion.Value,
            MemoryLimitBytes = (ulong)app.MemoryLimitBytes,
            Grants = new V1.Grants
            {
                Directories = { app.Grants.Directories.Select(d => new V1.DirectoryGrant { Path = d.HostPath, GuestPath = d.GuestPath, Writable = d.Writable }) },
                Arguments = { app.Grants.Arguments },
                Environment = { app.Grants.Environment },
            },
        };
        var started = await _calls.RunAsync(_client.StartAppAsync(request, _calls.Options(_startLimit, cancellation)), cancellation).ConfigureAwait(false);
        return started.JournalRegion;
    }

    public Task StopAsync(string appId, TimeSpan grace, CancellationToken cancellation) => _calls.RunAsync(
        _client.StopAppAsync(new StopAppRequest { AppId = appId, GraceMs = (uint)grace.TotalMilliseconds }, _calls.Options(grace + _callLimit, cancellation)), cancellation);

    public async Task<ModuleReport> InspectAsync(string path, CancellationToken cancellation)
    {
        var found = await _calls.RunAsync(
            _client.InspectModuleAsync(new InspectModuleRequest { Path = path }, _calls.Options(_startLimit, cancellation)), cancellation).ConfigureAwait(false);
        return new ModuleReport(found.Imports, found.Exports, found.Problems, found.CompileMs, (long)found.SizeBytes);
    }

    public async IAsyncEnumerable<LayerEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        _arrival = _arrivals.Next(_socket); // noted before the attempt, so that a socket that appears meanwhile counts
        await foreach (var told in _calls.FollowAsync(o => _client.WatchCompute(new WatchComputeRequest(), o), _callLimit, cancellation).ConfigureAwait(false))
        {
            var ended = told.AppEnded;
            yield return new LayerEvent(told.Incarnation, ended is null ? null : new GuestEnd(ended.AppId, (int)ended.Generation, ended.Reason));
        }
    }

    public Task WhenReachableAsync(CancellationToken cancellation) => _arrival.WaitAsync(cancellation);

    public void Dispose() => _channel.Dispose();
}
