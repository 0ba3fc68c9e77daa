using System.Globalization;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Render;

/// <summary>A directory for regions that nobody else looks into, deleted at the end. What former processes left when they were killed is deleted at the beginning.</summary>
internal sealed class RehearsalPlace : IDisposable
{
    internal RehearsalPlace(InstancePaths paths, string purpose)
    {
        var prefix = $".{purpose}-render-";
        if (System.IO.Directory.Exists(paths.RegionDirectory)) Sweep(paths.RegionDirectory, prefix);
        Directory = new RegionDirectory(Path.Combine(paths.RegionDirectory, string.Create(CultureInfo.InvariantCulture, $"{prefix}{Environment.ProcessId}")));
        Directory.Ensure();
    }

    internal RegionDirectory Directory { get; }

    private static void Sweep(string folder, string prefix)
    {
        foreach (var left in System.IO.Directory.EnumerateDirectories(folder, prefix + "*"))
        {
            if (!int.TryParse(Path.GetFileName(left.AsSpan())[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || ProcessIdentity.TryFind(pid) is not null) continue;
            try
            {
                System.IO.Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // another process sweeps as well
            }
        }
    }

    public void Dispose() => System.IO.Directory.Delete(Directory.DirectoryPath, recursive: true);
}
