using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using WasmEngine.Client;
using WasmEngine.Platform;

namespace WasmEngine.Cli;

/// <summary>What a command needs to do its work: its arguments, the terminal, and when to give up.</summary>
internal sealed class CommandContext(ParseResult arguments, GlobalOptions globals, CancellationToken cancellation)
{
    public ParseResult Arguments { get; } = arguments;

    public CancellationToken Cancellation { get; } = cancellation;

    public bool Json { get; } = arguments.GetValue(globals.Json);

    public Terminal Terminal { get; } = new(colors: !arguments.GetValue(globals.NoColor));

    public TimeProvider Time => TimeProvider.System;

    public EngineClientOptions ClientOptions { get; } = new() { Instance = arguments.GetValue(globals.Instance), ClientName = "wasmengine-cli" };

    /// <summary>Paths of the instance; refuses a bad name.</summary>
    public InstancePaths Paths
    {
        get
        {
            using var supervisor = new SupervisorClient(ClientOptions);
            return supervisor.Paths;
        }
    }

    public Task<EngineClient> ConnectAsync() => EngineClient.ConnectAsync(ClientOptions, Cancellation);

    /// <summary>
    /// Connects with the session that all commands of this user share: buffers and jobs belong to it, and outlive the command.
    /// </summary>
    public Task<EngineClient> ConnectKeptAsync() =>
        EngineClient.ConnectAsync(ClientOptions with { SessionFile = Path.Combine(Paths.StateDirectory, "cli.session") }, Cancellation);

    /// <summary>Prints the report in the form that was asked for.</summary>
    public void Report<T>(T value, JsonTypeInfo<T> type, Action<Terminal> forPeople)
    {
        if (Json) Terminal.WriteJson(value, type);
        else forPeople(Terminal);
    }

    /// <summary>Gives a command its action.</summary>
    public static Command Bind(Command command, GlobalOptions globals, Func<CommandContext, Task> action)
    {
        command.SetAction(async (arguments, cancellation) =>
        {
            await action(new CommandContext(arguments, globals, cancellation));
            return ExitCodes.Ok;
        });
        return command;
    }
}
