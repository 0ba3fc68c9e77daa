using System.CommandLine;
using Spectre.Console;
using WasmEngine.Client;

namespace WasmEngine.Bench.Demo;

/// <summary>The command that deploy/demo.sh runs: Hello World, measured, killed and photographed.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Directory for hello.png", DefaultValueFactory = _ => "out" };
        var seconds = new Option<int>("--seconds") { Description = "Seconds to watch at each size", DefaultValueFactory = _ => 5 };
        var command = new Command("demo", "Runs Hello World, shows what each stage takes, kills each layer, writes a screenshot.") { output, seconds };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                await new HelloDemo(AnsiConsole.Console, parsed.GetRequiredValue(output), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation).RunAsync();
                return 0;
            }
            catch (Exception e) when (e is BenchException or EngineException or IOException)
            {
                await Console.Error.WriteLineAsync($"demo: {e.Message}");
                return 1;
            }
        });
        return command;
    }
}
