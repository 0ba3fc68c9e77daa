using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Finds the executables that belong to this one.</summary>
internal static class Executables
{
    /// <summary>Environment variable that names another launcher.</summary>
    public const string LauncherVariable = "WASMENGINE_LAUNCHER";

    public static string Launcher()
    {
        if (Environment.GetEnvironmentVariable(LauncherVariable) is { Length: > 0 } given)
        {
            return File.Exists(given)
                ? given
                : throw Missing($"{LauncherVariable} names {given}, which does not exist", $"Correct or unset {LauncherVariable}.");
        }

        return Beside("wasmengined") ?? throw Missing(
            $"there is no wasmengined beside this command in {AppContext.BaseDirectory}", $"Build everything with deploy/build.sh, or name the launcher in {LauncherVariable}.");
    }

    public static string Bench() => Beside("wasmengine-bench") ?? throw Missing(
        $"there is no wasmengine-bench beside this command in {AppContext.BaseDirectory}", "Build everything with deploy/build.sh; it puts them side by side.");

    /// <summary>Environment variable that names another render executable.</summary>
    public const string RenderVariable = "WASMENGINE_RENDER";

    public static string Render()
    {
        if (Environment.GetEnvironmentVariable(RenderVariable) is { Length: > 0 } given)
            return File.Exists(given) ? given : throw Missing($"{RenderVariable} names {given}, which does not exist", $"Correct or unset {RenderVariable}.");
        return Beside("wasmengine-render") ?? throw Missing(
            $"there is no wasmengine-render beside this command in {AppContext.BaseDirectory}", "Build everything with deploy/build.sh; it puts them side by side.");
    }

    private static string? Beside(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? name + ".exe" : name);
        return File.Exists(path) ? path : null;
    }

    private static EngineException Missing(string message, string remedy) => new(EngineFault.Failed, "EXECUTABLE_MISSING", message, remedy);
}
