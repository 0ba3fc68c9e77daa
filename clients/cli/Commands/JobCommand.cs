using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class JobCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("job", "Submit, list, show, watch and cancel jobs: runs that outlive their caller");
        command.Subcommands.Add(JobSubmitCommand.Create(globals));
        command.Subcommands.Add(List(globals));
        command.Subcommands.Add(Show(globals));
        command.Subcommands.Add(Watch(globals));
        command.Subcommands.Add(Cancel(globals));
        return command;
    }

    private static Command List(GlobalOptions globals)
    {
        var ended = new Option<bool>("--ended") { Description = "Also those that have ended" };
        return CommandContext.Bind(new Command("list", "List this user's jobs") { ended }, globals, async context =>
        {
            await using var engine = await context.ConnectKeptAsync();
            var jobs = new List<JobReport>();
            await foreach (var job in engine.Jobs.ListAsync(context.Arguments.GetValue(ended), context.Cancellation)) jobs.Add(JobReport.Of(job));
            context.Report(new JobsReport(engine.Instance, jobs), CliJson.Readable.JobsReport, terminal => JobDisplay.ShowList(jobs, terminal));
        });
    }

    private static Command Show(GlobalOptions globals)
    {
        var id = Id();
        return CommandContext.Bind(new Command("show", "Show a job, with its results if it has succeeded") { id }, globals, async context =>
        {
            await using var engine = await context.ConnectKeptAsync();
            JobDisplay.Report(context, await engine.Jobs.GetAsync(context.Arguments.GetRequiredValue(id), context.Cancellation));
        });
    }

    private static Command Watch(GlobalOptions globals)
    {
        var id = Id();
        return CommandContext.Bind(new Command("watch", "Follow a job until it has ended; exit code 1 if it failed") { id }, globals, async context =>
        {
            await using var engine = await context.ConnectKeptAsync();
            await JobDisplay.WatchAsync(context, engine, context.Arguments.GetRequiredValue(id));
        });
    }

    private static Command Cancel(GlobalOptions globals)
    {
        var id = Id();
        var grace = Sizes.Time("--grace", "Time that it has to end by itself, at most 10s (default: none)");
        return CommandContext.Bind(new Command("cancel", "End a job") { id, grace }, globals, async context =>
        {
            await using var engine = await context.ConnectKeptAsync();
            await engine.Jobs.CancelAsync(context.Arguments.GetRequiredValue(id), context.Arguments.GetValue(grace) ?? TimeSpan.Zero, context.Cancellation);
            JobDisplay.Report(context, await engine.Jobs.WaitAsync(context.Arguments.GetRequiredValue(id), context.Cancellation));
        });
    }

    private static Argument<string> Id() => new("JOB") { Description = "The job's id, for example job-12" };
}
