using System.Collections.Frozen;
using WasmEngine.Compute.Core;
using WasmEngine.Memory;
using WasmEngine.Platform;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Defines the "wasmengine_v1" imports of one instance: checks pointers, hands on to the core.</summary>
internal sealed class GuestImports(IGuestCalls calls)
{
    internal const string ModuleName = "wasmengine_v1";

    internal static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "log", "now_ns", "surface_create", "surface_stride", "surface_begin", "surface_present", "surface_destroy",
        "request_frame", "scene_background", "scene_surface", "scene_text", "scene_remove",
    ]);

    /// <summary>The guest's memory; null until its instance exists, then pointers are refused.</summary>
    internal global::Wasmtime.Memory? Memory { get; set; }

    internal void Define(Linker linker)
    {
        linker.DefineFunction<int, int, int>(ModuleName, "log", Log);
        linker.DefineFunction(ModuleName, "now_ns", () => MonotonicClock.NowNs);
        linker.DefineFunction<int, int, int>(ModuleName, "surface_create", calls.SurfaceCreate);
        linker.DefineFunction<int, int>(ModuleName, "surface_stride", calls.SurfaceStride);
        linker.DefineFunction<int, int>(ModuleName, "surface_begin", surface => (int)calls.SurfaceBegin(surface));
        linker.DefineFunction<int, int, int, int, int, int>(ModuleName, "surface_present",
            (surface, x, y, width, height) => calls.SurfacePresent(surface, new PixelRect(x, y, width, height)));
        linker.DefineFunction<int, int>(ModuleName, "surface_destroy", calls.SurfaceDestroy);
        linker.DefineFunction(ModuleName, "request_frame", calls.RequestFrame);
        linker.DefineFunction<int, int>(ModuleName, "scene_background", argb => calls.SceneBackground((uint)argb));
        linker.DefineFunction<int, int, float, float, float, float, int, int>(ModuleName, "scene_surface",
            (node, surface, x, y, width, height, flags) => calls.SceneSurface((uint)node, surface, x, y, width, height, (uint)flags));
        linker.DefineFunction<int, float, float, float, int, int, int, int>(ModuleName, "scene_text", SceneText);
        linker.DefineFunction<int, int>(ModuleName, "scene_remove", node => calls.SceneRemove((uint)node));
    }

    private void Log(int level, int address, int length)
    {
        if (TryRead(address, length, out var text)) calls.Log(level, text);
        else calls.Log(3, "the guest logged from outside of its memory"u8);
    }

    private int SceneText(int node, float x, float y, float size, int argb, int address, int length) =>
        TryRead(address, length, out var text) ? calls.SceneText((uint)node, x, y, size, (uint)argb, text) : GuestError.Fault;

    private bool TryRead(int address, int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (Memory is null || length < 0 || (long)(uint)address + length > Memory.GetLength()) return false;
        bytes = Memory.GetSpan((uint)address, length);
        return true;
    }
}
