using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>What the process's exit code means; docs/cli.md and every --help say the same.</summary>
internal static class ExitCodes
{
    public const int Ok = 0, Failed = 1, Usage = 2, Refused = 3, NotRunning = 4, Interrupted = 130;

    /// <summary>One line each, as help shows them.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Ok, "done"),
        (Failed, "the engine or the app failed"),
        (Usage, "the command line is wrong"),
        (Refused, "the request or its input was refused; nothing has changed"),
        (NotRunning, "the daemon is not running"),
        (Interrupted, "interrupted (Ctrl-C)"),
    ];

    public static int Of(EngineFault fault) => fault switch
    {
        EngineFault.Refused => Refused,
        EngineFault.NotRunning => NotRunning,
        _ => Failed,
    };
}
