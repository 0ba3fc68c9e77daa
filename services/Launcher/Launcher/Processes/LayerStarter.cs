using System.Diagnostics;
using WasmEngine.Hosting;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Processes;

/// <summary>Starts the executables of the layers, which lie in one directory.</summary>
/// <param name="directory">That directory.</param>
/// <param name="paths">Of the instance.</param>
internal sealed class LayerStarter(string directory, InstancePaths paths)
{
    /// <summary>How long the layers' guards leave the restart of the launcher to a service manager.</summary>
    private const string ManagedGuardDelay = "5000";
    private static readonly string[] ManagerVariables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"];

    /// <summary>Where the layers' executables lie.</summary>
    internal string Directory { get; } = directory;

    /// <summary>Starts a process of a layer; it inherits our standard output and error.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable can't be started.</exception>
    internal Process Start(string layer, bool standby, bool managed)
    {
        var start = new ProcessStartInfo(Path.Combine(Directory, "wasmengine-" + layer)) { UseShellExecute = false, WorkingDirectory = "/" };
        start.ArgumentList.Add("--instance");
        start.ArgumentList.Add(paths.Instance);
        if (standby) start.ArgumentList.Add("--standby");
        foreach (var variable in ManagerVariables) start.Environment.Remove(variable);
        Set(SupervisionVariables.Supervised, "1");
        Set(SupervisionVariables.Launcher, Environment.ProcessPath);
        Set(SupervisionVariables.LockPatienceMs, null);
        Set(SupervisionVariables.GuardDelayMs, managed ? ManagedGuardDelay : null);
        Set("LAYERS_DIRECTORY", Directory); // for the launcher that a guard may start
        return Process.Start(start) ?? throw new InvalidOperationException("Process.Start gave no process");

        void Set(string name, string? value)
        {
            if (value is null) start.Environment.Remove(SupervisionVariables.Prefix + name);
            else start.Environment[SupervisionVariables.Prefix + name] = value;
        }
    }
}
