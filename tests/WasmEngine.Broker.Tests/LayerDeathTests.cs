using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class LayerDeathTests
{
    [Fact]
    public async Task Compute_DiesAndComesBack_EveryAppRunsAgainAtOnce()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var apps = new List<V1.App>();
        for (var i = 0; i < 8; i++) apps.Add(await client.LaunchAsync(engine));
        var view = await client.OpenViewAsync(apps[0].Id, 320, 200);
        engine.MakeRegion("app.hello-1.g1.surface");
        engine.Render.Calls.Clear();
        var together = new Barrier(apps.Count); // passes only if all are started in parallel
        engine.Compute.OnStart = start => Task.Factory.StartNew(() => together.SignalAndWait(TestContext.Current.CancellationToken), TaskCreationOptions.LongRunning);

        await engine.ComputeLayer.ReplaceAsync();

        foreach (var app in apps)
        {
            var again = await client.WaitForAppAsync(app.Id, a => a is { State: AppState.Running, Restarts: 1 });
            Assert.Equal(2u, engine.Compute.Starts[app.Id].Generation);
            Assert.Equal(app.Id == view.AppId ? (320u, 200u) : (1280u, 720u), (again.Width, again.Height)); // the size that the guest has by now
        }

        while (!apps.TrueForAll(a => engine.Render.Calls.All.Contains($"scene {a.Id} app.{a.Id}.g2.journal"))) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(engine.Render.Calls.All, c => c.StartsWith("view", StringComparison.Ordinal) || c.StartsWith("close", StringComparison.Ordinal));
        while (engine.Regions().Contains("app.hello-1.g1.surface")) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Contains("app.hello-1.input", engine.Regions());
    }

    [Fact]
    public async Task Compute_Dies_WatchersSeeRestartingThenRunning()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var seen = new TaskCompletionSource();
        engine.Compute.OnStart = _ => seen.Task;

        await engine.ComputeLayer.ReplaceAsync();

        await client.WaitForAppAsync(app.Id, a => a.State == AppState.Restarting);
        seen.SetResult();
        await client.WaitForAppAsync(app.Id, a => a.State == AppState.Running);
    }

    [Fact]
    public async Task Compute_StreamBreaksButProcessIsTheSame_NothingIsRestarted()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        await engine.ComputeLayer.KillAsync();
        await engine.ComputeLayer.StartAsync(sameProcess: true);

        await client.LaunchAsync(engine); // waits until compute is connected again

        Assert.DoesNotContain($"start {app.Id} g2", engine.Compute.Calls.All);
    }

    [Fact]
    public async Task Compute_RefusesARestart_AppFailsWithTheReason()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var bad = await client.LaunchAsync(engine);
        var good = await client.LaunchAsync(engine);
        engine.Compute.OnStart = start => start.AppId == bad.Id ? throw Refusal.Of(StatusCode.InvalidArgument, "MODULE_INVALID", "the module has changed") : Task.CompletedTask;

        await engine.ComputeLayer.ReplaceAsync();

        Assert.Equal("the module has changed", (await client.WaitForAppAsync(bad.Id, a => a.State == AppState.Failed)).Detail);
        await client.WaitForAppAsync(good.Id, a => a is { State: AppState.Running, Restarts: 1 });
    }

    [Fact]
    public async Task Compute_HasAnUnheardStart_IsStoppedAndStartedAnew()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var first = true;
        engine.Compute.OnStart = _ =>
        {
            if (!first) return Task.CompletedTask;
            first = false;
            throw Refusal.Of(StatusCode.AlreadyExists, "APP_RUNS", "it runs already");
        };
        engine.Compute.Calls.Clear();

        await engine.ComputeLayer.ReplaceAsync();

        await client.WaitForAppAsync(app.Id, a => a is { State: AppState.Running, Restarts: 1 });
        Assert.Equal(["start hello-1 g2", "stop hello-1", "start hello-1 g2"], engine.Compute.Calls.All);
    }

    [Fact]
    public async Task Compute_DiesWithOneApp_OnlyThatAppFails()
    {
        await using var engine = await TestEngine.StartAsync(("MAXSTARTATTEMPTS", "3"));
        var client = await engine.OpenSessionAsync();
        var innocent = await client.LaunchAsync(engine);
        var guilty = await client.LaunchAsync(engine);
        var late = await client.LaunchAsync(engine);
        var deaths = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        engine.Compute.OnStart = async start =>
        {
            if (start.AppId != guilty.Id) return;
            deaths.Writer.TryWrite(true);
            await Refusal.Never; // the call is never answered
        };

        await engine.ComputeLayer.ReplaceAsync();
        for (var i = 0; i < 3; i++)
        {
            await deaths.Reader.ReadAsync(TestContext.Current.CancellationToken);
            await engine.ComputeLayer.ReplaceAsync();
        }

        var failed = await client.WaitForAppAsync(guilty.Id, a => a.State == AppState.Failed);
        Assert.Contains("3 times", failed.Detail, StringComparison.Ordinal);
        await client.WaitForAppAsync(innocent.Id, a => a.State == AppState.Running && engine.Compute.IsRunning(a.Id));
        await client.WaitForAppAsync(late.Id, a => a.State == AppState.Running && engine.Compute.IsRunning(a.Id));
    }

    [Fact]
    public async Task Render_DiesAndComesBack_ScenesViewsAndVisibilityAreRestored()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var other = await client.LaunchAsync(engine);
        var watched = await client.OpenViewAsync(app.Id);
        var hidden = await client.OpenViewAsync(other.Id);
        using var attached = client.Views.AttachView(new AttachViewRequest { ViewId = watched.Id });
        Assert.True(await attached.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await engine.Render.Calls.WaitForAsync("visible");
        engine.Render.Calls.Clear();

        await engine.RenderLayer.ReplaceAsync();

        string[] expected =
        [
            "scene hello-1 app.hello-1.g1.journal", "scene hello-2 app.hello-2.g1.journal",
            "view v1 view.v1.f1 640x480 visible=True", "view v2 view.v2.f1 640x480 visible=False",
        ];
        while (!expected.All(engine.Render.Calls.All.Contains)) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal(expected, engine.Render.Calls.All.Order(StringComparer.Ordinal)); // each once
        Assert.Equal(hidden.Id, (await client.Views.ResizeViewAsync(new ResizeViewRequest { ViewId = hidden.Id, Width = 5, Height = 5 })).View.Id);
        Assert.DoesNotContain(engine.Compute.Calls.All, c => c.EndsWith("g2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_DiesWhileAViewIsOpened_CallerGetsTheViewFromItsSuccessor()
    {
        await using var engine = await TestEngine.StartAsync(("LAYERWAITMS", "60000"));
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
        await engine.RenderLayer.KillAsync();
        engine.Render.OnOpenView = static _ => Task.CompletedTask;

        await engine.RenderLayer.StartAsync();

        Assert.Equal("view.v1.f1", (await opening).FrameRegion);
        Assert.True(engine.Render.Views.ContainsKey("v1"));
    }

    [Fact]
    public async Task Render_StaysAway_OpenViewIsUndone()
    {
        await using var engine = await TestEngine.StartAsync(("LAYERWAITMS", "2000"));
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        await engine.RenderLayer.KillAsync();

        await Expect.FailureAsync(StatusCode.Unavailable, "LAYER_DOWN", () => client.Views.OpenViewAsync(new OpenViewRequest { AppId = app.Id, Width = 1, Height = 1 }));

        Assert.Empty((await client.Views.ListViewsAsync(new ListViewsRequest())).Views);
    }

    [Fact]
    public async Task BothLayers_DieTogether_EverythingComesBack()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        await client.OpenViewAsync(app.Id);
        await engine.ComputeLayer.KillAsync();
        await engine.RenderLayer.KillAsync();
        engine.Render.Calls.Clear();

        await engine.RenderLayer.StartAsync();
        await engine.ComputeLayer.StartAsync();

        await client.WaitForAppAsync(app.Id, a => a is { State: AppState.Running, Restarts: 1 });
        string[] expected = ["scene hello-1 app.hello-1.g2.journal", "view v1 view.v1.f1 640x480 visible=False"];
        while (!expected.All(engine.Render.Calls.All.Contains)) await Task.Delay(1, TestContext.Current.CancellationToken);
    }
}
