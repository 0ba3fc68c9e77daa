using WasmEngine.Compute.Wasmtime;

namespace WasmEngine.EndToEnd.Tests.Testing;

/// <summary>App folders made for a test.</summary>
internal static class TestApp
{
    private static int _count;

    /// <summary>Parts that every guest needs; the rest is the test's.</summary>
    internal const string Frame = """
        (import "wasmengine_v1" "surface_create" (func $create (param i32 i32) (result i32)))
        (import "wasmengine_v1" "surface_begin" (func $begin (param i32) (result i32)))
        (import "wasmengine_v1" "surface_present" (func $present (param i32 i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "scene_surface" (func $place (param i32 i32 f32 f32 f32 f32 i32) (result i32)))
        (import "wasmengine_v1" "scene_background" (func $background (param i32) (result i32)))
        (import "wasmengine_v1" "request_frame" (func $request))
        (memory (export "memory") 2)
        (global $surface (mut i32) (i32.const 0))
        (func (export "wasmengine_abi_version") (result i32) i32.const 0x10000)
        """;

    /// <summary>Init that creates an opaque surface that fills the view, and asks for a frame.</summary>
    internal const string InitSurface = """
        (func (export "wasmengine_init") (param i32 i32) (result i32)
          (global.set $surface (call $create (local.get 0) (local.get 1)))
          (drop (call $place (i32.const 1) (global.get $surface) (f32.const 0) (f32.const 0)
            (f32.convert_i32_s (local.get 0)) (f32.convert_i32_s (local.get 1)) (i32.const 1)))
          (call $request) (i32.const 0))
        """;

    /// <summary>A frame that presents whatever the slot holds, and asks for the next.</summary>
    internal const string Animate = """
        (func (export "wasmengine_frame") (param i64)
          (if (call $begin (global.get $surface)) (then (drop (call $present (global.get $surface) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))))
          (call $request))
        """;

    /// <summary>A guest that does nothing.</summary>
    internal const string Idle = """
        (module (memory (export "memory") 1)
          (func (export "wasmengine_abi_version") (result i32) i32.const 0x10000)
          (func (export "wasmengine_init") (param i32 i32) (result i32) i32.const 0))
        """;

    internal static string Hello => Path.Combine(TestEnvironment.Tree, "apps/hello");

    /// <summary>A folder with a manifest and a module of these bytes.</summary>
    internal static string Create(string id, byte[] module, string? manifest = null)
    {
        var directory = Path.Combine(TestEnvironment.Root, $"{id}-{Interlocked.Increment(ref _count)}"); // SYNC: a name for each; pairs with itself
        Directory.CreateDirectory(directory);
        File.WriteAllBytes(Path.Combine(directory, "app.wasm"), module);
        manifest ??= $$"""{"id":"{{id}}","title":"{{id}}","module":"app.wasm","width":320,"height":200}""";
        if (manifest.Length > 0) File.WriteAllText(Path.Combine(directory, "wasmengine.json"), manifest);
        return directory;
    }

    /// <summary>A folder with a module in the text format.</summary>
    internal static string Create(string id, params string[] parts) => Create(id, WasmtimeEngine.Assemble($"(module {string.Join('\n', parts)})"));
}
