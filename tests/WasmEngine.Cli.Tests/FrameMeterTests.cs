using WasmEngine.Memory;
using Xunit;

namespace WasmEngine.Cli.Tests;

public sealed class FrameMeterTests
{
    [Fact]
    public void Summarize_NoFrames_IsEmpty()
    {
        var summary = new FrameMeter().Summarize();
        Assert.Equal((0, 0.0), (summary.Frames, summary.Fps));
        Assert.Empty(summary.Stages);
    }

    [Fact]
    public void Summarize_SteadyFrames_HasTheirRateAndTimes()
    {
        var meter = new FrameMeter();
        for (long i = 0; i <= 100; i++)
        {
            var start = 1_000_000_000 + (i * 10_000_000);
            meter.Record(new FrameStamp(start, start + 2_000_000, start + 2_000_000, start + 3_000_000), start + 3_100_000, start + 3_100_000 + (i * 1000));
        }

        var summary = meter.Summarize();
        Assert.Equal(101, summary.Frames);
        Assert.Equal(100, summary.Fps, 0.1);
        Assert.Equal(100, summary.RecentFps, 0.1);
        Assert.Equal((2.0, 2.0), (summary.Stages["kernel"].P50Ms, summary.Stages["kernel"].P99Ms));
        Assert.Equal(1.0, summary.Stages["raster"].P50Ms);
        Assert.Equal(0.1, summary.Stages["publish"].P50Ms, 1e-9);
        Assert.Equal((0.050, 0.099), (summary.Stages["wakeUp"].P50Ms, summary.Stages["wakeUp"].P99Ms));
    }

    [Fact]
    public void Summarize_ScanoutFrames_HaveNoRaster()
    {
        var meter = new FrameMeter();
        meter.Record(new FrameStamp(1_000_000, 3_000_000), 3_200_000, 3_300_000);
        var summary = meter.Summarize();
        Assert.DoesNotContain("raster", summary.Stages.Keys);
        Assert.Equal(0.2, summary.Stages["publish"].P50Ms, 1e-9);
    }

    [Fact]
    public void Record_ManyFrames_KeepsTheNewestSamples()
    {
        var meter = new FrameMeter();
        for (long i = 1; i <= 10_000; i++) meter.Record(new FrameStamp(i, i + (i <= 5_000 ? 1_000_000 : 5_000_000)), i + 6_000_000, i + 6_000_000);
        Assert.Equal((10_000, 5.0), (meter.Summarize().Frames, meter.Summarize().Stages["kernel"].P50Ms));
    }
}
