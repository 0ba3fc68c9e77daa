namespace WasmEngine.Hosting;

/// <summary>Names of the processes of one instance; sockets, locks and log files are named after them.</summary>
public static class LayerNames
{
    /// <summary>Starts, watches and restarts the others.</summary>
    public const string Launcher = "launcher";

    /// <summary>Sessions, apps, views, jobs.</summary>
    public const string Broker = "broker";

    /// <summary>Draws views.</summary>
    public const string Render = "render";

    /// <summary>Runs guests.</summary>
    public const string Compute = "compute";

    /// <summary>The supervised layers in start order.</summary>
    public static IReadOnlyList<string> Supervised { get; } = [Broker, Render, Compute];
}
