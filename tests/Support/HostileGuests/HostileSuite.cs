using System.Text;
using Wasmtime;

namespace WasmEngine.HostileGuests;

/// <summary>Every hostile guest there is.</summary>
public static class HostileSuite
{
    /// <summary>The guests.</summary>
    public static IReadOnlyList<HostileGuest> All { get; } = [.. Loops, .. Bombs, .. Windows, .. Pointers, .. Modules];

    /// <summary>A module that means well: "add" (i32, i32) -> i32, for whoever must not notice.</summary>
    public static byte[] Bystander() => Module.ConvertText("""(module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))""");

    private static IEnumerable<HostileGuest> Loops =>
    [
        Text("loop-empty", HostileEnd.Stopped, """(func (export "run") (loop br 0))"""),
        Text("loop-nested", HostileEnd.Stopped, """(func (export "run") (local i32) (loop (loop (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br_if 0 (local.get 0))) br 0))"""),
        Text("loop-memory", HostileEnd.Stopped, """
            (memory 256) (func (export "run") (local i32)
              (loop (i32.store (i32.and (local.get 0) (i32.const 0xfffffc)) (local.get 0)) (local.set 0 (i32.add (local.get 0) (i32.const 4160))) (br 0)))
            """),
        Text("loop-in-start", HostileEnd.Stopped, """(func $s (loop br 0)) (start $s) (func (export "run"))"""),
        Text("loop-in-initialize", HostileEnd.Stopped, """(func (export "_initialize") (loop br 0)) (func (export "run"))"""),
        Text("loop-of-tail-calls", HostileEnd.Stopped, """(func $a (return_call $b)) (func $b (export "run") (return_call $a))"""),
        Text("loop-of-indirect-tail-calls", HostileEnd.Stopped, """
            (type $t (func)) (table 1 funcref) (elem (i32.const 0) $a) (func $a (export "run") (return_call_indirect (type $t) (i32.const 0)))
            """),
        Text("loop-of-host-calls", HostileEnd.Stopped, """
            (import "wasmengine_v1" "now_ns" (func $now (result i64))) (func (export "run") (loop (drop (call $now)) (br 0)))
            """),
        Text("loop-of-bulk-memory", HostileEnd.Stopped, """
            (memory 4096) (func (export "run") (loop (memory.fill (i32.const 0) (i32.const 7) (i32.const 0x10000000)) (br 0)))
            """),
        Text("loop-of-growing-by-nothing", HostileEnd.Stopped, """(memory 1) (func (export "run") (loop (drop (memory.grow (i32.const 0))) (br 0)))"""),
        Text("loop-of-exceptions", HostileEnd.Stopped, """
            (tag $e) (func $throw (throw $e)) (func (export "run") (loop (block (try_table (catch_all 0) (call $throw))) (br 0)))
            """),
        Text("tree-of-calls", HostileEnd.Stopped, Tree()),
        Text("sleep", HostileEnd.Stopped, """
            (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 1)
            (func (export "run")
              (i32.store8 (i32.const 8) (i32.const 0))
              (i32.store (i32.const 16) (i32.const 1))
              (i64.store (i32.const 24) (i64.const 3600000000000))
              (drop (call $poll (i32.const 0) (i32.const 1024) (i32.const 1) (i32.const 2048))))
            """),
        Text("too-many-host-calls", HostileEnd.Stopped, """
            (import "wasmengine_v1" "now_ns" (func $now (result i64))) (func (export "run") (loop (drop (call $now)) (br 0)))
            """, "host functions") with { HostCalls = 1000 },
    ];

    private static IEnumerable<HostileGuest> Bombs =>
    [
        Text("memory-bomb", HostileEnd.Trapped, """
            (memory 1) (func (export "run") (local i32)
              (loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
              (memory.fill (i32.const 0) (i32.const 1) (i32.mul (memory.size) (i32.const 65536)))
              unreachable)
            """, "memory limit") with { MemoryBytes = 64 << 20 },
        Text("memory-too-large-from-the-start", HostileEnd.Trapped, """(memory 60000) (func (export "run"))""", "memory limit") with { MemoryBytes = 64 << 20 },
        Text("table-bomb", HostileEnd.Trapped, """
            (table 1 funcref) (func (export "run")
              (loop (br_if 0 (i32.ne (table.grow (ref.null func) (i32.const 10000)) (i32.const -1))))
              unreachable)
            """),
        Text("endless-recursion", HostileEnd.Trapped, """(func $f (export "run") (call $f) (call $f))""", "StackOverflow"),
        Text("endless-indirect-recursion", HostileEnd.Trapped, """
            (type $t (func)) (table 1 funcref) (elem (i32.const 0) $a) (func $a (export "run") (call_indirect (type $t) (i32.const 0)) (call_indirect (type $t) (i32.const 0)))
            """, "StackOverflow"),
        Text("log-flood", HostileEnd.Stopped, """
            (import "wasmengine_v1" "log" (func $log (param i32 i32 i32))) (memory (export "memory") 1)
            (data (i32.const 0) "flood flood flood flood flood flood")
            (func (export "run") (loop (call $log (i32.const 1) (i32.const 0) (i32.const 35)) (br 0)))
            """),
    ];

    private static IEnumerable<HostileGuest> Windows =>
    [
        Window("store-to-read-only", "(i32.store (local.get 0) (i32.const 1))"),
        Window("vector-store-to-read-only", "(v128.store (local.get 0) (v128.const i64x2 1 1))"),
        Window("atomic-to-read-only", "(drop (i32.atomic.rmw.add (local.get 0) (i32.const 1)))"),
        Window("fill-of-read-only", "(memory.fill (local.get 0) (i32.const 1) (local.get 1))"),
        Window("copy-to-read-only", "(memory.copy (local.get 0) (i32.const 0) (i32.const 4096))"),
        Window("init-of-read-only", """(memory.init $d (local.get 0) (i32.const 0) (i32.const 4))""", """(data $d "abcd")"""),
        Window("random-to-read-only", "(if (i32.eqz (call $random (local.get 0) (i32.const 64))) (then return)) unreachable",
            """(import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))"""),
        Text("window-after-release", HostileEnd.Trapped, """
            (import "wasmengine_v1" "buffer_open" (func $open (param i32 i32 i32) (result i32)))
            (import "wasmengine_v1" "buffer_address" (func $address (param i32) (result i32)))
            (import "wasmengine_v1" "buffer_close" (func $close (param i32) (result i32)))
            (memory (export "memory") 1) (data (i32.const 0) "data")
            (func (export "run") (param i32 i32) (local $b i32) (local $p i32)
              (local.set $b (call $open (i32.const 0) (i32.const 4) (i32.const 0)))
              (if (i32.le_s (local.get $b) (i32.const 0)) (then return))
              (local.set $p (call $address (local.get $b)))
              (drop (i32.load (local.get $p)))
              (drop (call $close (local.get $b)))
              (drop (i32.load (local.get $p))))
            """) with { BufferAccess = "read" },
        Text("copy-from-released-window", HostileEnd.Trapped, """
            (import "wasmengine_v1" "buffer_open" (func $open (param i32 i32 i32) (result i32)))
            (import "wasmengine_v1" "buffer_address" (func $address (param i32) (result i32)))
            (import "wasmengine_v1" "buffer_close" (func $close (param i32) (result i32)))
            (memory (export "memory") 1) (data (i32.const 0) "data")
            (func (export "run") (param i32 i32) (local $b i32) (local $p i32)
              (local.set $b (call $open (i32.const 0) (i32.const 4) (i32.const 1)))
              (if (i32.le_s (local.get $b) (i32.const 0)) (then return))
              (local.set $p (call $address (local.get $b)))
              (drop (call $close (local.get $b)))
              (memory.copy (i32.const 1024) (local.get $p) (i32.const 64)))
            """) with { BufferAccess = "rw" },
    ];

    private static IEnumerable<HostileGuest> Pointers =>
    [
        // None of these may do anything but return an error number; the guest reports one that succeeded by trapping.
        Text("wild-pointers", HostileEnd.Returned, """
            (import "wasmengine_v1" "log" (func $log (param i32 i32 i32)))
            (import "wasmengine_v1" "job_result" (func $result (param i32 i32) (result i32)))
            (import "wasmengine_v1" "job_key" (func $key (param i32 i32) (result i32)))
            (import "wasmengine_v1" "buffer_open" (func $open (param i32 i32 i32) (result i32)))
            (import "wasmengine_v1" "buffer_address" (func $address (param i32) (result i32)))
            (import "wasmengine_v1" "buffer_close" (func $close (param i32) (result i32)))
            (import "wasmengine_v1" "scene_text" (func $text (param i32 f32 f32 f32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "path_open" (func $path (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
            (memory (export "memory") 1)
            (func $fail (param i32) (if (i32.eqz (local.get 0)) (then unreachable)))
            (func $negative (param i32) (if (i32.ge_s (local.get 0) (i32.const 0)) (then unreachable)))
            (func (export "run")
              (call $log (i32.const 1) (i32.const -8) (i32.const 64))
              (call $log (i32.const 1) (i32.const 65530) (i32.const 0x7fffffff))
              (call $negative (call $result (i32.const 65000) (i32.const 5000)))
              (call $negative (call $result (i32.const -1) (i32.const -1)))
              (call $negative (call $open (i32.const 0x7ffffff0) (i32.const 64) (i32.const 0)))
              (call $negative (call $open (i32.const 0) (i32.const 0x7fffffff) (i32.const 99)))
              (call $fail (i32.eqz (call $address (i32.const 77))))
              (call $negative (call $close (i32.const -5)))
              (call $negative (call $text (i32.const 1) (f32.const nan) (f32.const inf) (f32.const -1) (i32.const 0) (i32.const -64) (i32.const 128)))
              (i32.store (i32.const 0) (i32.const -16)) (i32.store (i32.const 4) (i32.const 4096))
              (call $fail (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 100)))
              (call $fail (call $write (i32.const 1) (i32.const 65532) (i32.const 0x7fffffff) (i32.const 100)))
              (call $fail (call $random (i32.const 65535) (i32.const 2)))
              (call $fail (call $path (i32.const 3) (i32.const 0) (i32.const -9) (i32.const 10) (i32.const 0) (i64.const -1) (i64.const -1) (i32.const 0) (i32.const -4))))
            """),
    ];

    private static IEnumerable<HostileGuest> Modules =>
    [
        new("a-million-functions", () => LargeModules.ManyFunctions(1_000_000), "run", HostileEnd.Refused, "functions"),
        new("one-huge-function", () => LargeModules.HugeFunction(8 << 20), "run", HostileEnd.Refused),
        new("deep-blocks", () => LargeModules.DeepBlocks(200_000), "run", HostileEnd.Refused),
        new("a-million-locals", () => LargeModules.ManyLocals(1_000_000), "run", HostileEnd.Refused),
        new("larger-than-allowed", () => LargeModules.Padded(65 << 20), "run", HostileEnd.Refused),
        new("not-wasm", () => Encoding.ASCII.GetBytes("#!/bin/sh\nexec rm -rf /nowhere\n"), "run", HostileEnd.Refused),
        new("empty", () => [], "run", HostileEnd.Refused),
        new("truncated", () => LargeModules.ManyFunctions(10)[..^7], "run", HostileEnd.Refused),
        Text("unknown-import", HostileEnd.Refused, """(import "elsewhere" "thing" (func)) (func (export "run"))""", "elsewhere"),
        Text("guard-memory-named", HostileEnd.Refused, """(memory 1) (func (export "run"))""") with { Make = LargeModules.NamesTheGuardMemory },
    ];

    private static HostileGuest Text(string name, HostileEnd end, string module, string message = "") =>
        new(name, () => Module.ConvertText($"(module {module})"), "run", end, message);

    private static HostileGuest Window(string name, string body, string more = "") =>
        Text(name, HostileEnd.Trapped, $"""{(more.StartsWith("(import", StringComparison.Ordinal) ? more : "")} (memory (export "memory") 1) {(more.StartsWith("(import", StringComparison.Ordinal) ? "" : more)} (func (export "run") (param i32 i32) {body})""") with { BufferAccess = "read" };

    // Each function calls the next one twice: 2^40 calls, no loop, no recursion.
    private static string Tree()
    {
        var text = new StringBuilder("""(func (export "run") call 1) """);
        for (var i = 1; i < 40; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"(func call {i + 1} call {i + 1}) ");
        return text.Append("(func)").ToString();
    }
}
