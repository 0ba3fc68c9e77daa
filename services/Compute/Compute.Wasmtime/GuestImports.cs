using System.Collections.Frozen;
using WasmEngine.Compute.Core;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>The "wasmengine_v1" imports: checks pointers, hands on to the core.</summary>
internal static class GuestImports
{
    internal const string ModuleName = "wasmengine_v1";

    // i, I, f: i32, i64, f32.
    private static readonly (string Name, string Parameters, string Results, HostCall Call)[] Functions =
    [
        ("log", "iii", "", static (g, v) => Log(g, v)),
        ("now_ns", "", "I", static (_, v) => v[0].I64 = MonotonicClock.NowNs),
        ("surface_create", "ii", "i", static (g, v) => v[0].I32 = g.Calls.SurfaceCreate(v[0].I32, v[1].I32)),
        ("surface_stride", "i", "i", static (g, v) => v[0].I32 = g.Calls.SurfaceStride(v[0].I32)),
        ("surface_begin", "i", "i", static (g, v) => v[0].I32 = (int)g.Calls.SurfaceBegin(v[0].I32)),
        ("surface_present", "iiiii", "i", static (g, v) =>
            v[0].I32 = g.Calls.SurfacePresent(v[0].I32, new PixelRect(v[1].I32, v[2].I32, v[3].I32, v[4].I32))),
        ("surface_destroy", "i", "i", static (g, v) => v[0].I32 = g.Calls.SurfaceDestroy(v[0].I32)),
        ("request_frame", "", "", static (g, _) => g.Calls.RequestFrame()),
        ("scene_background", "i", "i", static (g, v) => v[0].I32 = g.Calls.SceneBackground((uint)v[0].I32)),
        ("scene_surface", "iiffffi", "i", static (g, v) =>
            v[0].I32 = g.Calls.SceneSurface((uint)v[0].I32, v[1].I32, v[2].F32, v[3].F32, v[4].F32, v[5].F32, (uint)v[6].I32)),
        ("scene_text", "ifffiii", "i", static (g, v) => v[0].I32 = SceneText(g, v)),
        ("scene_remove", "i", "i", static (g, v) => v[0].I32 = g.Calls.SceneRemove((uint)v[0].I32)),
        ("surface_name", "iiii", "i", static (g, v) => v[0].I32 = DomImports.SurfaceName(g, v)),
        ("dom_text", "iiii", "i", static (g, v) => v[0].I32 = DomImports.Text(g, v)),
        ("dom_attribute", "iiiiii", "i", static (g, v) => v[0].I32 = DomImports.Attribute(g, v)),
        ("dom_remove_attribute", "iiii", "i", static (g, v) => v[0].I32 = DomImports.Named(g, v, DomOperation.RemoveAttribute)),
        ("dom_class", "iiiii", "i", static (g, v) => v[0].I32 = DomImports.Named(g, v, v[4].I32 != 0 ? DomOperation.AddClass : DomOperation.RemoveClass)),
        ("dom_html", "iiiii", "i", static (g, v) => v[0].I32 = DomImports.Html(g, v)),
        ("dom_remove", "ii", "i", static (g, v) => v[0].I32 = DomImports.Remove(g, v)),
        ("dom_scroll", "iiff", "i", static (g, v) => v[0].I32 = DomImports.Scroll(g, v)),
        ("buffer_open", "iii", "i", static (g, v) => v[0].I32 = BufferOpen(g, v)),
        ("buffer_address", "i", "i", static (g, v) => v[0].I32 = (int)g.Calls.BufferAddress(v[0].I32)),
        ("buffer_size", "i", "I", static (g, v) => v[0].I64 = g.Calls.BufferSize(v[0].I32)),
        ("buffer_close", "i", "i", static (g, v) => v[0].I32 = g.Calls.BufferClose(v[0].I32)),
        ("job_result", "ii", "i", static (g, v) => v[0].I32 = TryRead(g, v[0].I32, v[1].I32, out var bytes) ? g.Calls.JobResult(bytes) : GuestError.Fault),
        ("job_progress", "II", "i", static (g, v) => v[0].I32 = g.Calls.JobProgress(v[0].I64, v[1].I64)),
        ("job_attempt", "", "i", static (g, v) => v[0].I32 = g.Calls.JobAttempt()),
        ("job_key", "ii", "i", static (g, v) => v[0].I32 = JobKey(g, v[0].I32, v[1].I32)),
        ("job_should_stop", "", "i", static (g, v) => v[0].I32 = g.Calls.JobShouldStop()),
    ];

    internal static readonly FrozenSet<string> Names = Functions.Select(f => f.Name).ToFrozenSet();

    internal static void Define(HostFunctions functions)
    {
        foreach (var (name, parameters, results, call) in Functions) functions.Define(ModuleName, name, parameters, results, call);
    }

    private static void Log(GuestContext guest, Span<RawValue> values)
    {
        if (TryRead(guest, values[1].I32, values[2].I32, out var text)) guest.Calls.Log(values[0].I32, text);
        else guest.Calls.Log(2, "the guest logged from outside of its memory"u8);
    }

    private static int SceneText(GuestContext guest, Span<RawValue> values) =>
        TryRead(guest, values[5].I32, values[6].I32, out var text)
            ? guest.Calls.SceneText((uint)values[0].I32, values[1].F32, values[2].F32, values[3].F32, (uint)values[4].I32, text)
            : GuestError.Fault;

    private static int BufferOpen(GuestContext guest, Span<RawValue> values) =>
        TryRead(guest, values[0].I32, values[1].I32, out var name) ? guest.Calls.BufferOpen(name, values[2].I32) : GuestError.Fault;

    private static int JobKey(GuestContext guest, int address, int capacity)
    {
        var key = guest.Calls.JobKey();
        if (capacity < 0) return GuestError.Invalid;
        if (key.Length > capacity) return GuestError.Limit;
        if (key.IsEmpty) return 0;
        if (guest.Memory is not { } memory || !memory.TryWrite((uint)address, key.Length, out var target)) return GuestError.Fault;
        key.CopyTo(target);
        return key.Length;
    }

    internal static bool TryRead(GuestContext guest, int address, int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return length >= 0 && guest.Memory is { } memory && memory.TryRead((uint)address, length, out bytes);
    }
}
