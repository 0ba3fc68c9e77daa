namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>Modules as text, and one engine without a cache for all tests.</summary>
internal static class Guests
{
    public const long Limit = 1 << 20;

    public static readonly WasmtimeEngine Engine = new(new WasmtimeOptions(), TimeProvider.System, new LogLines<WasmtimeEngine>());

    private const string Imports = """
        (import "wasmengine_v1" "log" (func $log (param i32 i32 i32)))
        (import "wasmengine_v1" "now_ns" (func $now (result i64)))
        (import "wasmengine_v1" "surface_create" (func $create (param i32 i32) (result i32)))
        (import "wasmengine_v1" "surface_stride" (func $stride (param i32) (result i32)))
        (import "wasmengine_v1" "surface_begin" (func $begin (param i32) (result i32)))
        (import "wasmengine_v1" "surface_present" (func $present (param i32 i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "surface_destroy" (func $destroy (param i32) (result i32)))
        (import "wasmengine_v1" "request_frame" (func $request))
        (import "wasmengine_v1" "scene_background" (func $background (param i32) (result i32)))
        (import "wasmengine_v1" "scene_surface" (func $place (param i32 i32 f32 f32 f32 f32 i32) (result i32)))
        (import "wasmengine_v1" "scene_text" (func $text (param i32 f32 f32 f32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "scene_remove" (func $remove (param i32) (result i32)))
        (import "wasmengine_v1" "surface_name" (func $name (param i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "dom_text" (func $dom_text (param i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "dom_attribute" (func $dom_attribute (param i32 i32 i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "dom_remove_attribute" (func $dom_remove_attribute (param i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "dom_class" (func $dom_class (param i32 i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "dom_html" (func $dom_html (param i32 i32 i32 i32 i32) (result i32)))
        (import "wasmengine_v1" "dom_remove" (func $dom_remove (param i32 i32) (result i32)))
        (import "wasmengine_v1" "dom_scroll" (func $dom_scroll (param i32 i32 f32 f32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        """;

    /// <summary>An app: what its functions do besides, and its memory.</summary>
    public static string App(string init = "(i32.const 0)", string frame = "", string input = "", string memory = "(memory (export \"memory\") 2)", string more = "") => $"""
        (module
          {Imports}
          {memory}
          {more}
          (func (export "wasmengine_abi_version") (result i32) i32.const 0x10000)
          (func $init (export "wasmengine_init") (param $w i32) (param $h i32) (result i32) (local $i i32) (local $j i32) {init})
          (func $frame (export "wasmengine_frame") (param $time i64) (local $i i32) (local $j i32) {frame})
          (func $event (export "wasmengine_event") (param $kind i32) (param $x f32) (param $y f32) (param $code i32) (param $modifiers i32) (param $at i64) {input}))
        """;

    public static IGuestModule Load(string text) => Load(WasmtimeEngine.Assemble(text));

    public static IGuestModule Load(byte[] bytes)
    {
        using var directory = new TempDirectory();
        File.WriteAllBytes(directory["guest.wasm"], bytes);
        return Engine.Load(directory["guest.wasm"]);
    }

    /// <summary>What an instance gets; nobody ever stops it.</summary>
    public static GuestSetup Setup(IGuestCalls calls, long limit = Limit, StopSignal? stop = null) =>
        new(calls, new InstanceLimits { MemoryBytes = limit }, stop ?? new StopSignal());

    /// <summary>Instantiates and runs init; the instance is disposed.</summary>
    public static int Init(string text, RecordingCalls? calls = null, long limit = Limit)
    {
        using var module = Load(text);
        using var instance = module.Instantiate(Setup(calls ?? new RecordingCalls(), limit));
        return instance.Init(640, 480);
    }

    /// <summary>The message with which init fails.</summary>
    public static string Failure(string text, RecordingCalls? calls = null, long limit = Limit) =>
        Assert.ThrowsAny<GuestException>(() => Init(text, calls, limit)).Message;
}
