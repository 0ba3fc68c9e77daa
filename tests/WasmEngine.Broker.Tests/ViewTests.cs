using Grpc.Core;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class ViewTests
{
    [Fact]
    public async Task OpenView_GoodSize_IsOpenedOnRender()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);

        var view = (await client.Views.OpenViewAsync(new OpenViewRequest { AppId = app.Id, Width = 8192, Height = 8192, Unpaced = true, ForbidScanout = true })).View;
        var second = (await client.Views.OpenViewAsync(new OpenViewRequest { AppId = app.Id, Width = 1, Height = 16384, FrameRateHz = 1000 })).View;

        Assert.Equal(("v1", app.Id, 8192u, 8192u, 60u, "view.v1.f1", true, true, 0u), (view.Id, view.AppId, view.Width, view.Height, view.FrameRateHz, view.FrameRegion, view.Unpaced, view.ForbidScanout, view.AttachedClients));
        Assert.Equal(("v2", 1000u, false), (second.Id, second.FrameRateHz, second.Unpaced));
        var told = engine.Render.Views["v1"];
        Assert.Equal((app.Id, "view.v1.f1", 8192u, 8192u, 60u, true, true, false), (told.AppId, told.FrameRegion, told.Width, told.Height, told.FrameRateHz, told.Unpaced, told.ForbidScanout, told.Visible));
        Assert.Equal(["v1", "v2"], (await client.Views.ListViewsAsync(new ListViewsRequest())).Views.Select(v => v.Id));
        Assert.Equal(["v1", "v2"], Assert.Single((await client.Apps.ListAppsAsync(new ListAppsRequest())).Apps).ViewIds);
    }

    [Fact]
    public async Task OpenView_Rubbish_IsRefusedAndChangesNothing()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);

        foreach (var (width, height) in new[] { (0u, 0u), (1u, 0u), (0u, 1u), (16385u, 1u), (1u, 16385u), (100000u, 100000u), (uint.MaxValue, uint.MaxValue), (16384u, 4097u) })
        {
            var message = await Expect.FailureAsync(StatusCode.InvalidArgument, "SIZE_OUT_OF_RANGE", () => client.Views.OpenViewAsync(new OpenViewRequest { AppId = app.Id, Width = width, Height = height }));
            Assert.Contains($"{width}x{height}", message, StringComparison.Ordinal);
            Assert.Contains("16384", message, StringComparison.Ordinal);
            Assert.Contains("64 Mpixel", message, StringComparison.Ordinal);
        }

        await Expect.FailureAsync(StatusCode.InvalidArgument, "RATE_OUT_OF_RANGE", () => client.Views.OpenViewAsync(new OpenViewRequest { AppId = app.Id, Width = 1, Height = 1, FrameRateHz = 1001 }));
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_APP", () => client.Views.OpenViewAsync(new OpenViewRequest { AppId = "../hello", Width = 1, Height = 1 }));
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_VIEW", () => client.Views.CloseViewAsync(new CloseViewRequest { ViewId = "v1" }));
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_VIEW", () => client.Views.ResizeViewAsync(new ResizeViewRequest { ViewId = "v1", Width = 1, Height = 1 }));
        await Expect.StreamFailureAsync(StatusCode.NotFound, "UNKNOWN_VIEW", client.Views.AttachView(new AttachViewRequest { ViewId = "v1" }));
        Assert.Empty((await client.Views.ListViewsAsync(new ListViewsRequest())).Views);
    }

    [Fact]
    public async Task OpenView_RenderRefuses_IsUndone()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        engine.Render.OnOpenView = static _ => throw Refusal.Of(StatusCode.ResourceExhausted, "NO_MEMORY", "there is no memory for it");

        await Expect.FailureAsync(StatusCode.ResourceExhausted, "NO_MEMORY", () => client.Views.OpenViewAsync(new OpenViewRequest { AppId = app.Id, Width = 1, Height = 1 }));

        Assert.Empty((await client.Views.ListViewsAsync(new ListViewsRequest())).Views);
        await engine.Render.Calls.WaitForAsync("close-view v1");
    }

    [Fact]
    public async Task OpenView_OverTheLimit_IsRefused()
    {
        await using var engine = await TestEngine.StartAsync(("MAXVIEWS", "1"));
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        await client.OpenViewAsync(app.Id);

        await Expect.FailureAsync(StatusCode.ResourceExhausted, "TOO_MANY_VIEWS", () => client.Views.OpenViewAsync(new OpenViewRequest { AppId = app.Id, Width = 1, Height = 1 }));
    }

    [Fact]
    public async Task AttachView_FirstAndLastClient_DecideVisibility()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);

        var first = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await first.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal((view.FrameRegion, view.FrameRegion), (first.ResponseStream.Current.FrameRegion, first.ResponseStream.Current.View.FrameRegion));
        await engine.Render.Calls.WaitForAsync("visible v1 True");
        using var second = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await second.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(2u, second.ResponseStream.Current.View.AttachedClients);

        first.Dispose(); // it vanishes in mid-stream
        while (Assert.Single((await client.Views.ListViewsAsync(new ListViewsRequest())).Views).AttachedClients != 1) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal(1, engine.Render.Calls.All.Count(c => c.StartsWith("visible", StringComparison.Ordinal)));
        second.Dispose();
        await engine.Render.Calls.WaitForAsync("visible v1 False");
    }

    [Fact]
    public async Task ResizeView_NewSize_NewChainForAllWhoWatch()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);
        var second = await client.OpenViewAsync(app.Id);
        using var one = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        using var two = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await one.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.True(await two.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var resized = (await client.Views.ResizeViewAsync(new ResizeViewRequest { ViewId = view.Id, Width = 800, Height = 600 })).View;
        await client.Views.ResizeViewAsync(new ResizeViewRequest { ViewId = second.Id, Width = 11, Height = 12 });
        await client.Views.ResizeViewAsync(new ResizeViewRequest { ViewId = view.Id, Width = 800, Height = 600 }); // no change

        Assert.Equal(("view.v1.f2", 800u, 600u), (resized.FrameRegion, resized.Width, resized.Height));
        foreach (var stream in new[] { one, two })
        {
            Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal("view.v1.f2", stream.ResponseStream.Current.FrameRegion);
        }

        Assert.Equal(["app.hello-1.input", "view.v1.f2", "view.v2.f2"], engine.Regions());
        using var input = RingConsumer.Open(engine.Directory, RegionName.Parse("app.hello-1.input"), out _);
        Assert.True(InputReader.TryRead(input, out var told));
        Assert.Equal((InputEventKind.Resize, 800f, 600f), (told.Kind, told.X, told.Y));
        Assert.False(InputReader.TryRead(input, out _)); // the second view is not the app's first, and the same size is no change
    }

    [Fact]
    public async Task ResizeView_RenderRefuses_FormerSizeIsBack()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);
        using var attached = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await attached.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        engine.Render.OnOpenView = static request => request.Width == 9000 ? throw Refusal.Of(StatusCode.ResourceExhausted, "NO_MEMORY", "no") : Task.CompletedTask;

        await Expect.FailureAsync(StatusCode.ResourceExhausted, "NO_MEMORY", () => client.Views.ResizeViewAsync(new ResizeViewRequest { ViewId = view.Id, Width = 9000, Height = 10 }));

        Assert.True(await attached.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var now = attached.ResponseStream.Current.View;
        Assert.Equal((640u, 480u, "view.v1.f3"), (now.Width, now.Height, now.FrameRegion));
    }

    [Fact]
    public async Task CloseView_Attached_StreamEndsAndRegionGoes()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);
        using var attached = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await attached.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        await client.Views.CloseViewAsync(new CloseViewRequest { ViewId = view.Id });

        Assert.False(await attached.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(["app.hello-1.input"], engine.Regions());
        Assert.Equal("v2", (await client.OpenViewAsync(app.Id)).Id);
    }

    [Fact]
    public async Task SendInput_Events_ArriveInOrder()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var view = await client.OpenViewAsync((await client.LaunchAsync(engine)).Id);
        using var input = RingConsumer.Open(engine.Directory, RegionName.Parse("app.hello-1.input"), out _);
        var request = new SendInputRequest { ViewId = view.Id };
        for (var i = 1; i <= 256; i++) request.Events.Add(new InputEvent { Kind = (InputKind)(1 + (i % 7)), X = i, Y = -i, Code = (uint)i, Modifiers = 5, TimeNs = (ulong)i });

        await client.Views.SendInputAsync(request);
        await client.Views.SendInputAsync(new SendInputRequest { ViewId = view.Id, Events = { new InputEvent { Kind = InputKind.Wheel } } });

        for (var i = 1; i <= 256; i++)
        {
            Assert.True(InputReader.TryRead(input, out var got));
            Assert.Equal(new InputEventRecord((InputEventKind)(1 + (i % 7)), i, -i, (uint)i, 5, (ulong)i), got);
        }

        Assert.True(InputReader.TryRead(input, out var stamped));
        Assert.NotEqual(0UL, stamped.TimeNs); // on arrival
    }

    [Fact]
    public async Task SendInput_NoRoom_AllOrNothing()
    {
        await using var engine = await TestEngine.StartAsync(("INPUTRINGBYTES", "16384"));
        var client = await engine.OpenSessionAsync();
        var view = await client.OpenViewAsync((await client.LaunchAsync(engine)).Id);
        using var input = RingConsumer.Open(engine.Directory, RegionName.Parse("app.hello-1.input"), out _);
        var request = new SendInputRequest { ViewId = view.Id };
        for (var i = 0; i < 256; i++) request.Events.Add(new InputEvent { Kind = InputKind.PointerMove, TimeNs = 1 });

        for (var round = 0; round < 5; round++)
        {
            await client.Views.SendInputAsync(request);
            var message = await Expect.FailureAsync(StatusCode.ResourceExhausted, "INPUT_BACKLOG", () => client.Views.SendInputAsync(request));
            Assert.Contains("hello-1", message, StringComparison.Ordinal);
            for (var i = 0; i < 256; i++) Assert.True(InputReader.TryRead(input, out _));
            Assert.False(InputReader.TryRead(input, out _));
            input.Release();
        }
    }

    [Fact]
    public async Task SendInput_Rubbish_IsRefusedAndQueuesNothing()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var view = await client.OpenViewAsync((await client.LaunchAsync(engine)).Id);
        using var input = RingConsumer.Open(engine.Directory, RegionName.Parse("app.hello-1.input"), out _);
        var good = new InputEvent { Kind = InputKind.Text, Code = 65 };

        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_VIEW", () => Send("v7", [good]));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "INPUT_INVALID", () => Send(view.Id, []));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "INPUT_INVALID", () => Send(view.Id, Enumerable.Repeat(good, 257)));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "INPUT_INVALID", () => Send(view.Id, [good, new InputEvent()]));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "INPUT_INVALID", () => Send(view.Id, [good, new InputEvent { Kind = (InputKind)8 }]));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "INPUT_INVALID", () => Send(view.Id, [good, new InputEvent { Kind = (InputKind)(-1) }]));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "INPUT_INVALID", () => Send(view.Id, [good, new InputEvent { Kind = InputKind.Wheel, X = float.NaN }]));
        Assert.False(InputReader.TryRead(input, out _));

        AsyncUnaryCall<SendInputResponse> Send(string viewId, IEnumerable<InputEvent> events) => client.Views.SendInputAsync(new SendInputRequest { ViewId = viewId, Events = { events } });
    }

    [Fact]
    public async Task AnyCall_MessageOverTheLimit_IsRefusedAndOthersGoOn()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var view = await client.OpenViewAsync((await client.LaunchAsync(engine)).Id);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.Apps.StopAppAsync(new StopAppRequest { AppId = new string('x', 2 << 20) }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        await client.Views.SendInputAsync(new SendInputRequest { ViewId = view.Id, Events = { new InputEvent { Kind = InputKind.Wheel } } });
    }
}

internal static class InputReader
{
    public static bool TryRead(RingConsumer ring, out InputEventRecord input)
    {
        input = default;
        if (!ring.TryRead(out var record)) return false;
        Assert.Equal(InputRecord.RecordType, record.Type);
        Assert.True(InputRecord.TryDecode(record.Payload, out input));
        return true;
    }
}
