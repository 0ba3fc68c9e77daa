using Grpc.Core;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class BrokerDeathTests
{
    [Fact]
    public async Task Kill_ThenSuccessor_NothingIsLostAndNobodyNotices()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);
        view = (await client.Views.ResizeViewAsync(new ResizeViewRequest { ViewId = view.Id, Width = 800, Height = 600 })).View;
        var buffer = (await client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "b", SizeBytes = 5 })).Buffer;
        engine.MakeRegion("app.hello-1.g1.surface");
        engine.MakeRegion("app.gone-1.g1.surface");
        engine.MakeRegion("view.v9.f1");
        engine.MakeRegion("buffer.s9.x");
        engine.MakeRegion("bench.of-somebody-else");
        using var input = RingConsumer.Open(engine.Directory, RegionName.Parse("app.hello-1.input"), out _);
        engine.Compute.Calls.Clear();
        engine.Render.Calls.Clear();

        await engine.ReplaceBrokerAsync();

        client = engine.Connect(client.Token);
        var found = Assert.Single((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps);
        Assert.Equal((app.Id, AppState.Running, 0u, view.Id), (found.Id, found.State, found.Restarts, Assert.Single(found.ViewIds)));
        Assert.Equal(view, Assert.Single((await client.Views.ListViewsAsync(new ListViewsRequest())).Views));
        Assert.Equal(buffer, Assert.Single((await client.Buffers.ListBuffersAsync(new ListBuffersRequest())).Buffers));
        Assert.Equal(["app.hello-1.g1.surface", "app.hello-1.input", "bench.of-somebody-else", "buffer.s1.b", "view.v1.f2"], engine.Regions());
        await client.Views.SendInputAsync(new SendInputRequest { ViewId = view.Id, Events = { new InputEvent { Kind = InputKind.Text, Code = 65 } } });
        Assert.True(InputReader.TryRead(input, out _)); // the resize
        Assert.True(InputReader.TryRead(input, out var typed));
        Assert.Equal(65u, typed.Code);
        var second = await client.LaunchAsync(engine); // by then the layers are connected
        Assert.Equal("hello-2", second.Id);
        Assert.Equal("v2", (await client.OpenViewAsync(second.Id)).Id);
        Assert.Equal(["start hello-2 g1"], engine.Compute.Calls.All);
        Assert.DoesNotContain(engine.Render.Calls.All, c => c.Contains("hello-1", StringComparison.Ordinal) || c.StartsWith("view v1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kill_ComputeDiesMeanwhile_SuccessorRestartsTheApps()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        await engine.KillBrokerAsync();
        await engine.ComputeLayer.ReplaceAsync();

        await engine.StartBrokerAsync();

        await engine.Connect(client.Token).WaitForAppAsync(app.Id, a => a is { State: AppState.Running, Restarts: 1 });
        await engine.Render.Calls.WaitForAsync("scene hello-1 app.hello-1.g2.journal");
    }

    [Fact]
    public async Task Kill_DuringALaunch_SuccessorUndoesIt()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        engine.Compute.OnStart = async start =>
        {
            engine.MakeRegion($"app.{start.AppId}.g1.half-made");
            begun.SetResult();
            await goOn.Task;
        };
        var launch = client.LaunchAsync(engine);
        await begun.Task;
        await engine.KillBrokerAsync();
        await Assert.ThrowsAsync<RpcException>(() => launch);

        await engine.StartBrokerAsync();
        goOn.SetResult();

        client = engine.Connect(client.Token);
        await engine.Compute.Calls.WaitForAsync("stop hello-1");
        while ((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps.Count > 0) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Empty(engine.Regions());
        engine.Compute.OnStart = static _ => Task.CompletedTask;
        Assert.Equal("hello-2", (await client.LaunchAsync(engine)).Id);
    }

    [Fact]
    public async Task Kill_WhileAViewIsOpened_NobodyKnewOfItSoItGoes()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var begun = new TaskCompletionSource();
        engine.Render.OnOpenView = async _ =>
        {
            begun.TrySetResult();
            await Refusal.Never;
        };
        var opening = client.OpenViewAsync(app.Id);
        await begun.Task;
        await engine.KillBrokerAsync();
        await Assert.ThrowsAsync<RpcException>(() => opening);

        await engine.StartBrokerAsync();

        Assert.Empty((await engine.Connect(client.Token).Views.ListViewsAsync(new ListViewsRequest())).Views);
        await engine.Render.Calls.WaitForAsync("close-view v1");
    }

    [Fact]
    public async Task Kill_DuringARestart_SuccessorStartsItAgain()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var begun = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        engine.Compute.OnStart = start =>
        {
            if (start.Generation > 2) return Task.CompletedTask;
            begun.TrySetResult();
            return never.Task;
        };
        await engine.ComputeLayer.ReplaceAsync();
        await begun.Task;

        await engine.ReplaceBrokerAsync();

        await engine.Connect(client.Token).WaitForAppAsync(app.Id, a => a is { State: AppState.Running, Restarts: 1 });
        Assert.Equal(3u, engine.Compute.Starts[app.Id].Generation);
        never.SetCanceled(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Start_AfterAFullStop_AppsAreGoneAndSessionsStay()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        await client.OpenViewAsync((await client.LaunchAsync(engine)).Id);
        await client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "b", SizeBytes = 5 });
        Assert.Equal(0, await engine.StopBrokerAsync());
        Directory.Delete(engine.Directory.DirectoryPath, recursive: true); // as the launcher does

        await engine.StartBrokerAsync();

        client = engine.Connect(client.Token);
        Assert.Empty((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps);
        Assert.Empty((await client.Views.ListViewsAsync(new ListViewsRequest())).Views);
        Assert.Empty((await client.Buffers.ListBuffersAsync(new ListBuffersRequest())).Buffers);
        Assert.Equal("hello-2", (await client.LaunchAsync(engine)).Id);
    }

    [Fact]
    public async Task Terminate_OpenStreams_EndWithLayerDown()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var view = await client.OpenViewAsync((await client.LaunchAsync(engine)).Id);
        using var apps = client.Apps.WatchApps(new WatchAppsRequest());
        using var frames = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await apps.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.True(await frames.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var stopping = engine.StopBrokerAsync();

        await Expect.StreamFailureAsync(StatusCode.Unavailable, "LAYER_DOWN", apps);
        await Expect.StreamFailureAsync(StatusCode.Unavailable, "LAYER_DOWN", frames);
        Assert.Equal(0, await stopping);
        Assert.DoesNotContain(engine.Compute.Calls.All, c => c.StartsWith("stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_NobodyAttachesAgain_ViewIsHidden()
    {
        await using var engine = await TestEngine.StartAsync(("REATTACHGRACEMS", "0"));
        var client = await engine.OpenSessionAsync();
        var view = await client.OpenViewAsync((await client.LaunchAsync(engine)).Id);
        using var frames = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        await engine.Render.Calls.WaitForAsync("visible v1 True");

        await engine.ReplaceBrokerAsync();

        await engine.Render.Calls.WaitForAsync("visible v1 False");
    }

    [Fact]
    public async Task Start_SessionUnusedFor30Days_IsDropped()
    {
        await using var engine = await TestEngine.StartAsync();
        var old = await engine.OpenSessionAsync();
        var fresh = await engine.OpenSessionAsync();
        await old.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "b", SizeBytes = 5 });
        await engine.KillBrokerAsync();
        var file = engine.Instance.DatabaseFile;
        using (var store = Broker.Sqlite.SqliteStateStore.Open(file))
        {
            var state = store.Load();
            var session = state.Sessions["s1"];
            store.Save(Broker.StateDelta.Between(state, state.With(session with { LastUsedAt = session.LastUsedAt - TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1) })));
        }

        await engine.StartBrokerAsync();

        await Expect.FailureAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", () => engine.Connect(old.Token).Apps.ListAppsAsync(new ListAppsRequest()));
        await engine.Connect(fresh.Token).Apps.ListAppsAsync(new ListAppsRequest());
        Assert.Empty(engine.Regions());
    }
}
