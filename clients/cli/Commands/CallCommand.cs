using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class CallCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var settings = new CallSettings();
        var output = new Option<string?>("--output") { Description = "Write the bytes that it handed back to this file", HelpName = "FILE" };
        var command = new Command("call", "Run one function of a module and print what it returns; starts the daemon if it is not up");
        settings.AddTo(command);
        command.Options.Add(output);
        return CommandContext.Bind(command, globals, async context =>
        {
            await DaemonStarter.EnsureUpAsync(context);
            await using var engine = await context.ConnectKeptAsync();
            var call = await settings.BuildAsync(context, engine);
            var outcome = await Waiting.ForAsync(context, "running " + call.Export, () => engine.Functions.CallAsync(call, context.Cancellation));
            if (context.Arguments.GetValue(output) is { } file) DataFiles.Write(file, outcome.Data.Span);
            context.Report(OutcomeReport.Of(outcome), CliJson.Readable.OutcomeReport, terminal => Outcomes.Show(outcome, terminal));
        });
    }
}
