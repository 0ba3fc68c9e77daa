using WasmEngine.MemoryTesting;

namespace WasmEngine.Memory.Tests;

/// <summary>Slots of a surface handed to clients as frames: surface writer, compositor and clients are three processes.</summary>
public sealed class ScanoutTests(ITestOutputHelper output) : MemoryTest
{
    private const int Width = 96, Height = 40;

    private readonly ChainSpec _surface = new(RegionKind.Surface, Width, Height, 3);
    private readonly ChainSpec _view = new(RegionKind.FrameChain, Width, Height, 3);

    [Fact]
    public void TryTakeLatest_SurfaceWriterReusesSlots_ClientsSeeOnlyWholeFrames()
    {
        var (surfaceName, viewName) = (Sandbox.Name("surface"), Sandbox.Name("view"));
        var app = StartWriter(surfaceName, _surface);
        Assert.Equal("opened 0", app.Ask("open"));
        using var compositor = new Compositor(Regions, surfaceName, viewName, _view);
        var clients = new[] { Sandbox.Start("read", viewName.Value), Sandbox.Start("read", viewName.Value) };
        foreach (var client in clients) Assert.Equal("opened", client.Ask("open"));
        Assert.Equal("running", clients[0].Ask("run"));
        Assert.Equal("running", clients[1].Ask("run-holding"));
        Assert.Equal("running", app.Ask("run")); // as fast as it can
        for (var i = 0; i < 20_000; i++) compositor.PresentNext();
        var appReport = app.Ask("stop").Split(' ');
        Assert.Equal("0", appReport[2]); // the app was never out of slots
        foreach (var client in clients)
        {
            var report = client.Ask("stop").Split(' ');
            output.WriteLine($"client: {report[1]} frames, {report[2]} torn, {report[3]} of them scanned out");
            Assert.Equal("0", report[2]);
            Assert.NotEqual("0", report[3]);
        }
    }

    [Fact]
    public void TryTakeLatest_HeldScanout_StaysWhileTheSurfaceGoesOn()
    {
        var (surfaceName, viewName) = (Sandbox.Name("surface"), Sandbox.Name("view"));
        using var app = ChainWriter.Create(Regions, surfaceName, _surface);
        using var compositor = new Compositor(Regions, surfaceName, viewName, _view);
        using var client = ViewFrames.Open(Regions, viewName);
        PublishOne(app);
        compositor.PresentNext();
        Assert.True(client.TryTakeLatest(0, out var held));
        Assert.True(held.IsScanout);
        for (var i = 0; i < 100; i++)
        {
            PublishOne(app);
            compositor.PresentNext();
            Assert.True(IsWhole(held));
        }

        Assert.True(client.TryTakeLatest(held.Id, out var next));
        Assert.Equal(101, next.Stamp.KernelStartNs);
        Assert.True(IsWhole(next));
        client.Release(held);
        client.Release(next);
        Assert.True(client.TryTakeLatest(0, out _));
    }

    [Fact]
    public void TryTakeLatest_SlotTakenBackMeanwhile_FalseThenTheNextFrame()
    {
        var (surfaceName, viewName) = (Sandbox.Name("surface"), Sandbox.Name("view"));
        using var app = ChainWriter.Create(Regions, surfaceName, _surface);
        using var view = ChainWriter.Create(Regions, viewName, _view);
        using var client = ViewFrames.Open(Regions, viewName);
        using var source = ChainReader.Open(Regions, surfaceName, RegionKind.Surface, setsPace: true);
        PublishOne(app);
        Assert.True(source.TryTakeLatest(0, out var lease));
        Assert.True(view.TryBegin(out var slot));
        view.PublishScanout(slot, new FrameStamp(1, 1), [], new ScanoutSource(surfaceName, app.Generation, lease.FrameId, lease.Slot));
        source.Release(lease); // against the rules: before the frame was superseded
        for (var i = 0; i < 20; i++) PublishOne(app);
        Assert.False(client.TryTakeLatest(0, out _));
        PublishOne(view);
        Assert.True(client.TryTakeLatest(0, out var frame));
        Assert.False(frame.IsScanout);
        Assert.True(IsWhole(frame));
    }

    [Fact]
    public void TryTakeLatest_NoPlaceAtTheSurface_AsksForComposedFrames()
    {
        var (surfaceName, viewName) = (Sandbox.Name("surface"), Sandbox.Name("view"));
        using var app = ChainWriter.Create(Regions, surfaceName, new ChainSpec(RegionKind.Surface, Width, Height, 2)); // the compositor and one client
        using var compositor = new Compositor(Regions, surfaceName, viewName, _view);
        using var first = ViewFrames.Open(Regions, viewName);
        using var second = ViewFrames.Open(Regions, viewName);
        PublishOne(app);
        compositor.PresentNext();
        Assert.True(first.TryTakeLatest(0, out var frame));
        Assert.True(frame.IsScanout);
        Assert.False(compositor.View.AnyReaderNeedsComposed);
        Assert.False(second.TryTakeLatest(0, out _));
        Assert.True(compositor.View.AnyReaderNeedsComposed);
        PublishOne(compositor.View);
        Assert.True(second.TryTakeLatest(0, out var composed));
        Assert.False(composed.IsScanout);
        Assert.True(IsWhole(composed));
        second.Dispose();
        Assert.False(compositor.View.AnyReaderNeedsComposed);
    }

    [Theory]
    [InlineData(Width + 1, Height, 0)]
    [InlineData(Width, Height - 1, 0)]
    [InlineData(Width, Height, 1)]
    public void TryTakeLatest_AnotherSurfaceOfThatName_AsksForComposedFrames(int width, int height, int generationOff)
    {
        var (surfaceName, viewName) = (Sandbox.Name("surface"), Sandbox.Name("view"));
        using var app = ChainWriter.Create(Regions, surfaceName, new ChainSpec(RegionKind.Surface, width, height, 3));
        using var view = ChainWriter.Create(Regions, viewName, _view);
        using var client = ViewFrames.Open(Regions, viewName);
        PublishOne(app);
        Assert.True(view.TryBegin(out var slot));
        view.PublishScanout(slot, default, [], new ScanoutSource(surfaceName, app.Generation + (ulong)generationOff, 1, 0));
        Assert.False(client.TryTakeLatest(0, out _));
        Assert.True(view.AnyReaderNeedsComposed);
        Assert.Equal(0, app.ReaderCount); // no place stays taken
    }

    [Fact]
    public void TryTakeLatest_ManySurfacesInTurn_FollowsThemAndGivesOldPlacesUp()
    {
        var viewName = Sandbox.Name("view");
        using var view = ChainWriter.Create(Regions, viewName, _view);
        using var client = ViewFrames.Open(Regions, viewName);
        for (var i = 1; i <= 40; i++)
        {
            var surfaceName = Sandbox.Name($"surface{i}");
            using var app = ChainWriter.Create(Regions, surfaceName, _surface);
            using var source = ChainReader.Open(Regions, surfaceName, RegionKind.Surface, setsPace: true);
            PublishOne(app);
            Assert.True(source.TryTakeLatest(0, out var lease));
            Assert.True(view.TryBegin(out var slot));
            view.PublishScanout(slot, new FrameStamp(1, 1), [], new ScanoutSource(surfaceName, app.Generation, 1, lease.Slot));
            Assert.True(client.TryTakeLatest(0, out var frame));
            Assert.True(IsWhole(frame));
            client.Release(frame);
        }

        var mapped = Platform.ProcessMemory.FileMappings(Environment.ProcessId, Sandbox.Path).Select(m => m.Inode).Distinct().Count();
        Assert.InRange(mapped, 2, 17);
    }

    /// <summary>What the render layer does with a surface that fills its view.</summary>
    private sealed class Compositor(RegionDirectory directory, RegionName surfaceName, RegionName viewName, ChainSpec viewSpec) : IDisposable
    {
        private readonly ChainReader _surface = ChainReader.Open(directory, surfaceName, RegionKind.Surface, setsPace: true);
        private SlotLease? _shown;

        public ChainWriter View { get; } = ChainWriter.Create(directory, viewName, viewSpec);

        public void PresentNext()
        {
            SlotLease lease;
            while (true)
            {
                var published = _surface.Published.Value;
                if (_surface.TryTakeLatest(_shown?.FrameId ?? 0, out lease)) break;
                _surface.Published.Wait(published, 10_000_000);
            }

            Assert.True(View.TryBegin(out var slot));
            var stamp = new FrameStamp((long)lease.FrameId, (long)lease.FrameId);
            View.PublishScanout(slot, stamp, [], new ScanoutSource(surfaceName, _surface.Generation, lease.FrameId, lease.Slot));
            if (_shown is { } former) _surface.Release(former); // superseded
            _shown = lease;
            _surface.MarkConsumed(lease.FrameId);
        }

        public void Dispose()
        {
            _surface.Dispose();
            View.Dispose();
        }
    }
}
