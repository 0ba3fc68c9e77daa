using Spectre.Console;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>A job as JSON.</summary>
internal sealed record JobReport(
    string Id, string Title, string State, string? Reason, string? Detail, int Attempts, long Done, long Total, bool Durable, string? Key, string Priority, DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt, OutcomeReport? Outcome, bool? Existed = null)
{
    public static JobReport Of(JobInfo job) => new(
        job.Id, job.Title, job.State.ToString().ToLowerInvariant(), OrNull(job.Reason), OrNull(job.Detail), job.Attempts, job.Done, job.Total, job.Durable, OrNull(job.Key),
        job.Priority.ToString().ToLowerInvariant(), job.SubmittedAt, job.EndedAt, job.Outcome is null ? null : OutcomeReport.Of(job.Outcome));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

internal sealed record JobsReport(string Instance, IReadOnlyList<JobReport> Jobs);

/// <summary>Jobs for people.</summary>
internal static class JobDisplay
{
    /// <summary>Tells of one job.</summary>
    public static void Report(CommandContext context, JobInfo job, bool? existed = null) =>
        context.Report(JobReport.Of(job) with { Existed = existed }, CliJson.Readable.JobReport, terminal => Show(job, terminal));

    /// <summary>Follows a job to its end and tells of it, with a progress bar where somebody watches.</summary>
    /// <exception cref="ReportedException">It did not succeed.</exception>
    public static async Task WatchAsync(CommandContext context, EngineClient engine, string id)
    {
        var last = context.Json || !context.Terminal.IsLive ? await engine.Jobs.WaitAsync(id, context.Cancellation) : await WatchLiveAsync(context, engine, id);
        Report(context, last);
        if (last.State != JobState.Succeeded) throw new ReportedException(ExitCodes.Failed);
    }

    public static void ShowList(IReadOnlyList<JobReport> jobs, Terminal terminal)
    {
        if (jobs.Count == 0)
        {
            terminal.WriteLine("no jobs; wasmengine job submit starts one, job list --ended shows those that have ended");
            return;
        }

        var table = Tables.Create("job", "state", "title", "progress", "attempts", "priority", "durable", "submitted");
        foreach (var job in jobs)
        {
            table.AddRow(
                Tables.Safe(job.Id), Markup(job.State), Tables.Safe(job.Title), job.Total == 0 ? "-" : $"{100.0 * job.Done / job.Total:0} %", job.Attempts.ToString(),
                job.Priority, job.Durable ? "yes" : "no", job.SubmittedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss"));
        }

        terminal.Output.Write(table);
        foreach (var job in jobs.Where(j => j.Detail is not null)) terminal.WriteLine($"{Terminal.OneLine(job.Id)}: {job.Reason}: {Terminal.OneLine(job.Detail!)}");
    }

    private static void Show(JobInfo job, Terminal terminal)
    {
        var paint = job.State switch { JobState.Succeeded => Paint.Green, JobState.Failed or JobState.Cancelled => Paint.Red, _ => Paint.Yellow };
        var attempts = job.Attempts > 1 ? $", {job.Attempts} attempts" : "";
        var progress = job.Total > 0 && !job.HasEnded ? $", {100.0 * job.Done / job.Total:0} %" : "";
        terminal.WriteLine($"{job.Id} ({Terminal.OneLine(job.Title)}): {terminal.Colored(job.State.ToString().ToLowerInvariant(), paint)}{progress}{attempts}");
        if (job.Detail.Length > 0) terminal.WriteLine($"{job.Reason}: {Terminal.Clean(job.Detail)}");
        if (job.Outcome is { } outcome) Outcomes.Show(outcome, terminal);
    }

    private static async Task<JobInfo> WatchLiveAsync(CommandContext context, EngineClient engine, string id)
    {
        JobInfo? last = null;
        await context.Terminal.Progress.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async display =>
            {
                var bar = display.AddTask(Tables.Safe(id), maxValue: 1);
                bar.IsIndeterminate = true;
                await foreach (var job in engine.Jobs.WatchAsync(id, context.Cancellation))
                {
                    last = job;
                    bar.Description = Tables.Safe($"{job.Title} {job.State.ToString().ToLowerInvariant()}");
                    bar.IsIndeterminate = job.Total == 0 && !job.HasEnded;
                    bar.Value = job.Total > 0 ? (double)job.Done / job.Total : job.HasEnded ? 1 : 0;
                }
            });
        return last ?? throw new OperationCanceledException(context.Cancellation);
    }

    private static string Markup(string state) => state switch
    {
        "succeeded" or "running" => $"[green]{state}[/]",
        "failed" or "cancelled" => $"[red]{state}[/]",
        _ => $"[yellow]{state}[/]",
    };
}
