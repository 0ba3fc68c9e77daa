using System.Diagnostics;
using WasmEngine.Bench.Engine;
using WasmEngine.Bench.Measuring;
using WasmEngine.Bench.Reporting;
using WasmEngine.Client;

namespace WasmEngine.Bench.Frames;

/// <summary>
/// What the engine adds to the guest's own time, from its present to the client holding the frame: a full-HD opaque surface
/// that fills the view, pacing off. Once as the engine does it by itself (the guest's slot is handed over), once with
/// raster forced.
/// </summary>
internal sealed class FramesBench : IBench
{
    private const int DefaultRounds = 5, Width = 1920, Height = 1080;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(2), WarmUp = TimeSpan.FromMilliseconds(700);

    /// <inheritdoc/>
    public string Name => "frames";

    /// <inheritdoc/>
    public string Summary => "From the end of a guest's kernel to the client holding the full-HD frame, pacing off";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        context.Progress.Report("starting a daemon");
        await using var engine = await EngineUnderTest.StartAsync("bench-frames", context.Cancellation);
        var app = await engine.Client.LaunchAsync(EngineUnderTest.Guest("tests/Bench/guests/fill"), (Width, Height), context.Cancellation);
        var handedOver = new Way("handed over", new ViewOptions(Width, Height) { Unpaced = true });
        var composed = new Way("composed", new ViewOptions(Width, Height) { Unpaced = true, ForbidScanout = true });
        await Interleaved.RunAsync(0, context.Rounds ?? DefaultRounds,
            [_ => MeasureAsync(engine, app.Id, handedOver, context), _ => MeasureAsync(engine, app.Id, composed, context)], context.Cancellation);
        if (handedOver.Stages.Scanouts == 0) throw new BenchException("no frame was handed over: the view was composed each time");
        if (composed.Stages.Scanouts > 0) throw new BenchException("a frame was handed over although that was forbidden");
        return Report(handedOver, composed);
    }

    private static async Task MeasureAsync(EngineUnderTest engine, string appId, Way way, BenchContext context)
    {
        context.Progress.Report($"watching frames, {way.Name}");
        await using var view = await engine.Client.OpenViewAsync(appId, way.Options, context.Cancellation);
        await FrameWatcher.WatchAsync(view, WarmUp, _ => { }, context.Cancellation);
        way.Stages.BeginRound();
        way.BeginRound();
        var framesBefore = way.Stages.Frames;
        using var self = Process.GetCurrentProcess();
        var cpu = await engine.CpuTimeAsync() + self.TotalProcessorTime;
        var seconds = await FrameWatcher.WatchAsync(view, RoundTime, frame => way.Stages.Add(frame), context.Cancellation);
        self.Refresh();
        cpu = await engine.CpuTimeAsync() + self.TotalProcessorTime - cpu;
        var frames = way.Stages.Frames - framesBefore;
        way.Fps.Add((frames - 1) / seconds);
        way.CpuMs.Add(cpu.TotalMilliseconds / frames);
        await engine.Client.CloseViewAsync(view.Id, context.Cancellation);
    }

    private BenchReport Report(Way handedOver, Way composed)
    {
        var figures = new Figures();
        foreach (var (way, prefix) in ((Way, string)[])[(handedOver, ""), (composed, "composed.")])
        {
            figures.AddMedian(prefix + "addedP50Ms", way.Stages.Added);
            figures.AddPercentile(prefix + "addedP99Ms", way.Stages.Added, 0.99);
            figures.AddMedian(prefix + "fps", way.Fps);
            figures.AddMedian(prefix + "cpuMsPerFrame", way.CpuMs);
            figures.AddMedian(prefix + "kernelP50Ms", way.Stages.Kernel);
        }

        figures.AddMedian("composed.rasterP50Ms", composed.Stages.Raster);
        figures.Add("scanoutShare", (double)handedOver.Stages.Scanouts / handedOver.Stages.Frames);
        return figures.ToReport(Name, handedOver.Stages.Frames + composed.Stages.Frames);
    }

    private sealed record Way(string Name, ViewOptions Options)
    {
        internal StageSamples Stages { get; } = new();

        internal Samples Fps { get; } = new();

        internal Samples CpuMs { get; } = new();

        internal void BeginRound()
        {
            Fps.BeginRound();
            CpuMs.BeginRound();
        }
    }
}
