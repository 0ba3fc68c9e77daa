using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests;

public sealed class RecoveryTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("launcher")]
    [InlineData("broker")]
    [InlineData("render")]
    [InlineData("compute")]
    public async Task Kill_AnyLayer_TheLastPictureStaysAndFramesGoOn(string layer)
    {
        await daemon.WaitUntilReadyAsync();
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(TestApp.Hello, (320, 200), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        Assert.True(view.WaitForFrame(0, Patience, out var held, TestContext.Current.CancellationToken));
        var picture = held.Pixels.ToArray();
        var before = await daemon.PidsAsync();

        Assert.True(ProcessIdentity.TryFind(before[layer])!.Value.Signal(ProcessSignal.Kill));
        var killedNs = MonotonicClock.NowNs;

        var last = held.Id;
        ViewFrame frame;
        do
        {
            Assert.True(view.WaitForFrame(last, Patience, out frame, TestContext.Current.CancellationToken), "no fresh frame came");
            Assert.True(frame.Id > last);
            last = frame.Id;
            view.Release(frame);
        }
        while (frame.Stamp.KernelStartNs < killedNs);
        Assert.True(picture.AsSpan().SequenceEqual(held.Pixels), "the frame that was held changed");
        view.Release(held);

        await daemon.WaitUntilReplacedAsync(layer, before[layer]);
        var after = await daemon.PidsAsync();
        Assert.Equal(before.Where(p => p.Key != layer), after.Where(p => p.Key != layer));
        Assert.Equal(app.Id, Assert.Single(await client.ListAppsAsync(TestContext.Current.CancellationToken)).Id);
        Assert.Equal(view.Id, Assert.Single(await client.ListViewsAsync(TestContext.Current.CancellationToken)).Id);
        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Guest_TrapsInItsFrame_ItsAppFailsAndTheOthersGoOn()
    {
        var traps = TestApp.Create("traps", TestApp.Frame, TestApp.InitSurface, """(func $crash (export "wasmengine_frame") (param i64) unreachable)""");
        await using var client = await daemon.ConnectAsync();
        var good = await client.LaunchAsync(TestApp.Hello, (320, 200), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(good.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        var bad = await client.LaunchAsync(traps, (320, 200), TestContext.Current.CancellationToken);
        var failed = await UntilAsync(client, bad.Id, app => app.State == AppState.Failed);
        Assert.Contains("wasmengine_frame", failed.Detail, StringComparison.Ordinal);
        Assert.Contains("Unreachable", failed.Detail, StringComparison.OrdinalIgnoreCase);
        await ExpectFramesAsync(view);
        await client.StopAsync(bad.Id, TestContext.Current.CancellationToken);
        await client.StopAsync(good.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Guest_NeverComesBack_IsStoppedAndTheOthersGoOn()
    {
        var loops = TestApp.Create("loops", TestApp.Frame, TestApp.InitSurface, """(func (export "wasmengine_frame") (param i64) (loop $again (br $again)))""");
        await using var client = await daemon.ConnectAsync();
        var good = await client.LaunchAsync(TestApp.Hello, (320, 200), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(good.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        var bad = await client.LaunchAsync(loops, (320, 200), TestContext.Current.CancellationToken);
        await client.StopAsync(bad.Id, TestContext.Current.CancellationToken);
        await UntilAsync(client, good.Id, app => app.Restarts == 0 && app.State == AppState.Running);
        await ExpectFramesAsync(view);
        await client.StopAsync(good.Id, TestContext.Current.CancellationToken);
        await daemon.WaitUntilReadyAsync();
    }

    [Fact]
    public async Task App_LaunchedDetached_OutlivesItsClientAndShowsToTheNext()
    {
        await using var client = await daemon.ConnectAsync();
        var launched = await Cli.RunAsync(daemon.Instance, "run", TestApp.Hello, "--size", "320x200", "--detach", "--json");
        Assert.True(launched.ExitCode == 0, launched.All);
        var viewId = launched.Json.GetProperty("view").GetString()!;
        await using (var view = await client.AttachViewAsync(viewId, TestContext.Current.CancellationToken)) await ExpectFramesAsync(view);
        await client.StopAsync(launched.Json.GetProperty("app").GetString()!, TestContext.Current.CancellationToken);
    }

    private static async Task<AppInfo> UntilAsync(EngineClient client, string appId, Func<AppInfo, bool> condition)
    {
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var app = (await client.ListAppsAsync(TestContext.Current.CancellationToken)).Single(a => a.Id == appId);
            if (condition(app)) return app;
            await glance.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Task ExpectFramesAsync(ViewClient view) => Task.Run(() =>
    {
        ulong last = 0;
        for (var i = 0; i < 10; i++)
        {
            Assert.True(view.WaitForFrame(last, Patience, out var frame, TestContext.Current.CancellationToken), "frames ceased");
            last = frame.Id;
            view.Release(frame);
        }
    });
}
