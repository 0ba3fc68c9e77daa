using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class StatusCommand
{
    public static Command Create(GlobalOptions globals) => CommandContext.Bind(
        new Command("status", "Show the daemon's layers: state, pid, restarts, uptime and memory"), globals, ExecuteAsync);

    private static async Task ExecuteAsync(CommandContext context)
    {
        using var supervisor = new SupervisorClient(context.ClientOptions);
        try
        {
            var status = await supervisor.GetStatusAsync(context.Cancellation);
            context.Report(StatusReport.Of(status), CliJson.Readable.StatusReport, terminal => Show(status, terminal));
        }
        catch (EngineException down) when (down.Fault == EngineFault.NotRunning && context.Json)
        {
            // Scripts find the same shape, with no layers.
            context.Terminal.WriteJson(
                new StatusReport(supervisor.Paths.Instance, [], new ErrorBody(down.Reason, down.Message, down.Remedy)), CliJson.Readable.StatusReport);
            throw new ReportedException(ExitCodes.NotRunning);
        }
    }

    private static void Show(EngineStatus status, Terminal terminal)
    {
        terminal.WriteLine($"instance {status.Instance}");
        terminal.Output.Write(Tables.Layers(status));
        foreach (var layer in status.Layers.Where(l => l.Detail.Length > 0)) terminal.WriteLine($"{layer.Name}: {Terminal.OneLine(layer.Detail)}");
    }
}
