using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Handoff;

/// <summary>The private directories in which the two processes meet; either of them may remove what is there.</summary>
internal sealed class HandoffPlace
{
    private readonly InstancePaths _paths;

    internal HandoffPlace(string instance)
    {
        _paths = InstancePaths.For(instance);
        Regions = new RegionDirectory(_paths.RegionDirectory);
    }

    internal string Instance => _paths.Instance;

    internal RegionDirectory Regions { get; }

    internal static RegionName ChainName { get; } = RegionName.Parse("handoff");

    internal string ControlSocket => _paths.Socket("control");

    internal string PixelSocket => _paths.Socket("pixels");

    internal string GrpcSocket => _paths.Socket("grpc");

    internal void Create()
    {
        InstancePaths.CreatePrivate(_paths.RuntimeDirectory);
        Regions.Ensure();
    }

    internal void Remove()
    {
        Remove(_paths.RuntimeDirectory);
        Remove(_paths.RegionDirectory);
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // the other process was faster
        }
    }
}
