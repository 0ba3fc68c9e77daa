using System.Runtime.InteropServices;
using Grpc.Core;
using WasmEngine.Testing;
using Xunit;

namespace WasmEngine.Client.Tests;

public sealed class ViewClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;
    private FakeDaemon _daemon = null!;
    private EngineClient _engine = null!;
    private FakeView _source = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _daemon = await FakeDaemon.StartAsync();
        _daemon.State.AddApp("hello-1");
        _source = _daemon.State.AddView("v1", 70, 40);
        _engine = await EngineClient.ConnectAsync(_daemon.Options, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Open_View_IsAttachedWithItsSize()
    {
        await using var view = await _engine.OpenViewAsync("hello-1", new ViewOptions(320, 200), Cancellation);
        Assert.Equal(("v2", 320, 200), (view.Id, view.View.Width, view.View.Height));
        Assert.False(view.TryTakeLatest(0, out _));
    }

    [Fact]
    public async Task Attach_UnknownView_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<EngineException>(() => _engine.AttachViewAsync("v9", Cancellation));
        Assert.Equal(("UNKNOWN_VIEW", EngineFault.Refused), (failure.Reason, failure.Fault));
    }

    [Fact]
    public async Task Attach_RegionIsNoFrameChain_SaysSo()
    {
        await File.WriteAllBytesAsync(_daemon.State.Regions.PathOf(_source.Writer.Name), new byte[8192], Cancellation);
        var failure = await Assert.ThrowsAsync<EngineException>(() => _engine.AttachViewAsync("v1", Cancellation));
        Assert.Equal(EngineReasons.FramesUnreadable, failure.Reason);
    }

    [Fact]
    public async Task WaitForFrame_Published_ShowsItsPixels()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        _source.Publish(0xFF102030);
        Assert.True(view.WaitForFrame(0, Forever, out var frame, Cancellation));
        using (frame)
        {
            Assert.Equal((70, 40, 320), (frame.Width, frame.Height, frame.Stride));
            Assert.All(MemoryMarshal.Cast<byte, uint>(frame.Pixels).ToArray(), pixel => Assert.Equal(0xFF102030, pixel));
            Assert.True(frame.TakenNs >= frame.PublishNs);
            Assert.False(frame.IsScanout);
        }
    }

    [Fact]
    public async Task WaitForFrame_NothingNewer_TimesOut()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        _source.Publish(1);
        Assert.True(view.WaitForFrame(0, Forever, out var frame, Cancellation));
        frame.Dispose();
        Assert.False(view.WaitForFrame(frame.Id, TimeSpan.FromMilliseconds(20), out _, Cancellation));
    }

    [Fact]
    public async Task WaitForFrame_WhileFramesCome_NeverGoesBackAndSeesTheLast()
    {
        const int count = 2000;
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        var reader = Task.Factory.StartNew(
            () =>
            {
                ulong last = 0;
                while (last < count)
                {
                    view.WaitForFrame(last, Forever, out var frame, Cancellation);
                    Assert.True(frame.Id > last);
                    // Every pixel is of the same frame: none is torn.
                    Assert.Equal((uint)frame.Id, Assert.Single(MemoryMarshal.Cast<byte, uint>(frame.Pixels).ToArray().Distinct()));
                    last = frame.Id;
                    view.Release(frame);
                }
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (uint i = 1; i <= count; i++) _source.Publish(i);
        await reader;
    }

    [Fact]
    public async Task WaitTakeRelease_Steady_AllocatesNothing()
    {
        const int rounds = 8, frames = 100;
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        using var taken = new SemaphoreSlim(0);
        using var cancel = new CancellationTokenSource();
        var allocated = Task.Factory.StartNew(
            () =>
            {
                ulong last = 0;
                var measured = new Allocations(rounds, frames);
                while (!measured.IsDone)
                {
                    view.WaitForFrame(last, Forever, out var frame, cancel.Token);
                    last = frame.Id;
                    view.Release(frame);
                    taken.Release();
                    measured.Step();
                }

                return measured.Least;
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await OnThread(() =>
        {
            for (uint i = 0; i < (1 + rounds) * frames; i++)
            {
                _source.Publish(i);
                taken.Wait(Cancellation); // blocking: an awaiting one would cost the reader's Release an allocation
            }
        });
        Assert.Equal(0, await allocated);
    }

    [Fact]
    public async Task WaitForFrame_Cancelled_Ends()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        using var cancel = new CancellationTokenSource();
        var wait = OnThread(() => view.WaitForFrame(0, Forever, out _, cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task WaitForFrame_ClientDisposed_Ends()
    {
        var view = await _engine.AttachViewAsync("v1", Cancellation);
        var wait = OnThread(() => view.WaitForFrame(0, Forever, out _));
        await view.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait);
        await view.DisposeAsync(); // twice is harmless
    }

    [Fact]
    public async Task WaitForFrame_ViewClosed_EndsAndSaysSo()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        var wait = OnThread(() => view.WaitForFrame(0, Forever, out _));
        await _engine.CloseViewAsync("v1", Cancellation);
        _daemon.State.ViewChanges.Send(_source.Description);
        var failure = await Assert.ThrowsAsync<EngineException>(() => wait);
        Assert.Equal(EngineReasons.ViewClosed, failure.Reason);
        Assert.Throws<EngineException>(() => view.TryTakeLatest(0, out _));
        _source.Dispose();
    }

    [Fact]
    public async Task WaitForFrame_BrokerDown_FramesGoOn()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        await _daemon.Broker.DieAsync();
        for (uint i = 1; i <= 10; i++)
        {
            _source.Publish(i);
            Assert.True(view.WaitForFrame(i - 1, Forever, out var frame, Cancellation));
            Assert.Equal(i, frame.Id);
            frame.Dispose();
        }
    }

    [Fact]
    public async Task Resize_AfterBrokerRestart_IsFollowed()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        await _daemon.Broker.DieAsync();
        _source.Resize(90, 50); // told to nobody
        await _daemon.Broker.StartAsync();
        _source.Publish(7);
        Assert.True(view.WaitForFrame(0, Forever, out var frame, Cancellation));
        using (frame) Assert.Equal((90, 50), (frame.Width, frame.Height));
        Assert.Equal(1, _daemon.State.SessionsOpened);
    }

    [Fact]
    public async Task Attach_TokenLostMeanwhile_IsRenewed()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        await _daemon.Broker.DieAsync();
        _daemon.State.ForgetSessions();
        _source.Resize(90, 50);
        await _daemon.Broker.StartAsync();
        _source.Publish(7);
        Assert.True(view.WaitForFrame(0, Forever, out var frame, Cancellation));
        using (frame) Assert.Equal(90, frame.Width);
        Assert.Equal(2, _daemon.State.SessionsOpened);
    }

    [Fact]
    public async Task Resize_WhileAFrameIsHeld_KeepsItAndRaisesIds()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        for (uint i = 1; i <= 5; i++) _source.Publish(0xA0 + i);
        Assert.True(view.WaitForFrame(0, Forever, out var before, Cancellation));
        var info = await view.ResizeAsync(128, 64, Cancellation);
        Assert.Equal((128, 64), (info.Width, info.Height));
        _source.Publish(0xB1);
        Assert.True(view.WaitForFrame(before.Id, Forever, out var after, Cancellation));
        Assert.True(after.Id > before.Id);
        Assert.Equal(128, after.Width);
        Assert.Equal(0xA5u, MemoryMarshal.Read<uint>(before.Pixels)); // its chain is gone, its pixels are not
        view.Release(before);
        view.Release(after);
        view.Release(after); // twice is harmless
        _source.Publish(0xB2);
        Assert.True(view.WaitForFrame(after.Id, Forever, out var last, Cancellation));
        last.Dispose();
    }

    [Fact]
    public async Task Resize_OutOfRange_IsRefusedAndChangesNothing()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        foreach (var (width, height) in new[] { (0, 0), (-1, 5), (100_000, 100_000) })
        {
            var failure = await Assert.ThrowsAsync<EngineException>(() => view.ResizeAsync(width, height, Cancellation));
            Assert.Equal("SIZE_OUT_OF_RANGE", failure.Reason);
        }

        Assert.Equal((70, 40), (view.View.Width, view.View.Height));
    }

    [Fact]
    public async Task Chain_ReplacedUnderTheSameName_IsNoticed()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        _source.Publish(1);
        Assert.True(view.WaitForFrame(0, Forever, out var before, Cancellation));
        before.Dispose();
        _source.Replace();
        _source.Publish(2);
        Assert.True(view.WaitForFrame(before.Id, Forever, out var after, Cancellation));
        Assert.Equal(2u, MemoryMarshal.Read<uint>(after.Pixels));
        after.Dispose();
    }

    [Fact]
    public async Task ThirdFrame_WhileTwoAreHeld_IsRefused()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        _source.Publish(1);
        Assert.True(view.TryTakeLatest(0, out var first));
        _source.Publish(2);
        Assert.True(view.TryTakeLatest(first.Id, out var second));
        _source.Publish(3);
        Assert.Throws<InvalidOperationException>(() => view.TryTakeLatest(second.Id, out _));
        first.Dispose();
        Assert.True(view.TryTakeLatest(second.Id, out var third));
        second.Dispose();
        third.Dispose();
    }

    [Fact]
    public async Task HeldFrame_ClientDisposed_StaysReadable()
    {
        var view = await _engine.AttachViewAsync("v1", Cancellation);
        _source.Publish(0xC0FFEE);
        Assert.True(view.TryTakeLatest(0, out var frame));
        await view.DisposeAsync();
        Assert.Equal(0xC0FFEEu, MemoryMarshal.Read<uint>(frame.Pixels));
        frame.Dispose();
        Assert.Equal(0, _source.Writer.ReaderCount);
    }

    [Fact]
    public async Task WaitForFrameAsync_Published_Completes()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        ulong last = 0;
        for (uint i = 1; i <= 100; i++)
        {
            var wait = view.WaitForFrameAsync(last, Cancellation);
            _source.Publish(i);
            using var frame = await wait;
            Assert.Equal(i, MemoryMarshal.Read<uint>(frame.Pixels));
            last = frame.Id;
        }
    }

    [Fact]
    public async Task WaitForFrameAsync_SecondWhilePending_IsRefused()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        var first = view.WaitForFrameAsync(0, Cancellation).AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(() => view.WaitForFrameAsync(0, Cancellation).AsTask());
        _source.Publish(1);
        (await first).Dispose();
    }

    [Fact]
    public async Task WaitForFrameAsync_CancelledOrDisposed_Ends()
    {
        var view = await _engine.AttachViewAsync("v1", Cancellation);
        using var cancel = new CancellationTokenSource();
        var cancelled = view.WaitForFrameAsync(0, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        var disposed = view.WaitForFrameAsync(0, Cancellation).AsTask();
        await view.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => disposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => view.WaitForFrameAsync(0, Cancellation).AsTask());
    }

    [Fact]
    public async Task Capture_Frame_IsCopiedWithoutGaps()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        var capturing = view.CaptureAsync(Forever, Cancellation);
        _source.Publish(0xFF112233);
        var captured = await capturing;
        Assert.Equal((70, 40, 70 * 40 * 4), (captured.Width, captured.Height, captured.Bgra.Length));
        Assert.Equal(0xFF112233, Assert.Single(MemoryMarshal.Cast<byte, uint>(captured.Bgra).ToArray().Distinct()));
    }

    [Fact]
    public async Task Capture_NoFrame_SaysSo()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        var failure = await Assert.ThrowsAsync<EngineException>(() => view.CaptureAsync(TimeSpan.FromMilliseconds(20), Cancellation));
        Assert.Equal(EngineReasons.NoFrame, failure.Reason);
    }

    [Fact]
    public async Task SendInput_ManyEvents_GoInOrderInCallsOfAllowedSize()
    {
        await using var view = await _engine.AttachViewAsync("v1", Cancellation);
        var events = Enumerable.Range(0, 600).Select(i => new InputEvent(InputKind.PointerMove, i, -i, Modifiers: InputModifiers.Shift)).ToArray();
        await view.SendInputAsync(events, Cancellation);
        Assert.Equal([256, 256, 88], _daemon.State.Inputs.Select(r => r.Events.Count));
        Assert.Equal(Enumerable.Range(0, 600).Select(i => (float)i), _daemon.State.Inputs.SelectMany(r => r.Events).Select(e => e.X));
    }

    [Fact]
    public async Task Click_IsDownThenUp()
    {
        await _engine.ClickAsync("v1", 12, 34, Cancellation);
        var events = Assert.Single(_daemon.State.Inputs).Events;
        Assert.Equal([V1.InputKind.PointerDown, V1.InputKind.PointerUp], events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Equal((12f, 34f), (e.X, e.Y)));
    }

    [Fact]
    public async Task Click_Backlog_IsRefusedAndNotRepeated()
    {
        _daemon.State.FailNext("SendInput", Faults.Refusal(StatusCode.ResourceExhausted, "INPUT_BACKLOG", "the app does not take its input"));
        var failure = await Assert.ThrowsAsync<EngineException>(() => _engine.ClickAsync("v1", 1, 1, Cancellation));
        Assert.Equal("INPUT_BACKLOG", failure.Reason);
        Assert.Single(_daemon.State.Calls, c => c == "SendInput");
    }

    private static Task OnThread(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
