using WasmEngine.Platform;

namespace WasmEngine.Client;

/// <summary>The failure that people meet first.</summary>
internal static class NotRunning
{
    public static EngineException Exception(InstancePaths paths, Exception cause) => new(
        EngineFault.NotRunning,
        EngineReasons.DaemonNotRunning,
        $"the daemon of instance \"{paths.Instance}\" is not running",
        paths.Instance == "default" ? null : $"Start it: wasmengine up --instance {paths.Instance}.",
        cause);
}
