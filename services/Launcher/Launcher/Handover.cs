using System.Diagnostics;
using WasmEngine.Hosting;
using WasmEngine.Platform;

namespace WasmEngine.Launcher;

/// <summary>A planned end of this launcher that leaves the layers to a successor. Thread-safe.</summary>
internal sealed class Handover
{
    private const string Patience = "10000";
    private volatile bool _isRequested;

    internal bool IsRequested => _isRequested;

    /// <summary>
    /// Notes the wish and starts the successor, which loads at once and waits for our lock. Under a service manager the exit
    /// code asks the manager for it instead.
    /// </summary>
    internal void Request(InstancePaths paths, ServiceManager manager, string layersDirectory)
    {
        if (!manager.IsPresent)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
            foreach (var argument in (ReadOnlySpan<string>)["--instance", paths.Instance, "--detach", "--layers-directory", layersDirectory]) start.ArgumentList.Add(argument);
            start.Environment[SupervisionVariables.Prefix + SupervisionVariables.LockPatienceMs] = Patience;
            using var successor = Process.Start(start);
        }

        _isRequested = true;
    }
}
