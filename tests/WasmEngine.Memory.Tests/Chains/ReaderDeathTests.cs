namespace WasmEngine.Memory.Tests;

public sealed class ReaderDeathTests : MemoryTest
{
    private readonly ChainSpec _spec = new(RegionKind.FrameChain, 64, 16, 2);

    [Fact]
    public void TryBegin_ReadersKilledWithLeases_NeverOutOfSlots()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        for (var round = 0; round < 6; round++) // each pins a slot and leaves its place to the next
        {
            PublishOne(writer);
            var reader = Sandbox.Start("read", name.Value);
            Assert.Equal("opened", reader.Ask("open"));
            Assert.Equal($"holding {writer.LatestFrameId}", reader.Ask("hold"));
            for (var i = 0; i < 20; i++) PublishOne(writer);
            Assert.Equal($"whole {writer.LatestFrameId - 20}", reader.Ask("check"));
            reader.Kill();
            for (var i = 0; i < 20; i++) PublishOne(writer);
        }
    }

    [Fact]
    public void ReclaimDeadReaders_ReaderKilledWithLease_FreesExactlyItsPlace()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        PublishOne(writer);
        using var alive = ViewFrames.Open(Regions, name);
        Assert.True(alive.TryTakeLatest(0, out var held));
        var peer = Sandbox.Start("read", name.Value);
        Assert.Equal("opened", peer.Ask("open"));
        Assert.Equal("holding 1", peer.Ask("hold"));
        Assert.Equal(2, writer.ReaderCount);
        Assert.Equal(0, writer.ReclaimDeadReaders());
        peer.Kill();
        Assert.Equal(2, writer.ReaderCount);
        Assert.Equal(1, writer.ReclaimDeadReaders());
        Assert.Equal(1, writer.ReaderCount);
        for (var i = 0; i < 50; i++) PublishOne(writer);
        Assert.True(IsWhole(held));
        var leases = Peek(name, _spec.ReadersOffset + 4096 + 64, 8);
        Assert.Equal(new byte[8], leases);
    }

    [Fact]
    public void Open_AllPlacesHeldByTheDead_TakesOneOver()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        PublishOne(writer);
        var peers = new[] { Sandbox.Start("read", name.Value), Sandbox.Start("read", name.Value) };
        foreach (var peer in peers) Assert.Equal("opened", peer.Ask("open"));
        foreach (var peer in peers) Assert.Equal("holding 1", peer.Ask("hold"));
        Assert.Equal(RegionFault.TooManyReaders, FaultOf(() => ViewFrames.Open(Regions, name)));
        peers[1].Kill();
        using var reader = ViewFrames.Open(Regions, name);
        Assert.Equal(RegionFault.TooManyReaders, FaultOf(() => ViewFrames.Open(Regions, name)));
        Assert.Equal("whole 1", peers[0].Ask("check"));
    }

    [Fact]
    public void ReclaimDeadReaders_DeadReaderNeededComposed_FlagIsCleared()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        using (ChainReader.Open(Regions, name, RegionKind.FrameChain))
        {
            // Its owner becomes a process that has ended: pid 2^31-1 with any start.
            Poke(name, _spec.ReadersOffset, 0x7FFFFFFF_00000001UL);
            Poke(name, _spec.ReadersOffset + 8, 1U);
            Assert.True(writer.AnyReaderNeedsComposed);
            Assert.Equal(1, writer.ReclaimDeadReaders());
            Assert.False(writer.AnyReaderNeedsComposed);
        }
    }

    [Fact]
    public void ReclaimDeadReaders_ReaderDiedWhileReclaiming_PlaceIsReclaimedAgain()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        // A reclaimer takes the place in its own name first; here it died before it let go.
        Poke(name, _spec.ReadersOffset + 4096, 0x7FFFFFFE_00000009UL);
        Poke(name, _spec.ReadersOffset + 4096 + 64, 3U);
        Assert.Equal(1, writer.ReclaimDeadReaders());
        Assert.Equal(0, writer.ReaderCount);
        Assert.Equal(0UL, PeekWord(name, _spec.ReadersOffset + 4096 + 64));
    }
}
