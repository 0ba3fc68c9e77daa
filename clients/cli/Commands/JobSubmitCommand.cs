using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class JobSubmitCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var settings = new CallSettings();
        var wait = new Option<bool>("--wait") { Description = "Follow it until it has ended; exit code 1 if it failed" };
        var key = new Option<string?>("--key") { Description = "Makes it one job however often it is submitted", HelpName = "KEY" };
        var durable = new Option<bool>("--durable") { Description = "Keep it on disk, and run it again after any layer died" };
        var retries = new Option<int>("--retries") { Description = "How often to run it again after it failed, 0 to 100", HelpName = "N", CustomParser = Numbers.Whole("--retries", 0, 100, n => (int)n) };
        var title = new Option<string?>("--title") { Description = "For people, at most 200 characters", HelpName = "TEXT" };
        var deadline = Sizes.Time("--deadline", "Time by which it must have ended, queueing included");
        var priority = new Option<JobPriority>("--priority")
        {
            Description = "low, normal or high",
            HelpName = "PRIORITY",
            DefaultValueFactory = _ => JobPriority.Normal,
            CustomParser = result => result.Tokens.Single().Value switch
            {
                "low" => JobPriority.Low,
                "normal" => JobPriority.Normal,
                "high" => JobPriority.High,
                var other => Refuse(result, other),
            },
        };
        var command = new Command("submit", "Submit a function as a job; starts the daemon if it is not up");
        settings.AddTo(command);
        foreach (var option in (ReadOnlySpan<Option>)[wait, key, durable, retries, priority, deadline, title]) command.Options.Add(option);
        return CommandContext.Bind(command, globals, async context =>
        {
            var options = new JobOptions
            {
                Key = context.Arguments.GetValue(key),
                Durable = context.Arguments.GetValue(durable),
                Retries = context.Arguments.GetValue(retries),
                Priority = context.Arguments.GetValue(priority),
                Deadline = context.Arguments.GetValue(deadline),
                Title = context.Arguments.GetValue(title),
            };
            await DaemonStarter.EnsureUpAsync(context);
            await using var engine = await context.ConnectKeptAsync();
            var submitted = await engine.Jobs.SubmitAsync(await settings.BuildAsync(context, engine), options, context.Cancellation);
            if (context.Arguments.GetValue(wait)) await JobDisplay.WatchAsync(context, engine, submitted.Job.Id);
            else JobDisplay.Report(context, submitted.Job, submitted.Existed);
        });
    }

    private static JobPriority Refuse(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        result.AddError($"--priority takes low, normal or high, not \"{Terminal.OneLine(text)}\".");
        return JobPriority.Normal;
    }
}
