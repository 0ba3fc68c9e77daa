using System.Text;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>Imports that note what arrives.</summary>
internal sealed class RecordingCalls : IGuestCalls
{
    public List<string> Lines { get; } = [];

    public List<string> Calls { get; } = [];

    public bool IsSilent { get; set; }

    public Exception? Failure { get; set; }

    public void Log(int level, ReadOnlySpan<byte> text) => Lines.Add($"{level}: {Encoding.UTF8.GetString(text)}");

    public int SurfaceCreate(int width, int height)
    {
        if (Failure is not null) throw Failure;
        return Note($"create {width} {height}", 1);
    }

    public int SurfaceStride(int surface) => Note($"stride {surface}", 64);

    public uint SurfaceBegin(int surface) => IsSilent ? 1024 : (uint)Note($"begin {surface}", 1024);

    public int SurfacePresent(int surface, PixelRect damage) => IsSilent ? 0 : Note($"present {surface} {damage.X} {damage.Y} {damage.Width} {damage.Height}", 0);

    public int SurfaceDestroy(int surface) => Note($"destroy {surface}", 0);

    public void RequestFrame()
    {
        if (!IsSilent) Calls.Add("request");
    }

    public int SceneBackground(uint argb) => Note($"background {argb:x8}", 0);

    public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags) =>
        Note($"surface {node} {surface} {x} {y} {width} {height} {flags}", 0);

    public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text) =>
        Note($"text {node} {x} {y} {size} {argb:x8} {Encoding.UTF8.GetString(text)}", 0);

    public int SceneRemove(uint node) => Note($"remove {node}", 0);

    public int SurfaceName(int surface, ReadOnlySpan<byte> name, uint flags) => Note($"name {surface} {Encoding.UTF8.GetString(name)} {flags}", 0);

    public int Dom(in DomRequest request) =>
        Note($"{request.Operation} {Encoding.UTF8.GetString(request.Id)},{Encoding.UTF8.GetString(request.Name)},{Encoding.UTF8.GetString(request.Value)} {request.Place} {request.X} {request.Y}", 0);

    private int Note(FormattableString call, int result)
    {
        Calls.Add(FormattableString.Invariant(call));
        return result;
    }
}
