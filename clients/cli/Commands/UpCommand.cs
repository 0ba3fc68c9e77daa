using System.CommandLine;

namespace WasmEngine.Cli;

internal static class UpCommand
{
    public static Command Create(GlobalOptions globals) => CommandContext.Bind(
        new Command("up", "Start the daemon and wait until all its layers are ready"), globals, ExecuteAsync);

    private static async Task ExecuteAsync(CommandContext context)
    {
        var (status, alreadyUp) = await DaemonStarter.EnsureUpAsync(context);
        var report = StatusReport.Of(status);
        context.Report(new UpReport(report.Instance, alreadyUp, report.Layers), CliJson.Readable.UpReport, terminal =>
        {
            terminal.WriteLine(alreadyUp ? $"instance {status.Instance} is up already" : $"instance {status.Instance} is up");
            terminal.Output.Write(Tables.Layers(status));
        });
    }
}
