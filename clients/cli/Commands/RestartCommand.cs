using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class RestartCommand
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromSeconds(30);

    public static Command Create(GlobalOptions globals)
    {
        var layer = LayerArgument.Create("The layer to restart: launcher, broker, render or compute", ArgumentArity.ExactlyOne);
        var command = new Command("restart", "Restart one layer; the others keep running untouched") { layer };
        return CommandContext.Bind(command, globals, context => ExecuteAsync(context, LayerArgument.Check(context.Arguments.GetRequiredValue(layer)!)));
    }

    private static async Task ExecuteAsync(CommandContext context, string name)
    {
        using var supervisor = new SupervisorClient(context.ClientOptions);
        var layer = await Waiting.ForAsync(context, $"restarting {name}", () => RestartAsync(context, supervisor, name));
        context.Report(new RestartReport(supervisor.Paths.Instance, LayerReport.Of(layer)), CliJson.Readable.RestartReport,
            terminal => terminal.WriteLine($"{layer.Name} is {terminal.Colored(StateNames.Of(layer.State), Paint.Green)} again, pid {layer.Pid}"));
    }

    private static async Task<LayerInfo> RestartAsync(CommandContext context, SupervisorClient supervisor, string name)
    {
        var layer = await supervisor.RestartLayerAsync(name, cancellation: context.Cancellation);
        return name == "launcher" ? await SuccessorAsync(context, supervisor, layer.Pid) : layer;
    }

    /// <summary>The launcher answers before it hands over: its successor is the one with another pid.</summary>
    private static async Task<LayerInfo> SuccessorAsync(CommandContext context, SupervisorClient supervisor, int formerPid)
    {
        var start = context.Time.GetTimestamp();
        using var glance = new PeriodicTimer(Glance, context.Time);
        do
        {
            try
            {
                var status = await supervisor.GetStatusAsync(context.Cancellation);
                if (status.Layers is [{ State: LayerState.Ready } launcher, ..] && launcher.Pid != formerPid) return launcher;
            }
            catch (EngineException)
            {
                // Between the two nobody listens.
            }
        }
        while (context.Time.GetElapsedTime(start) < Patience && await glance.WaitForNextTickAsync(context.Cancellation));
        throw new EngineException(EngineFault.Failed, EngineReasons.TimedOut, $"no new launcher was ready within {Patience.TotalSeconds:0} s", "See wasmengine logs launcher.");
    }
}
