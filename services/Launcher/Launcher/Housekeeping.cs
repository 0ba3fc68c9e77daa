using WasmEngine.Hosting;
using WasmEngine.Platform;

namespace WasmEngine.Launcher;

/// <summary>Deletes what layers leave behind. Only while no layer of the instance runs.</summary>
internal static class Housekeeping
{
    /// <summary>Deletes sockets and regions of processes that are gone. Lock files stay: see <see cref="LayerLock"/>.</summary>
    internal static void Sweep(InstancePaths paths)
    {
        foreach (var layer in LayerNames.Supervised) File.Delete(paths.Socket(layer));
        PendingSockets.DeleteAll(paths.RuntimeDirectory);
        foreach (var file in Directory.EnumerateFiles(paths.RegionDirectory)) File.Delete(file);
    }

    /// <summary>Deletes the region directory itself, at the end.</summary>
    internal static void RemoveRegionDirectory(InstancePaths paths)
    {
        if (Directory.Exists(paths.RegionDirectory)) Directory.Delete(paths.RegionDirectory, recursive: true);
    }
}
