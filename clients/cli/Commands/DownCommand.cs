using System.CommandLine;
using WasmEngine.Client;
using WasmEngine.Platform;

namespace WasmEngine.Cli;

internal static class DownCommand
{
    private static readonly TimeSpan LauncherEnd = TimeSpan.FromSeconds(10);

    public static Command Create(GlobalOptions globals) => CommandContext.Bind(
        new Command("down", "Stop all apps and the daemon; done at once if it is not running"), globals, ExecuteAsync);

    private static async Task ExecuteAsync(CommandContext context)
    {
        using var supervisor = new SupervisorClient(context.ClientOptions);
        var wasUp = await Waiting.ForAsync(context, "stopping", () => StopAsync(supervisor, context.Cancellation));
        var instance = supervisor.Paths.Instance;
        context.Report(new DownReport(instance, wasUp), CliJson.Readable.DownReport,
            terminal => terminal.WriteLine(wasUp ? $"instance {instance} is down" : $"instance {instance} was not running"));
    }

    private static async Task<bool> StopAsync(SupervisorClient supervisor, CancellationToken cancellation)
    {
        try
        {
            var status = await supervisor.GetStatusAsync(cancellation);
            using var launcher = status.Layers is [{ Pid: > 0 } first, ..] && ProcessIdentity.TryFind(first.Pid) is { } identity ? ProcessHandle.TryOpen(identity) : null;
            await supervisor.ShutdownAsync(cancellation: cancellation);
            // Until it has ended its lock is held, and an "up" that follows would find the instance taken.
            if (launcher is not null) await launcher.WaitForExitAsync().WaitAsync(LauncherEnd, cancellation);
            return true;
        }
        catch (EngineException failure) when (failure.Fault == EngineFault.NotRunning)
        {
            return false;
        }
        catch (TimeoutException)
        {
            throw new EngineException(EngineFault.Failed, EngineReasons.TimedOut, "the layers have stopped, but the launcher still runs", "See wasmengine logs launcher.");
        }
    }
}
