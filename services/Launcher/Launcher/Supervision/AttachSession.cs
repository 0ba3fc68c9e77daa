using System.Threading.Channels;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Supervision;

/// <summary>What a launcher tells a layer.</summary>
internal enum Command
{
    Drain,
    Promote,
}

/// <summary>What a layer says of itself.</summary>
internal enum Health
{
    Starting,
    Serving,
    Draining,
    Standby,
}

/// <summary>An open Attach stream of one process. Thread-safe.</summary>
internal sealed class AttachSession(string layer, ProcessIdentity process)
{
    private readonly Channel<Command> _commands = Channel.CreateUnbounded<Command>(new UnboundedChannelOptions { SingleReader = true });

    internal string Layer { get; } = layer;

    internal ProcessIdentity Process { get; } = process;

    internal ChannelReader<Command> Commands => _commands.Reader;

    internal void Send(Command command) => _commands.Writer.TryWrite(command);
}
