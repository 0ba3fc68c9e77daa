using System.Globalization;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>A private directory in memory, deleted at the end.</summary>
internal sealed class TempDirectory : IDisposable
{
    public TempDirectory()
    {
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        Path = System.IO.Path.Combine(root, "we-test-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
        InstancePaths.CreatePrivate(Path);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
