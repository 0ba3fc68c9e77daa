using Grpc.Core;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class AppTests
{
    [Fact]
    public async Task LaunchApp_GoodFolder_StartsItAndItsScene()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();

        var app = await client.LaunchAsync(engine);
        var second = (await client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder, Width = 10, Height = 20 })).App;

        Assert.Equal(("hello-1", "hello", "Hello", AppState.Running, 1280u, 720u, 0u), (app.Id, app.Name, app.Title, app.State, app.Width, app.Height, app.Restarts));
        Assert.Equal(("hello-2", 10u, 20u), (second.Id, second.Width, second.Height));
        var start = engine.Compute.Starts["hello-1"];
        Assert.Equal((1u, 1280u, 720u, "app.hello-1.input", 256UL << 20), (start.Generation, start.Width, start.Height, start.InputRegion, start.MemoryLimitBytes));
        Assert.Equal(Path.Combine(engine.AppFolder, "hello.wasm"), start.ModulePath);
        Assert.Contains("scene hello-1 app.hello-1.g1.journal", engine.Render.Calls.All);
        Assert.Equal(["hello-1", "hello-2"], (await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps.Select(a => a.Id));
        RingConsumer.Open(engine.Directory, RegionName.Parse("app.hello-1.input"), out _).Dispose();
    }

    [Fact]
    public async Task LaunchApp_BadFolder_IsRefusedAndLeavesNothing()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var manifest = Path.Combine(engine.AppFolder, "wasmengine.json");

        await Expect.FailureAsync(StatusCode.InvalidArgument, "MANIFEST_MISSING", () => Launch("/nowhere/at/all"));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "MANIFEST_MISSING", () => Launch("relative"));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "SIZE_OUT_OF_RANGE", () => client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder, Width = 100000, Height = 100000 }));
        await File.WriteAllTextAsync(manifest, """{"id":"X","titel":"Hello"}""", TestContext.Current.CancellationToken);
        var message = await Expect.FailureAsync(StatusCode.InvalidArgument, "MANIFEST_INVALID", () => Launch(engine.AppFolder));

        foreach (var part in new[] { manifest, "\"id\"", "\"titel\"", "\"title\"", "\"module\"", "\"width\"", "\"height\"" }) Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Empty(engine.Regions());
        Assert.Empty(engine.Compute.Calls.All);

        AsyncUnaryCall<LaunchAppResponse> Launch(string directory) => client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = directory });
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, "MODULE_INVALID")]
    [InlineData(StatusCode.FailedPrecondition, "GUEST_FAILED")]
    public async Task LaunchApp_ComputeRefuses_ReasonIsPassedOnAndAllUndone(StatusCode code, string reason)
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnStart = start =>
        {
            engine.MakeRegion($"app.{start.AppId}.g1.half-made");
            throw Refusal.Of(code, reason, "because of this and that");
        };

        var message = await Expect.FailureAsync(code, reason, () => client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder }));

        Assert.Equal("because of this and that", message);
        Assert.Empty(engine.Regions());
        Assert.Empty((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps);
        engine.Compute.OnStart = static _ => Task.CompletedTask;
        Assert.Equal("hello-2", (await client.LaunchAsync(engine)).Id);
    }

    [Fact]
    public async Task LaunchApp_RenderRefuses_InstanceIsStoppedAgain()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Render.OnOpenScene = static _ => throw Refusal.Of(StatusCode.FailedPrecondition, "REGION_UNUSABLE", "the journal can't be opened");

        await Expect.FailureAsync(StatusCode.FailedPrecondition, "REGION_UNUSABLE", () => client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder }));

        Assert.False(engine.Compute.IsRunning("hello-1"));
        Assert.Empty(engine.Regions());
    }

    [Fact]
    public async Task LaunchApp_CallerVanishes_AllIsUndone()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        engine.Compute.OnStart = async _ =>
        {
            begun.SetResult();
            await goOn.Task;
        };
        using var caller = new CancellationTokenSource();
        var launch = client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder }, cancellationToken: caller.Token);
        await begun.Task;

        await caller.CancelAsync();
        await Assert.ThrowsAsync<RpcException>(() => launch.ResponseAsync);
        goOn.SetResult();

        await engine.Compute.Calls.WaitForAsync("stop hello-1");
        while ((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps.Any(a => a.Id == "hello-1")) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(engine.Regions(), r => r.StartsWith("app.hello-1.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LaunchApp_ComputeStaysAway_SaysLayerDown()
    {
        await using var engine = await TestEngine.StartAsync(("LAYERWAITMS", "500"));
        var client = await engine.OpenSessionAsync();
        await engine.ComputeLayer.KillAsync();

        var message = await Expect.FailureAsync(StatusCode.Unavailable, "LAYER_DOWN", () => client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder }));

        Assert.Contains("compute", message, StringComparison.Ordinal);
        Assert.Empty(engine.Regions());
    }

    [Fact]
    public async Task LaunchApp_ComputeComesBackInTime_CallerNoticesNothing()
    {
        await using var engine = await TestEngine.StartAsync(("LAYERWAITMS", "60000"));
        var client = await engine.OpenSessionAsync();
        await engine.ComputeLayer.KillAsync();
        var launch = client.LaunchAsync(engine);

        await engine.ComputeLayer.StartAsync();

        Assert.Equal(AppState.Running, (await launch).State);
    }

    [Fact]
    public async Task LaunchApp_OverTheLimit_IsRefused()
    {
        await using var engine = await TestEngine.StartAsync(("MAXAPPS", "1"));
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);

        await Expect.FailureAsync(StatusCode.ResourceExhausted, "TOO_MANY_APPS", () => client.Apps.LaunchAppAsync(new LaunchAppRequest { AppDirectory = engine.AppFolder }));
        await client.Apps.StopAppAsync(new StopAppRequest { AppId = app.Id });
        Assert.Equal("hello-2", (await client.LaunchAsync(engine)).Id);
    }

    [Fact]
    public async Task StopApp_WithViews_TakesAllDownInOrder()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var other = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);
        using var attached = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await attached.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        engine.MakeRegion("app.hello-1.g1.surface");
        engine.Render.Calls.Clear();

        await client.Apps.StopAppAsync(new StopAppRequest { AppId = app.Id });

        Assert.False(await attached.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(["close-view v1", "close-scene hello-1"], engine.Render.Calls.All.Where(c => c.StartsWith("close", StringComparison.Ordinal)));
        Assert.False(engine.Compute.IsRunning(app.Id));
        Assert.Equal(["app.hello-2.input"], engine.Regions());
        Assert.Equal(other.Id, Assert.Single((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps).Id);
        Assert.Empty((await client.Views.ListViewsAsync(new ListViewsRequest())).Views);
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_APP", () => client.Apps.StopAppAsync(new StopAppRequest { AppId = app.Id }));
    }

    [Fact]
    public async Task StopApp_LayersAreDown_AppGoesAllTheSame()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        await client.OpenViewAsync(app.Id);
        await engine.ComputeLayer.KillAsync();
        await engine.RenderLayer.KillAsync();

        await client.Apps.StopAppAsync(new StopAppRequest { AppId = app.Id });

        Assert.Empty(engine.Regions());
        Assert.Empty((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps);
    }

    [Fact]
    public async Task GuestEnds_ByItself_AppFailsAndKeepsItsViews()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);
        engine.Compute.End(app.Id, generation: 7, "of a start that is not the last");
        engine.Compute.End(app.Id, generation: 1, "unreachable executed at 0x42");

        var failed = await client.WaitForAppAsync(app.Id, a => a.State == AppState.Failed);

        Assert.Equal("unreachable executed at 0x42", failed.Detail);
        Assert.Equal([view.Id], failed.ViewIds);
        await engine.ComputeLayer.ReplaceAsync();
        var next = await client.LaunchAsync(engine);
        Assert.DoesNotContain("start hello-1 g2", engine.Compute.Calls.All);
        await client.Apps.StopAppAsync(new StopAppRequest { AppId = app.Id });
        Assert.Equal(next.Id, Assert.Single((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps).Id);
    }

    [Fact]
    public async Task GuestEnds_BeforeItsStartIsAnswered_AppIsFailed()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnStart = async start =>
        {
            engine.Compute.End(start.AppId, start.Generation, "it trapped at once");
            await client.WaitForAppAsync(start.AppId, a => a.State == AppState.Failed);
        };

        var app = await client.LaunchAsync(engine);

        Assert.Equal((AppState.Failed, "it trapped at once"), (app.State, app.Detail));
    }

    [Fact]
    public async Task WatchApps_SlowWatcher_SeesTheNewestAndNotEachChange()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        using var watch = client.Apps.WatchApps(new WatchAppsRequest());
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal((app.Id, AppState.Running), (watch.ResponseStream.Current.App.Id, watch.ResponseStream.Current.App.State));

        await client.OpenViewAsync(app.Id);
        await client.Apps.StopAppAsync(new StopAppRequest { AppId = app.Id });

        var last = watch.ResponseStream.Current.App;
        while (last.State != AppState.Stopped || last.ViewIds.Count > 0)
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            last = watch.ResponseStream.Current.App;
            Assert.Equal(app.Id, last.Id);
        }
    }

    [Fact]
    public async Task InspectModule_Answers_ArePassedOn()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();

        var report = await client.Compute.InspectModuleAsync(new InspectModuleRequest { Path = Path.Combine(engine.AppFolder, "hello.wasm") });

        Assert.Equal(("a.b: func", "c: func", "no init", 1.5, 9UL), (report.Imports[0], report.Exports[0], report.Problems[0], report.CompileMs, report.SizeBytes));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "MODULE_INVALID", () => client.Compute.InspectModuleAsync(new InspectModuleRequest { Path = Path.Combine(engine.AppFolder, "wasmengine.json") }));
        await Expect.FailureAsync(StatusCode.NotFound, "FILE_MISSING", () => client.Compute.InspectModuleAsync(new InspectModuleRequest { Path = "/nowhere.wasm" }));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "PATH_INVALID", () => client.Compute.InspectModuleAsync(new InspectModuleRequest { Path = "nowhere.wasm" }));
    }
}
