using Spectre.Console;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>How a running app does: live on standard error, and as a result.</summary>
internal static class RunDisplay
{
    /// <summary>Redraws until <paramref name="end"/> completes.</summary>
    public static Task FollowAsync(CommandContext context, AppInfo app, ViewClient view, FrameMeter meter, Task end, TimeSpan refresh) =>
        context.Terminal.Progress.Live(new Text("")).AutoClear(true).StartAsync(async live =>
        {
            using var tick = new PeriodicTimer(refresh, context.Time);
            while (!end.IsCompleted)
            {
                live.UpdateTarget(Create(app, view, meter.Summarize()));
                await Task.WhenAny(end, tick.WaitForNextTickAsync().AsTask());
            }
        });

    private static Table Create(AppInfo app, ViewClient view, FrameSummary summary)
    {
        var table = Tables.Create("stage", "p50", "p99");
        table.Title = new TableTitle($"[bold]{Tables.Safe(app.Title)}[/] {Tables.Safe(app.Id)} on {Tables.Safe(view.Id)}, {view.View.Width}x{view.View.Height}");
        table.Caption = new TableTitle($"[green]{summary.RecentFps:0.0} frames/s[/], {summary.Frames} frames; Ctrl-C ends");
        foreach (var (stage, times) in summary.Stages) table.AddRow(stage, Quantities.Milliseconds(times.P50Ms), Quantities.Milliseconds(times.P99Ms));
        return table;
    }

    public static void ShowResult(RunReport report, Terminal terminal)
    {
        terminal.WriteLine($"app {report.App}, view {report.View}, {report.Width}x{report.Height}");
        if (report.Frames > 0)
        {
            terminal.WriteLine($"{report.Frames} frames in {report.Seconds:0.00} s: {report.Fps:0.0} frames/s");
            var table = Tables.Create("stage", "p50", "p99");
            foreach (var (stage, times) in report.Stages) table.AddRow(stage, Quantities.Milliseconds(times.P50Ms), Quantities.Milliseconds(times.P99Ms));
            terminal.Output.Write(table);
        }

        if (report.Screenshot is { } file) terminal.WriteLine($"screenshot {file}");
        if (report.Detached) terminal.WriteLine($"{report.App} goes on running; wasmengine stop {report.App} ends it");
    }
}
