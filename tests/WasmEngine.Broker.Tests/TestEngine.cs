using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using WasmEngine.Hosting;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

/// <summary>A broker process between fake layers, and an app folder to launch.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly List<KeyValuePair<string, string>> _settings = [];
    private readonly List<GrpcChannel> _channels = [];
    private BrokerProcess? _broker;

    private TestEngine()
    {
        Directory = new RegionDirectory(Instance.RegionDirectoryPath);
        Compute = new FakeCompute();
        Render = new FakeRender(Directory);
        ComputeLayer = new FakeLayer<FakeCompute>(Instance, LayerNames.Compute, Compute);
        RenderLayer = new FakeLayer<FakeRender>(Instance, LayerNames.Render, Render);
        AppFolder = System.IO.Directory.CreateDirectory(Path.Combine(Instance.StateRoot, "apps", "hello")).FullName;
        File.WriteAllText(Path.Combine(AppFolder, "hello.wasm"), "not read by the broker");
        File.WriteAllText(Path.Combine(AppFolder, "wasmengine.json"), """{"id":"hello","title":"Hello","module":"hello.wasm","width":1280,"height":720,"memoryLimitMiB":256}""");
    }

    public InstanceEnvironment Instance { get; } = new();

    public RegionDirectory Directory { get; }

    public FakeCompute Compute { get; }

    public FakeRender Render { get; }

    public FakeLayer<FakeCompute> ComputeLayer { get; }

    public FakeLayer<FakeRender> RenderLayer { get; }

    public string AppFolder { get; }

    public static async Task<TestEngine> StartAsync(params (string Name, string Value)[] settings)
    {
        var engine = new TestEngine();
        foreach (var (name, value) in settings) engine._settings.Add(new($"WASMENGINE_BROKER__{name}", value));
        await engine.ComputeLayer.StartAsync();
        await engine.RenderLayer.StartAsync();
        await engine.StartBrokerAsync();
        return engine;
    }

    public async Task StartBrokerAsync()
    {
        _broker = new BrokerProcess(Instance, _settings);
        await _broker.WaitUntilServingAsync(Instance.Socket(LayerNames.Broker));
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillBrokerAsync()
    {
        await _broker!.DisposeAsync();
        _broker = null;
        File.Delete(Instance.Socket(LayerNames.Broker)); // so that the successor's can be waited for
    }

    /// <summary>SIGTERM.</summary>
    public async Task<int> StopBrokerAsync()
    {
        var code = await _broker!.TerminateAsync();
        await _broker.DisposeAsync();
        _broker = null;
        return code;
    }

    public async Task ReplaceBrokerAsync()
    {
        await KillBrokerAsync();
        await StartBrokerAsync();
    }

    /// <summary>A client without a session.</summary>
    public TestClient Connect(string? token = null)
    {
        var channel = LayerChannels.Create(Instance.Socket(LayerNames.Broker));
        _channels.Add(channel);
        return new TestClient(channel, token);
    }

    /// <summary>A client with a session of its own.</summary>
    public async Task<TestClient> OpenSessionAsync()
    {
        var opened = await Connect().Sessions.OpenSessionAsync(new OpenSessionRequest { ClientName = "test" });
        return Connect(opened.Token);
    }

    public string[] Regions() => [.. System.IO.Directory.EnumerateFiles(Directory.DirectoryPath).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public RegionName MakeRegion(string name)
    {
        var region = RegionName.Parse(name);
        BufferRegion.Create(Directory, region, 1).Dispose();
        return region;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels) channel.Dispose();
        if (_broker is not null) await _broker.DisposeAsync();
        await ComputeLayer.DisposeAsync();
        await RenderLayer.DisposeAsync();
        Instance.Dispose();
    }
}

/// <summary>The public API as a client of one session sees it.</summary>
internal sealed class TestClient
{
    public TestClient(GrpcChannel channel, string? token)
    {
        Token = token;
        var invoker = token is null ? channel.CreateCallInvoker() : channel.Intercept(headers =>
        {
            headers.Add("authorization", "Bearer " + token);
            return headers;
        });
        Sessions = new SessionService.SessionServiceClient(invoker);
        Apps = new AppsService.AppsServiceClient(invoker);
        Views = new ViewsService.ViewsServiceClient(invoker);
        Buffers = new BuffersService.BuffersServiceClient(invoker);
        Compute = new ComputeService.ComputeServiceClient(invoker);
        Jobs = new JobsService.JobsServiceClient(invoker);
    }

    public string? Token { get; }

    public SessionService.SessionServiceClient Sessions { get; }

    public AppsService.AppsServiceClient Apps { get; }

    public ViewsService.ViewsServiceClient Views { get; }

    public BuffersService.BuffersServiceClient Buffers { get; }

    public ComputeService.ComputeServiceClient Compute { get; }

    public JobsService.JobsServiceClient Jobs { get; }

    public async Task<V1.App> LaunchAsync(TestEngine engine) =>
        (await Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder })).App;

    public async Task<V1.View> OpenViewAsync(string appId, uint width = 640, uint height = 480) =>
        (await Views.OpenViewAsync(new OpenViewRequest { AppId = appId, Width = width, Height = height })).View;

    /// <summary>Waits until the app is as it should be.</summary>
    public async Task<V1.App> WaitForAppAsync(string appId, Func<V1.App, bool> isSo)
    {
        using var watch = Apps.WatchApps(new WatchAppsRequest());
        await foreach (var message in watch.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (message.App.Id == appId && isSo(message.App)) return message.App;
        }

        throw new InvalidOperationException("the stream ended");
    }
}

internal static class Expect
{
    /// <summary>The call fails with this status and reason.</summary>
    /// <returns>The message.</returns>
    public static async Task<string> FailureAsync<T>(StatusCode code, string reason, Func<AsyncUnaryCall<T>> call)
    {
        using var made = call();
        return Check(code, reason, await Assert.ThrowsAsync<RpcException>(() => made.ResponseAsync));
    }

    /// <summary>The stream fails with this status and reason.</summary>
    public static async Task<string> StreamFailureAsync<T>(StatusCode code, string reason, AsyncServerStreamingCall<T> call) =>
        Check(code, reason, await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
                // not what is waited for
            }
        }));

    private static string Check(StatusCode code, string reason, RpcException failure)
    {
        Assert.Equal(code, failure.StatusCode);
        var info = failure.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>();
        Assert.Equal((reason, "wasmengine"), (info?.Reason, info?.Domain));
        Assert.NotEmpty(failure.Status.Detail);
        return failure.Status.Detail;
    }
}
