using WasmEngine.MemoryTesting;

namespace WasmEngine.Memory.Tests;

public sealed class WriterDeathTests(ITestOutputHelper output) : MemoryTest
{
    private ulong _newest;

    [Theory]
    [InlineData(48, 40, 16)]
    [InlineData(10, 640, 360)]
    public void Publish_WriterKilledAtRandomPoints_EveryFrameIsWhole(int rounds, int width, int height)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var name = Sandbox.Name("view");
        var spec = new ChainSpec(RegionKind.FrameChain, width, height, 2);
        var next = StartWriter(name, spec);
        ViewFrames? frames = null;
        var midWrite = 0;
        for (var round = 0; round < rounds; round++)
        {
            var writer = next;
            var opened = writer.Ask("open");
            frames ??= ViewFrames.Open(Regions, name);
            Assert.StartsWith("opened ", opened, StringComparison.Ordinal);
            Assert.True(ulong.Parse(opened[7..]) >= _newest, $"the successor went back to {opened}, {_newest} was seen");
            writer.Send(round % 2 == 0 ? "run" : "run-slowly"); // die anywhere, or most likely within the pixels
            next = StartWriter(name, spec); // starts up while frames are read
            TakeFrames(frames, count: random.Next(1, 60));
            PassRandomTime(random);
            writer.KillWithoutWaiting();
            TakeFrames(frames, count: 0); // while it dies
            writer.WaitForEnd();
            if (SlotsUnderWriting(name, spec) > 0) midWrite++;
            TakeFrames(frames, count: 0);
            writer.Dispose();
        }

        frames!.Dispose();
        output.WriteLine($"{midWrite} of {rounds} writers died while they wrote a slot; newest frame {_newest}");
        Assert.True(midWrite > 0, "no writer died in the middle of a frame: the test shows nothing");
    }

    // Takes at least so many frames, then whatever is there.
    private void TakeFrames(ViewFrames frames, int count)
    {
        while (true)
        {
            var published = frames.Published.Value;
            if (!frames.TryTakeLatest(_newest, out var frame))
            {
                if (count <= 0) return;
                frames.Published.Wait(published, 10_000_000);
                continue;
            }

            Assert.True(frame.Id > _newest);
            Assert.Equal((long)frame.Id, frame.Stamp.KernelStartNs);
            Assert.True(IsWhole(frame), $"frame {frame.Id} is torn");
            Assert.True(IsWhole(frame), $"frame {frame.Id} changed while it was held");
            _newest = frame.Id;
            frames.Release(frame);
            if (--count <= 0) return;
        }
    }

    private int SlotsUnderWriting(RegionName name, ChainSpec spec) => Enumerable.Range(0, spec.SlotCount).Count(slot =>
        PeekWord(name, SlotDescriptor.Offset + (slot * SlotDescriptor.Stride)) == 0
        && PeekWord(name, spec.PixelsOffset + (slot * spec.SlotBytes)) != 0);

    /// <summary>Each point at which publishing can be cut off, brought about word by word.</summary>
    [Theory]
    [InlineData("slot taken", 7)]
    [InlineData("pixels half written", 7)]
    [InlineData("descriptor stamped, not named yet", 7)]
    [InlineData("named, nobody woken", 8)]
    public void TakeOver_FormerWriterDiedAt_GoesOnFromTheNewestFrame(string step, int newest)
    {
        var name = Sandbox.Name("view");
        var spec = new ChainSpec(RegionKind.FrameChain, 64, 16, 1);
        int slot;
        using (var former = ChainWriter.Create(Regions, name, spec))
        {
            for (var i = 0; i < 7; i++) PublishOne(former);
            Assert.True(former.TryBegin(out slot));
            if (step != "slot taken") FramePattern.Fill(former.Pixels(slot), 8);
            if (step == "pixels half written") former.Pixels(slot)[2048..].Clear();
        }

        if (step is "descriptor stamped, not named yet" or "named, nobody woken") Stamp(name, slot);
        if (step == "named, nobody woken") Poke(name, ChainControl.Offset, (8UL << 8) | (uint)(slot + 1));
        using var reader = ViewFrames.Open(Regions, name);
        var word = reader.Published.Value;
        using var writer = ChainWriter.OpenOrCreate(Regions, name, spec);
        Assert.NotEqual(word, reader.Published.Value); // whoever slept through the former writer's last frame is woken
        Assert.Equal((ulong)newest, writer.LatestFrameId);
        Assert.True(reader.TryTakeLatest(0, out var frame));
        Assert.Equal((ulong)newest, frame.Id);
        Assert.True(IsWhole(frame));
        for (var i = 0; i < 50; i++) PublishOne(writer);
        Assert.True(IsWhole(frame)); // held all the while
        reader.Release(frame);
        Assert.True(reader.TryTakeLatest(frame.Id, out var later));
        Assert.Equal((ulong)newest + 50, later.Id);
        Assert.True(IsWhole(later));
    }

    private void Stamp(RegionName name, int slot)
    {
        var descriptor = SlotDescriptor.Offset + (slot * SlotDescriptor.Stride);
        Poke(name, descriptor + 8, 8UL); // KernelStartNs
        Poke(name, descriptor, 8UL); // FrameId
    }

    [Fact]
    public void TakeOver_WriterKilledWithASlotTaken_SlotIsUsedAgain()
    {
        var name = Sandbox.Name("view");
        var spec = new ChainSpec(RegionKind.FrameChain, 64, 16, 1);
        for (var round = 0; round < 6; round++) // more than there are slots
        {
            var peer = StartWriter(name, spec);
            Assert.Equal($"opened {round}", peer.Ask("open"));
            Assert.StartsWith("published", peer.Ask("publish 1"), StringComparison.Ordinal);
            Assert.StartsWith("begun", peer.Ask("begin"), StringComparison.Ordinal);
            peer.Kill();
        }

        using var reader = ViewFrames.Open(Regions, name);
        Assert.True(reader.TryTakeLatest(0, out var frame));
        Assert.Equal(6UL, frame.Id);
        Assert.True(IsWhole(frame));
    }

    [Fact]
    public void TakeOver_ClosedChain_OpensAgain()
    {
        var name = Sandbox.Name("view");
        var spec = new ChainSpec(RegionKind.FrameChain, 64, 16, 1);
        using (var former = ChainWriter.Create(Regions, name, spec)) former.Close();
        using var reader = ViewFrames.Open(Regions, name);
        Assert.True(reader.IsClosed);
        using var writer = ChainWriter.OpenOrCreate(Regions, name, spec);
        Assert.False(reader.IsClosed);
        Assert.Equal(1UL, PublishOne(writer));
    }
}
