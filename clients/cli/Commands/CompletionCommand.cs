using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class CompletionCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var shell = new Argument<string>("SHELL") { HelpName = "SHELL", Description = "bash, zsh or fish" };
        shell.CompletionSources.Add("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script that completes commands in a shell, for example: source <(wasmengine completion bash)") { shell };
        return CommandContext.Bind(command, globals, context =>
        {
            var name = context.Arguments.GetRequiredValue(shell);
            context.Terminal.WriteLine(CompletionScripts.For(name) ?? throw new EngineException(
                EngineFault.Refused, "UNKNOWN_SHELL", $"there is no completion for \"{Terminal.OneLine(name)}\"", "The shells are bash, zsh and fish."));
            return Task.CompletedTask;
        });
    }
}
