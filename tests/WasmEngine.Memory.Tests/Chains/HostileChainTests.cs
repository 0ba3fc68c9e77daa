using CsCheck;

namespace WasmEngine.Memory.Tests;

/// <summary>Words of a live chain set to anything at all by somebody who does not keep the rules.</summary>
public sealed class HostileChainTests : MemoryTest
{
    private readonly ChainSpec _spec = new(RegionKind.FrameChain, 64, 16, 2);

    public static TheoryData<ulong> HostileLatest => [1UL << 8, (1UL << 8) | 7, (1UL << 8) | 127, (1UL << 8) | 128, (1UL << 8) | 255, ulong.MaxValue, ulong.MaxValue << 8];

    [Theory]
    [MemberData(nameof(HostileLatest))]
    public void TryTakeLatest_SlotThatDoesNotExist_Corrupt(ulong latest)
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        using var reader = ViewFrames.Open(Regions, name);
        Poke(name, ChainControl.Offset, latest);
        Assert.Equal(RegionFault.Corrupt, FaultOf(() => reader.TryTakeLatest(0, out _)));
        Assert.Equal(0UL, PeekWord(name, _spec.ReadersOffset + 64)); // no lease stays behind
    }

    [Theory]
    [InlineData((9UL << 8) | 1)] // a slot with another frame
    [InlineData((9UL << 8) | 4)] // a slot without one
    [InlineData(5UL)] // frame 0
    public void TryTakeLatest_SlotWithoutThatFrame_FalseAndEnds(ulong latest)
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        using var reader = ViewFrames.Open(Regions, name);
        PublishOne(writer);
        Poke(name, ChainControl.Offset, latest);
        Assert.False(reader.TryTakeLatest(0, out _));
        Assert.Equal(2UL, PublishOne(writer));
        Assert.True(reader.TryTakeLatest(0, out var frame));
        Assert.True(IsWhole(frame));
    }

    [Theory]
    [MemberData(nameof(HostileLatest))]
    public void TakeOver_HostileLatest_CorruptOrWorks(ulong latest)
    {
        var name = Sandbox.Name("view");
        ChainWriter.Create(Regions, name, _spec).Dispose();
        Poke(name, ChainControl.Offset, latest);
        try
        {
            using var writer = ChainWriter.OpenOrCreate(Regions, name, _spec);
            for (var i = 0; i < 10; i++) Assert.True(writer.TryBegin(out var slot) && writer.Publish(slot, default, []) > 0);
        }
        catch (RegionException exception)
        {
            Assert.Equal(RegionFault.Corrupt, exception.Fault);
        }
    }

    [Fact]
    public void TryBegin_HostileLeaseWords_NeverOutOfRange() => Gen.UInt.Array[4].Sample(leases =>
    {
        var name = Sandbox.Name("view");
        Regions.Delete(name);
        using var writer = ChainWriter.Create(Regions, name, _spec);
        WriteLeases(name, leases);
        var held = leases.Select(l => (long)l - 1).Where(l => l >= 0 && l < _spec.SlotCount).ToHashSet();
        for (var i = 0; i < 10; i++)
        {
            if (!writer.TryBegin(out var slot)) throw new InvalidOperationException("4 leases can't hold all of 6 slots");
            if (held.Contains(slot)) throw new InvalidOperationException($"slot {slot} is held");
            writer.Publish(slot, default, []);
        }
    }, iter: 200, threads: 1);

    [Theory]
    [InlineData(0U)]
    [InlineData(7U)]
    [InlineData(128U)]
    [InlineData(129U)]
    [InlineData(0x80000000U)]
    [InlineData(uint.MaxValue)]
    public void TryBegin_LeaseOnNoSlot_Ignored(uint lease)
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        WriteLeases(name, [lease, lease, lease, lease]);
        for (var i = 0; i < 20; i++) PublishOne(writer);
    }

    [Fact]
    public void TryBegin_ForgedLeasesOnEverySlot_SkipsTheFrameAndRecovers()
    {
        var spec = new ChainSpec(RegionKind.FrameChain, 64, 16, 3); // 8 slots, 6 leases: forge them in the pages of nobody
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, spec);
        PublishOne(writer);
        var former = Enumerable.Range(0, spec.SlotCount).Select(s => PeekWord(name, SlotDescriptor.Offset + (s * SlotDescriptor.Stride))).ToArray();
        for (var place = 0; place < 3; place++)
        {
            for (var lease = 0; lease < 2; lease++) Poke(name, spec.ReadersOffset + (place * 4096) + 64 + (lease * 4), (uint)((place * 2) + lease + 1));
        }

        Assert.True(writer.TryBegin(out var slot)); // slots 0 to 5 are held: 6 and 7 are left
        Assert.InRange(slot, 6, 7);
        Assert.Equal(former, Enumerable.Range(0, spec.SlotCount).Select(s => PeekWord(name, SlotDescriptor.Offset + (s * SlotDescriptor.Stride))));
    }

    private void WriteLeases(RegionName name, uint[] leases)
    {
        using var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (var i = 0; i < leases.Length; i++) RandomAccess.Write(handle, BitConverter.GetBytes(leases[i]), _spec.ReadersOffset + (i / 2 * 4096) + 64 + (i % 2 * 4));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(0xFFFFFFFF_FFFFFFFFUL)]
    [InlineData(0x80000000_00000000UL)]
    [InlineData(0x00000001_00000000UL)]
    public void Open_HostileOwners_TakesAPlaceOrSaysThatThereIsNone(ulong owner)
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        PublishOne(writer);
        for (var place = 0; place < 2; place++) Poke(name, _spec.ReadersOffset + (place * 4096), owner);
        using var reader = ViewFrames.Open(Regions, name); // none of these is a live process
        Assert.True(reader.TryTakeLatest(0, out var frame));
        Assert.True(IsWhole(frame));
    }

    [Fact]
    public void TryTakeLatest_HostileDescriptor_FrameStaysInRange() => Gen.Byte.Array[SlotDescriptor.Stride - 8].Sample(bytes =>
    {
        var name = Sandbox.Name("view");
        Regions.Delete(name);
        using var writer = ChainWriter.Create(Regions, name, _spec);
        using var reader = ViewFrames.Open(Regions, name);
        if (!writer.TryBegin(out var slot)) throw new InvalidOperationException("no slot");
        writer.Publish(slot, default, []);
        using (var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            if (bytes[0] % 2 == 0) bytes.AsSpan(40, 8).Clear(); // half of them with pixels of their own
            RandomAccess.Write(handle, bytes, SlotDescriptor.Offset + (slot * SlotDescriptor.Stride) + 8);
        }

        if (!reader.TryTakeLatest(0, out var frame)) return;
        var whole = new PixelRect(0, 0, frame.Width, frame.Height);
        foreach (var rect in frame.Damage)
        {
            if (rect.IsEmpty || rect.Intersect(whole) != rect) throw new InvalidOperationException($"damage {rect} leaves the frame");
        }

        if (frame.Pixels.Length != _spec.Stride * _spec.Height || frame.Pixels[^1] != 0) throw new InvalidOperationException("wrong pixels");
        reader.Release(frame);
    }, iter: 300, threads: 1);

    [Fact]
    public void TryTakeLatest_ManyScanoutsOfNothing_LeakNoLease()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        using var reader = ViewFrames.Open(Regions, name);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(writer.TryBegin(out var slot));
            writer.PublishScanout(slot, default, [], new ScanoutSource(RegionName.Parse("missing"), 5, 1, 0));
            Assert.False(reader.TryTakeLatest(0, out _));
            Assert.True(writer.AnyReaderNeedsComposed);
        }

        PublishOne(writer);
        Assert.True(reader.TryTakeLatest(0, out var frame));
        Assert.True(IsWhole(frame));
    }
}
