using Grpc.Core;
using WasmEngine.Testing;
using Xunit;

namespace WasmEngine.Client.Tests;

public sealed class EngineClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_NoDaemon_IsToldAtOnce()
    {
        await using var daemon = FakeDaemon.Stopped();
        var failure = await Assert.ThrowsAsync<EngineException>(() => EngineClient.ConnectAsync(daemon.Options, Cancellation));
        Assert.Equal(EngineFault.NotRunning, failure.Fault);
        Assert.Equal(EngineReasons.DaemonNotRunning, failure.Reason);
        Assert.Contains(daemon.Instance, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"wasmengine up --instance {daemon.Instance}", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_OptionsInvalid_NamesEveryFault()
    {
        var options = new EngineClientOptions { Instance = "Not Good", ClientName = "", CallTimeout = TimeSpan.Zero, LaunchTimeout = TimeSpan.Zero, ReconnectFor = TimeSpan.FromSeconds(-1) };
        var failure = await Assert.ThrowsAsync<EngineException>(() => EngineClient.ConnectAsync(options, Cancellation));
        Assert.Equal(EngineReasons.OptionsInvalid, failure.Reason);
        Assert.All(["Not Good", "ClientName", "CallTimeout", "LaunchTimeout", "ReconnectFor"], word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_BrokerStillStarting_WaitsForIt()
    {
        await using var daemon = FakeDaemon.Stopped();
        await daemon.Launcher.StartAsync();
        var connecting = EngineClient.ConnectAsync(daemon.Options, Cancellation);
        await daemon.Broker.StartAsync();
        await using var engine = await connecting;
        Assert.Equal(daemon.Instance, engine.Instance);
    }

    [Fact]
    public async Task Connect_BrokerStaysAway_NamesTheLayer()
    {
        await using var daemon = FakeDaemon.Stopped();
        await daemon.Launcher.StartAsync();
        var options = daemon.Options with { ReconnectFor = TimeSpan.FromMilliseconds(50) };
        var failure = await Assert.ThrowsAsync<EngineException>(() => EngineClient.ConnectAsync(options, Cancellation));
        Assert.Equal(EngineReasons.LayerDown, failure.Reason);
        Assert.Equal(EngineFault.Failed, failure.Fault);
    }

    [Fact]
    public async Task ListApps_BrokerRestarts_OutlastsIt()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.State.AddApp("hello-1");
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        await daemon.Broker.DieAsync();
        var listing = engine.ListAppsAsync(Cancellation);
        Assert.False(listing.IsCompleted);
        await daemon.Broker.StartAsync();
        Assert.Equal("hello-1", Assert.Single(await listing).Id);
        Assert.Equal(1, daemon.State.SessionsOpened); // the token stays good
    }

    [Fact]
    public async Task ListApps_ConnectionLostInMidCall_IsRepeated()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        daemon.State.OnNext("ListApps", Abort);
        Assert.Empty(await engine.ListAppsAsync(Cancellation));
        Assert.Equal(2, daemon.State.Calls.Count(c => c == "ListApps"));
    }

    [Fact]
    public async Task Launch_ConnectionLostInMidCall_IsNotRepeated()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        daemon.State.OnNext("LaunchApp", Abort);
        var failure = await Assert.ThrowsAsync<EngineException>(() => engine.LaunchAsync("/apps/hello", cancellation: Cancellation));
        Assert.Equal(EngineReasons.LayerDown, failure.Reason);
        Assert.Single(daemon.State.Calls, c => c == "LaunchApp");
    }

    [Fact]
    public async Task Launch_BrokerDownBefore_IsSentOnceItIsBack()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        var arrived = new TaskCompletionSource();
        daemon.State.OnNext("LaunchApp", async call =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        });
        var caught = engine.LaunchAsync("/apps/first", cancellation: Cancellation);
        await arrived.Task;
        await daemon.Broker.DieAsync();
        await Assert.ThrowsAsync<EngineException>(() => caught); // from here on the client knows that the connection is gone

        var launching = engine.LaunchAsync("/apps/hello", cancellation: Cancellation);
        await daemon.Broker.StartAsync();
        Assert.Equal("hello-1", (await launching).Id);
        Assert.Equal(2, daemon.State.Calls.Count(c => c == "LaunchApp"));
    }

    [Fact]
    public async Task Launch_LayerBehindTheBrokerDown_IsRepeated()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        daemon.State.FailNext("LaunchApp", Faults.Refusal(StatusCode.Unavailable, "LAYER_DOWN", "compute is restarting"));
        var app = await engine.LaunchAsync("/apps/hello", (640, 480), Cancellation);
        Assert.Equal("/apps/hello", app.Directory);
        Assert.Equal(2, daemon.State.Calls.Count(c => c == "LaunchApp"));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, "MODULE_INVALID", EngineFault.Refused)]
    [InlineData(StatusCode.ResourceExhausted, "TOO_MANY_APPS", EngineFault.Refused)]
    [InlineData(StatusCode.FailedPrecondition, "GUEST_FAILED", EngineFault.Failed)]
    [InlineData(StatusCode.Internal, "BROKEN", EngineFault.Failed)]
    public async Task Launch_Refused_SaysReasonMessageAndRemedy(StatusCode code, string reason, EngineFault fault)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        daemon.State.FailNext("LaunchApp", Faults.Refusal(code, reason, "what is wrong"));
        var failure = await Assert.ThrowsAsync<EngineException>(() => engine.LaunchAsync("/apps/hello", cancellation: Cancellation));
        Assert.Equal((reason, "what is wrong", fault), (failure.Reason, failure.Message, failure.Fault));
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public async Task Call_NoAnswerInTime_SaysSo()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options with { CallTimeout = TimeSpan.FromMilliseconds(200) }, Cancellation);
        daemon.State.OnNext("ListApps", call => Task.Delay(Timeout.Infinite, call.CancellationToken));
        var failure = await Assert.ThrowsAsync<EngineException>(() => engine.ListAppsAsync(Cancellation));
        Assert.Equal(EngineReasons.TimedOut, failure.Reason);
    }

    [Fact]
    public async Task Call_Cancelled_ThrowsThat()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        using var cancel = new CancellationTokenSource();
        daemon.State.OnNext("ListApps", async call =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.ListAppsAsync(cancel.Token));
    }

    [Fact]
    public async Task Call_TokenLost_OpensOneNewSessionForAll()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        daemon.State.ForgetSessions();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => engine.ListAppsAsync(Cancellation)));
        Assert.Equal(2, daemon.State.SessionsOpened);
        Assert.Equal("s2", engine.SessionId);
    }

    [Fact]
    public async Task Launch_TokenLost_LaunchesOnce()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        daemon.State.ForgetSessions();
        await engine.LaunchAsync("/apps/hello", cancellation: Cancellation);
        Assert.Single(daemon.State.Apps);
    }

    [Fact]
    public async Task Dispose_ClosesTheSession()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using (await EngineClient.ConnectAsync(daemon.Options, Cancellation)) Assert.Equal(1, daemon.State.SessionsAlive);
        Assert.Equal(0, daemon.State.SessionsAlive);
    }

    [Fact]
    public async Task WatchApps_BrokerRestarts_TellsWhatWentMeanwhile()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.State.AddApp("hello-1");
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        await using var watch = engine.WatchAppsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(("hello-1", AppState.Running), (watch.Current.Id, watch.Current.State));

        await daemon.Broker.DieAsync();
        daemon.State.RemoveApp("hello-1");
        daemon.State.AddApp("other-2");
        await daemon.Broker.StartAsync();

        var seen = new List<(string, AppState)>();
        while (seen.Count < 2 && await watch.MoveNextAsync()) seen.Add((watch.Current.Id, watch.Current.State));
        Assert.Equal([("hello-1", AppState.Stopped), ("other-2", AppState.Running)], seen.Order());
    }

    [Fact]
    public async Task Inspect_Module_IsReportedWhole()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await using var engine = await EngineClient.ConnectAsync(daemon.Options, Cancellation);
        var report = await engine.InspectModuleAsync("some.wasm", Cancellation);
        Assert.Equal("it exports no wasmengine_init", Assert.Single(report.Problems));
        Assert.Equal(8, report.SizeBytes);
    }

    private static Task Abort(ServerCallContext call)
    {
        call.GetHttpContext().Abort();
        return Task.CompletedTask;
    }
}
