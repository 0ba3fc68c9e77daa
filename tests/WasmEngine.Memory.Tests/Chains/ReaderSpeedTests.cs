using WasmEngine.MemoryTesting;

namespace WasmEngine.Memory.Tests;

public sealed class ReaderSpeedTests(ITestOutputHelper output) : MemoryTest
{
    [Fact]
    public void TryBegin_ReadersOfDifferentSpeed_NeverStallsAndNoFrameIsTorn()
    {
        var name = Sandbox.Name("view");
        var spec = new ChainSpec(RegionKind.FrameChain, 160, 90, 4);
        using var writer = ChainWriter.Create(Regions, name, spec);
        PublishOne(writer);
        var (fast, holding, sleeping) = (Sandbox.Start("read", name.Value), Sandbox.Start("read", name.Value), Sandbox.Start("read", name.Value));
        foreach (var peer in new[] { fast, holding, sleeping }) Assert.Equal("opened", peer.Ask("open"));
        Assert.Equal("holding 1", sleeping.Ask("hold")); // and keeps it for seconds
        Assert.Equal("running", fast.Ask("run"));
        Assert.Equal("running", holding.Ask("run-holding"));
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(2.5)) PublishOne(writer); // asserts TryBegin
        Assert.Equal("whole 1", sleeping.Ask("check"));
        Report("fast", fast);
        Report("holding", holding);
        output.WriteLine($"{writer.LatestFrameId} frames published");
        Assert.Equal("released", sleeping.Ask("release"));
        Assert.Equal($"holding {writer.LatestFrameId}", sleeping.Ask("hold"));
    }

    private void Report(string who, PeerProcess peer)
    {
        var answer = peer.Ask("stop").Split(' ');
        output.WriteLine($"{who}: {answer[1]} frames, {answer[2]} torn");
        Assert.NotEqual("0", answer[1]);
        Assert.Equal("0", answer[2]);
    }

    [Fact]
    public void TryBegin_EveryPlaceHoldsBothLeases_StillSucceeds()
    {
        var name = Sandbox.Name("view");
        var spec = new ChainSpec(RegionKind.FrameChain, 16, 4, 62);
        using var writer = ChainWriter.Create(Regions, name, spec);
        var readers = Enumerable.Range(0, 62).Select(_ => ViewFrames.Open(Regions, name)).ToList();
        var frames = new List<Frame>();
        foreach (var reader in readers.Concat(readers)) // each takes two frames, all of them different
        {
            var id = PublishOne(writer);
            Assert.True(reader.TryTakeLatest(id - 1, out var frame));
            frames.Add(frame);
        }

        Assert.Equal(124, frames.Select(f => f.Id).Distinct().Count());
        for (var i = 0; i < 100; i++) PublishOne(writer);
        Assert.All(frames, f => Assert.True(IsWhole(f)));
        Assert.Throws<InvalidOperationException>(() => readers[0].TryTakeLatest(0, out _));
        readers.ForEach(r => r.Dispose());
    }
}
