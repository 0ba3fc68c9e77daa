using WasmEngine.Bench.Engine;
using WasmEngine.Bench.Measuring;
using WasmEngine.Bench.Reporting;
using WasmEngine.Client;

namespace WasmEngine.Bench.Recovery;

/// <summary>
/// Each layer is killed in turn while a client watches an animated app; the time until its next fresh frame. Then render is killed while apps with documents are watched.
/// </summary>
internal sealed class RecoveryBench : IBench
{
    private const int DefaultRounds = 5;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HealthyRun = TimeSpan.FromSeconds(5); // what died sooner the launcher starts later
    private static readonly (string, string)[] Settings = [("WASMENGINE_MAX_DEATHS", "1000")]; // and does not give up

    /// <inheritdoc/>
    public string Name => "recovery";

    /// <inheritdoc/>
    public string Summary => "From kill -9 of a layer to the next fresh frame in the client's hands";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        context.Progress.Report("starting a daemon");
        await using var engine = await EngineUnderTest.StartAsync("bench-recovery", new EngineClientOptions(), Settings, context.Cancellation);
        var app = await engine.Client.LaunchAsync(EngineUnderTest.Guest("apps/hello"), (1280, 720), context.Cancellation);
        await using var view = await engine.Client.OpenViewAsync(app.Id, new ViewOptions(1280, 720), context.Cancellation);
        var samples = EngineStatus.LayerNames.ToDictionary(layer => layer, _ => new Samples());
        await Task.Delay(Settle * 3, context.Cancellation); // as a daemon that has been up for a while
        await Interleaved.RunAsync(0, context.Rounds ?? DefaultRounds,
            [.. EngineStatus.LayerNames.Select<string, Func<bool, Task>>(layer => _ => KillAsync(engine, view, layer, samples[layer], context))], context.Cancellation);
        await engine.Client.StopAsync(app.Id, context.Cancellation);
        using var documents = new DocumentApps();
        samples.Add("renderDocument", await KillUnderDocumentAsync(engine, DocumentApps.Small, (960, 600), context));
        samples.Add("renderLargeDocument", await KillUnderDocumentAsync(engine, documents.MakeLarge(), (1920, 1080), context));
        var figures = new Figures();
        foreach (var (layer, times) in samples) figures.AddMedian(layer + "Ms", times);
        foreach (var (layer, times) in samples) figures.Add(layer + "WorstMs", times.All.Max());
        return figures.ToReport(Name, samples["render"].RoundCount);
    }

    private static async Task<Samples> KillUnderDocumentAsync(EngineUnderTest engine, string folder, (int Width, int Height) size, BenchContext context)
    {
        var app = await engine.Client.LaunchAsync(folder, size, context.Cancellation);
        await using var view = await engine.Client.OpenViewAsync(app.Id, new ViewOptions(size.Width, size.Height), context.Cancellation);
        var samples = new Samples();
        for (var round = 0; round < (context.Rounds ?? DefaultRounds); round++)
        {
            await Task.Delay(HealthyRun, context.Cancellation);
            await KillAsync(engine, view, "render", samples, context);
        }

        await engine.Client.StopAsync(app.Id, context.Cancellation);
        return samples;
    }

    private static async Task KillAsync(EngineUnderTest engine, ViewClient view, string layer, Samples samples, BenchContext context)
    {
        var ms = await LayerKill.RunAsync(engine, view, layer, context.Cancellation);
        context.Progress.Report($"{layer}: next fresh frame after {ms:0.0} ms");
        samples.BeginRound();
        samples.Add(ms);
        await Task.Delay(Settle, context.Cancellation); // the successor and its spare start meanwhile
    }
}
