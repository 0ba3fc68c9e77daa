using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>States as the command line writes them: lower case, words joined by '-'.</summary>
internal static class StateNames
{
    public static string Of(LayerState state) => state switch
    {
        LayerState.Stopped => "stopped",
        LayerState.Starting => "starting",
        LayerState.Ready => "ready",
        LayerState.Degraded => "degraded",
        LayerState.Draining => "draining",
        LayerState.BackingOff => "backing-off",
        LayerState.Failed => "failed",
        _ => "unknown",
    };

    public static string Of(AppState state) => state switch
    {
        AppState.Starting => "starting",
        AppState.Running => "running",
        AppState.Failed => "failed",
        AppState.Restarting => "restarting",
        AppState.Stopped => "stopped",
        _ => "unknown",
    };

    /// <summary>A state in Spectre.Console's markup: green serves, red has failed, yellow is on its way.</summary>
    public static string Markup(string state) => state switch
    {
        "ready" or "running" => $"[green]{state}[/]",
        "failed" => $"[red]{state}[/]",
        "stopped" or "unknown" => $"[grey]{state}[/]",
        _ => $"[yellow]{state}[/]",
    };
}
