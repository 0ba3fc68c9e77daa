namespace WasmEngine.Memory.Tests;

public sealed class RoleTests : MemoryTest
{
    private readonly ChainSpec _spec = new(RegionKind.FrameChain, 64, 16, 2);

    [Fact]
    public void OpenOrCreate_WriterInThisProcess_RoleTakenAndNothingChanges()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.OpenOrCreate(Regions, name, _spec);
        PublishOne(writer);
        Assert.Equal(RegionFault.RoleTaken, FaultOf(() => ChainWriter.OpenOrCreate(Regions, name, _spec)));
        Assert.Equal(2UL, PublishOne(writer));
    }

    [Fact]
    public void OpenOrCreate_WriterInAnotherProcess_RoleTakenUntilItDies()
    {
        var name = Sandbox.Name("view");
        var peer = StartWriter(name, _spec);
        Assert.Equal("opened 0", peer.Ask("open"));
        Assert.Equal("published 3 0", peer.Ask("publish 3"));
        Assert.Equal(RegionFault.RoleTaken, FaultOf(() => ChainWriter.OpenOrCreate(Regions, name, _spec)));
        var second = StartWriter(name, _spec);
        Assert.Equal("fault RoleTaken", second.Ask("open"));
        peer.Kill();
        Assert.Equal("opened 3", second.Ask("open"));
        Assert.Equal("published 4 0", second.Ask("publish 1"));
    }

    [Fact]
    public void Create_NameTaken_FaultAndTheOldOneStays()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        PublishOne(writer);
        Assert.Equal(RegionFault.NameTaken, FaultOf(() => ChainWriter.Create(Regions, name, _spec)));
        using var reader = ViewFrames.Open(Regions, name);
        Assert.True(reader.TryTakeLatest(0, out var frame));
        Assert.True(IsWhole(frame));
    }

    [Fact]
    public void OpenOrCreate_OtherGeometry_Corrupt()
    {
        var name = Sandbox.Name("view");
        ChainWriter.Create(Regions, name, _spec).Dispose();
        Assert.Equal(RegionFault.Corrupt, FaultOf(() => ChainWriter.OpenOrCreate(Regions, name, new ChainSpec(RegionKind.FrameChain, 65, 16, 2))));
        Assert.Equal(RegionFault.Corrupt, FaultOf(() => ChainWriter.OpenOrCreate(Regions, name, new ChainSpec(RegionKind.Surface, 64, 16, 2))));
    }

    [Fact]
    public void Open_SecondCompositor_RoleTaken()
    {
        var name = Sandbox.Name("surface");
        using var writer = ChainWriter.Create(Regions, name, new ChainSpec(RegionKind.Surface, 64, 16, 2));
        using (ChainReader.Open(Regions, name, RegionKind.Surface, setsPace: true))
            Assert.Equal(RegionFault.RoleTaken, FaultOf(() => ChainReader.Open(Regions, name, RegionKind.Surface, setsPace: true)));
        using var next = ChainReader.Open(Regions, name, RegionKind.Surface, setsPace: true);
        next.MarkConsumed(41);
        Assert.Equal(41U, writer.Consumed.Value);
    }

    [Fact]
    public void Open_SurfaceReaders_NeverTakeTheCompositorsPlace()
    {
        var name = Sandbox.Name("surface");
        using var writer = ChainWriter.Create(Regions, name, new ChainSpec(RegionKind.Surface, 64, 16, 2));
        using var client = ChainReader.Open(Regions, name, RegionKind.Surface);
        Assert.Equal(RegionFault.TooManyReaders, FaultOf(() => ChainReader.Open(Regions, name, RegionKind.Surface)));
        using var compositor = ChainReader.Open(Regions, name, RegionKind.Surface, setsPace: true);
    }

    [Fact]
    public void Open_Reader_MapsNothingWritableButItsOwnPage()
    {
        var name = Sandbox.Name("view");
        ChainWriter.Create(Regions, name, _spec).Dispose();
        using var first = ViewFrames.Open(Regions, name);
        Assert.Equal(["0 r--s", $"{_spec.ReadersOffset} rw-s", $"{_spec.ReadersOffset + 4096} r--s"], Permissions(name));
        using var second = ChainReader.Open(Regions, name, RegionKind.FrameChain);
        Assert.Contains($"{_spec.ReadersOffset + 4096} rw-s", Permissions(name));
    }

    [Fact]
    public void Dispose_ThenUse_ThrowsInsteadOfTouchingUnmappedMemory()
    {
        var name = Sandbox.Name("view");
        var writer = ChainWriter.Create(Regions, name, _spec);
        PublishOne(writer);
        var frames = ViewFrames.Open(Regions, name);
        var reader = ChainReader.Open(Regions, name, RegionKind.FrameChain);
        Assert.True(frames.TryTakeLatest(0, out var frame));
        Assert.True(reader.TryTakeLatest(0, out var lease));
        frames.Dispose();
        reader.Dispose();
        writer.Dispose();
        frames.Dispose();
        reader.Dispose();
        writer.Dispose();
        frames.Release(frame); // given back by Dispose already
        reader.Release(lease);
        Assert.Throws<ObjectDisposedException>(() => frames.TryTakeLatest(0, out _));
        Assert.Throws<ObjectDisposedException>(() => frames.Published.Value);
        Assert.Throws<ObjectDisposedException>(() => reader.MarkConsumed(1));
        Assert.Throws<ObjectDisposedException>(() => reader.RequireComposed(true));
        Assert.Throws<ObjectDisposedException>(() => writer.TryBegin(out _));
        Assert.Throws<ObjectDisposedException>(() => writer.Pixels(0).Length);
    }

    [Fact]
    public void TryTakeLatest_BothLeasesHeld_ThrowsAndNeitherIsLost()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        using var reader = ViewFrames.Open(Regions, name);
        Assert.False(reader.TryTakeLatest(0, out _));
        PublishOne(writer);
        Assert.True(reader.TryTakeLatest(0, out var first));
        Assert.False(reader.TryTakeLatest(first.Id, out _));
        PublishOne(writer);
        Assert.True(reader.TryTakeLatest(first.Id, out var second));
        PublishOne(writer);
        Assert.Throws<InvalidOperationException>(() => reader.TryTakeLatest(second.Id, out _));
        reader.Release(first);
        Assert.True(reader.TryTakeLatest(second.Id, out var third));
        Assert.Equal(3UL, third.Id);
        Assert.True(IsWhole(second));
    }
}
