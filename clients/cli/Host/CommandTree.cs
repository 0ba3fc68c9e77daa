using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WasmEngine.Cli;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Runs WebAssembly apps that outlive their windows, and the daemon that hosts them.");
        var globals = new GlobalOptions();
        globals.AddTo(root);
        foreach (var command in (ReadOnlySpan<Command>)
        [
            UpCommand.Create(globals), DownCommand.Create(globals), StatusCommand.Create(globals), RestartCommand.Create(globals), LogsCommand.Create(globals),
            RunCommand.Create(globals), AppsCommand.Create(globals), StopCommand.Create(globals), ViewsCommand.Create(globals), ScreenshotCommand.Create(globals),
            ClickCommand.Create(globals), InspectCommand.Create(globals), CallCommand.Create(globals), JobCommand.Create(globals), ModuleCommand.Create(globals),
            BufferCommand.Create(globals), BuildCommand.Create(globals), DocumentCommands.Layout(globals), DocumentCommands.Check(globals), DocumentCommands.Render(globals), BenchCommand.Create(), CompletionCommand.Create(globals),
        ])
        {
            root.Subcommands.Add(command);
        }

        root.Options.Remove(root.Options.OfType<HelpOption>().Single()); // it has names of other systems, which would show in completions
        var help = new HelpOption("--help", "-h");
        help.Action = new HelpWithExitCodes((SynchronousCommandLineAction)help.Action!);
        root.Options.Add(help);
        return root;
    }

    /// <summary>Whether help, the version or completions were asked for, where errors in the rest do not matter.</summary>
    public static bool IsHelpOrDirective(ParseResult parsed) => parsed.Action is SynchronousCommandLineAction { ClearsParseErrors: true };

    /// <summary>The command as one types it.</summary>
    public static string PathOf(Command command) => command is RootCommand ? "wasmengine" : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private sealed class HelpWithExitCodes(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Exit codes:");
            foreach (var (code, meaning) in ExitCodes.Table) output.WriteLine($"  {code,-3}  {meaning}");
            output.WriteLine();
            return result;
        }
    }
}
