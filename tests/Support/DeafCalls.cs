using WasmEngine.Compute.Core;
using WasmEngine.Memory;

namespace WasmEngine.GuestTesting;

/// <summary>Serves a guest nothing: for guests whose calls do not matter. Compiled into whoever needs it.</summary>
/// <param name="onFrameRequested">Told of each request for a frame; null: nobody is.</param>
internal sealed class DeafCalls(Action? onFrameRequested = null) : IGuestCalls
{
    /// <inheritdoc/>
    public void Log(int level, ReadOnlySpan<byte> text)
    {
        // deaf
    }

    /// <inheritdoc/>
    public int SurfaceCreate(int width, int height) => GuestError.State;

    /// <inheritdoc/>
    public int SurfaceStride(int surface) => GuestError.State;

    /// <inheritdoc/>
    public uint SurfaceBegin(int surface) => 0;

    /// <inheritdoc/>
    public int SurfacePresent(int surface, PixelRect damage) => GuestError.State;

    /// <inheritdoc/>
    public int SurfaceDestroy(int surface) => GuestError.State;

    /// <inheritdoc/>
    public void RequestFrame() => onFrameRequested?.Invoke();

    /// <inheritdoc/>
    public int SceneBackground(uint argb) => GuestError.State;

    /// <inheritdoc/>
    public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags) => GuestError.State;

    /// <inheritdoc/>
    public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text) => GuestError.State;

    /// <inheritdoc/>
    public int SceneRemove(uint node) => GuestError.State;
}
