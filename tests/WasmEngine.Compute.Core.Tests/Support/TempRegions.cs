using System.Globalization;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests.Support;

/// <summary>A region directory of its own, deleted at the end.</summary>
internal sealed class TempRegions : IDisposable
{
    public TempRegions()
    {
        var root = System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        Directory = new RegionDirectory(Path.Combine(root, "we-test-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)));
        Directory.Ensure();
    }

    public RegionDirectory Directory { get; }

    /// <summary>Names of the regions that there are now, in order.</summary>
    public string[] Names => [.. System.IO.Directory.EnumerateFiles(Directory.DirectoryPath).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public void Dispose() => System.IO.Directory.Delete(Directory.DirectoryPath, recursive: true);
}
