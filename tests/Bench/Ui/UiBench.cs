using System.Diagnostics;
using WasmEngine.Bench.Measuring;
using WasmEngine.Memory;

namespace WasmEngine.Bench.Ui;

/// <summary>
/// A dashboard of 2,046 elements at 1920x1080, our engine and Chromium in turns: the first frame, relayout, 100 cards moved, 100 texts changed, scrolling. Frames per second
/// without pacing, CPU per frame at 60 Hz.
/// </summary>
internal sealed class UiBench : IBench
{
    private const int DefaultRounds = 5;
    private const double Seconds = 2;
    internal static readonly string[] Cases = ["cards", "texts", "scroll"];

    /// <inheritdoc/>
    public string Name => "ui";

    /// <inheritdoc/>
    public string Summary => "A dashboard of 2,046 elements beside Chromium: first frame, relayout, moved cards, changed texts, scrolling";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        var home = UiFiles.Find();
        var directory = Directory.CreateTempSubdirectory("wasmengine-bench-ui-");
        try
        {
            var regions = new RegionDirectory(directory.FullName);
            regions.Ensure();
            using var chromium = Environment.GetEnvironmentVariable("WASMENGINE_BENCH_ALONE") == "1" ? null : ChromiumSide.Start(home.Script, home.Modules, home.Dashboard);
            var engine = new EngineThread(() => new EngineSide(regions, File.ReadAllText(home.Dashboard)));
            try
            {
                return await MeasureAsync(engine, chromium, context);
            }
            finally
            {
                engine.Dispose();
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<BenchReport> MeasureAsync(EngineThread engine, ChromiumSide? chromium, BenchContext context)
    {
        var figures = new Figures();
        var rounds = context.Rounds ?? DefaultRounds;
        await LatencyAsync("firstFrame", engine, chromium, figures, rounds, context);
        await LatencyAsync("relayout", engine, chromium, figures, rounds, context);
        foreach (var name in Cases) await StagesAsync(name, engine, figures, context);
        context.Progress.Report("starting a daemon");
        await using var daemon = await DaemonSide.StartAsync(await engine.RunAsync(e => e.FarthestScroll), context.Cancellation);
        foreach (var name in Cases) await AnimateAsync(name, daemon, chromium, figures, rounds, context);
        return figures.ToReport(Name, rounds);
    }

    private static async Task LatencyAsync(string name, EngineThread engine, ChromiumSide? chromium, Figures figures, int rounds, BenchContext context)
    {
        context.Progress.Report(name == "firstFrame" ? "from the source to the first frame" : "relayout after a change of the root's font size");
        var (ours, theirs) = (new Samples(), new Samples());
        for (var round = -2; round < rounds; round++)
        {
            var n = round;
            var ms = await engine.RunAsync(e => name == "firstFrame" ? e.FirstFrameMs() : e.RelayoutMs(n));
            var other = chromium is null ? default : await chromium.AskAsync($$"""{"case":"{{(name == "firstFrame" ? "first" : "relayout")}}"}""", context.Cancellation);
            if (round < 0) continue;
            ours.BeginRound();
            ours.Add(ms);
            if (chromium is null) continue;
            theirs.BeginRound();
            theirs.Add(other.GetProperty("ms").GetDouble());
        }

        figures.AddMedian($"{name}Ms", ours);
        if (chromium is null) return;
        figures.AddMedian($"{name}ChromiumMs", theirs);
        figures.AddRatio($"{name}OverChromium", ours.Over(theirs));
    }

    // Where a frame's time goes: the render layer's code alone, in this process.
    private static async Task StagesAsync(string name, EngineThread engine, Figures figures, BenchContext context)
    {
        context.Progress.Report($"{name}, stages");
        var profile = new StageProfile();
        var run = await engine.RunAsync(e => e.Animate(name, Seconds, profile));
        profile.AddTo(figures, name);
        figures.Add($"{name}.bytesPerFrame", run.AllocatedBytes / (double)run.Frames);
    }

    private static async Task AnimateAsync(string name, DaemonSide daemon, ChromiumSide? chromium, Figures figures, int rounds, BenchContext context)
    {
        foreach (var paced in (bool[])[false, true])
        {
            context.Progress.Report($"{name}, {(paced ? "60 frames a second" : "as fast as possible")}");
            var (ours, theirs) = (new Samples(), new Samples());
            for (var round = -1; round < rounds; round++)
            {
                var run = await daemon.AnimateAsync(name, TimeSpan.FromSeconds(Seconds), paced, context.Cancellation);
                var other = chromium is null ? default
                    : await chromium.AskAsync(FormattableString.Invariant($$"""{"case":"{{name}}","seconds":{{Seconds}},"paced":{{(paced ? "true" : "false")}}}"""), context.Cancellation);
                if (round < 0) continue;
                ours.BeginRound();
                ours.Add(paced ? run.CpuMs / run.Frames : run.Frames / run.Seconds);
                if (chromium is null) continue;
                theirs.BeginRound();
                var frames = other.GetProperty("frames").GetDouble();
                theirs.Add(paced ? other.GetProperty("cpuMs").GetDouble() / frames : frames / other.GetProperty("seconds").GetDouble());
            }

            figures.AddMedian(paced ? $"{name}.cpuMs" : $"{name}.fps", ours);
            if (chromium is null) continue;
            figures.AddMedian(paced ? $"{name}.chromiumCpuMs" : $"{name}.chromiumFps", theirs);
            figures.AddRatio(paced ? $"{name}.cpuOverChromium" : $"{name}.fpsOverChromium", ours.Over(theirs));
        }
    }
}
