using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using WasmEngine.Bench.Engine;
using WasmEngine.Bench.Frames;
using WasmEngine.Bench.Measuring;
using WasmEngine.Bench.Recovery;
using WasmEngine.Client;

namespace WasmEngine.Bench.Demo;

/// <summary>One run of the demo against a daemon of its own.</summary>
internal sealed class HelloDemo(IAnsiConsole console, string output, TimeSpan time, CancellationToken cancellation)
{
    private static readonly (int Width, int Height)[] Sizes = [(1280, 720), (1920, 1080)];

    internal async Task RunAsync()
    {
        await using var engine = await EngineUnderTest.StartAsync("demo", cancellation);
        await ShowLayersAsync(engine);
        foreach (var (width, height) in Sizes) await MeasureAsync(engine, width, height);
        await KillLayersAsync(engine);
        console.MarkupLine("[green]Hello World runs.[/]");
    }

    private async Task ShowLayersAsync(EngineUnderTest engine)
    {
        var table = new Table().Title("Four processes").AddColumns("layer", "pid", "state", "memory (PSS)");
        foreach (var layer in (await engine.Supervisor.GetStatusAsync(cancellation)).Layers)
            table.AddRow(layer.Name, Text(layer.Pid), layer.State.ToString().ToLowerInvariant(), $"{layer.PssBytes / 1048576.0:0.0} MiB");
        console.Write(table);
    }

    private async Task MeasureAsync(EngineUnderTest engine, int width, int height)
    {
        var app = await engine.Client.LaunchAsync(EngineUnderTest.Guest("apps/hello"), (width, height), cancellation);
        var options = new ViewOptions(width, height);
        var view = await engine.Client.OpenViewAsync(app.Id, options, cancellation);
        var stages = new StageSamples();
        stages.BeginRound();
        var seconds = await FrameWatcher.WatchAsync(view, time, frame => stages.Add(frame), cancellation);
        console.Write(StageTable(stages, width, height, (stages.Frames - 1) / seconds));
        ShowPages(await SharedPages.FindAsync(engine, app.Id, options));
        if (width == Sizes[0].Width) await PhotographAsync(engine, view);
        await view.DisposeAsync();
        await engine.Client.StopAsync(app.Id, cancellation);
    }

    private Table StageTable(StageSamples stages, int width, int height, double fps)
    {
        var table = new Table()
            .Title(string.Create(CultureInfo.InvariantCulture, $"{width}x{height}: {fps:0.0} frames per second held for {time.TotalSeconds:0} s ({stages.Frames} frames)"))
            .AddColumns("stage", "p50", "p99");
        foreach (var (name, samples) in ((string, Samples)[])[("guest kernel", stages.Kernel), ("raster", stages.Raster), ("publish", stages.Publish), ("client wake-up", stages.WakeUp)])
            table.AddRow(name, Milliseconds(samples, 0.5), Milliseconds(samples, 0.99));
        return table;
    }

    private static string Milliseconds(Samples samples, double share)
    {
        var values = samples.All;
        return values.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Statistics.Percentile([.. values], share):0.000} ms");
    }

    private void ShowPages(SharedPages pages)
    {
        console.WriteLine($"pixels of {pages.Region}: guest memory at 0x{pages.GuestAddress:x} in compute and 0x{pages.RenderAddress:x} in render are the same pages");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bytes of pixels copied by the CPU between guest memory and raster: {pages.CopiedBytes} of {pages.FrameBytes} per frame"));
        if (pages.CopiedBytes > 0) throw new BenchException("the surface is not shared: its pixels were copied");
    }

    private async Task PhotographAsync(EngineUnderTest engine, ViewClient view)
    {
        await view.ClickAsync(view.View.Width * 0.6f, view.View.Height * 0.4f, cancellation);
        await FrameWatcher.WatchAsync(view, TimeSpan.FromMilliseconds(500), _ => { }, cancellation);
        Directory.CreateDirectory(output);
        var path = Path.Combine(output, "hello.png");
        using var process = Process.Start(Path.Combine(AppContext.BaseDirectory, "wasmengine"), ["screenshot", view.Id, path, "--instance", engine.Instance]);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new BenchException($"the screenshot failed with exit code {process.ExitCode}");
        TerminalPicture.Write(console, await view.CaptureAsync(cancellation: cancellation));
    }

    private async Task KillLayersAsync(EngineUnderTest engine)
    {
        var app = await engine.Client.LaunchAsync(EngineUnderTest.Guest("apps/hello"), Sizes[0], cancellation);
        await using var view = await engine.Client.OpenViewAsync(app.Id, new ViewOptions(Sizes[0].Width, Sizes[0].Height), cancellation);
        var table = new Table().Title("kill -9 while the client watches").AddColumns("layer", "until the next fresh frame");
        foreach (var layer in EngineStatus.LayerNames.Reverse())
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellation); // the last successor and its spare start meanwhile
            var ms = await LayerKill.RunAsync(engine, view, layer, cancellation);
            table.AddRow(layer, string.Create(CultureInfo.InvariantCulture, $"{ms:0.0} ms"));
        }

        console.Write(table);
        await engine.WaitUntilReadyAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
