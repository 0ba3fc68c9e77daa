using WasmEngine.Memory;

namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>Imports of which a test serves only some; the guest fails at the others.</summary>
internal abstract class PartialCalls : IGuestCalls
{
    public virtual void Log(int level, ReadOnlySpan<byte> text) => throw new NotSupportedException();

    public virtual int SurfaceCreate(int width, int height) => throw new NotSupportedException();

    public int SurfaceStride(int surface) => throw new NotSupportedException();

    public uint SurfaceBegin(int surface) => throw new NotSupportedException();

    public int SurfacePresent(int surface, PixelRect damage) => throw new NotSupportedException();

    public int SurfaceDestroy(int surface) => throw new NotSupportedException();

    public virtual void RequestFrame() => throw new NotSupportedException();

    public int SceneBackground(uint argb) => throw new NotSupportedException();

    public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags) => throw new NotSupportedException();

    public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text) => throw new NotSupportedException();

    public int SceneRemove(uint node) => throw new NotSupportedException();

    public virtual ReadOnlySpan<byte> JobKey() => throw new NotSupportedException();
}
