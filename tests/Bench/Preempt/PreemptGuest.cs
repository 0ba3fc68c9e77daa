namespace WasmEngine.Bench.Preempt;

/// <summary>A module whose exports never end by themselves; each tells first that it has begun.</summary>
internal static class PreemptGuest
{
    /// <summary>The case without a guest.</summary>
    internal const string Control = "control";

    /// <summary>Exports and what they are, in the order in which they are measured.</summary>
    internal static readonly (string Export, string What)[] Cases =
    [
        (Control, "no guest, a thread that spins on the signal"),
        ("emptyLoop", "an endless loop of nothing"),
        ("memoryLoop", "an endless loop that stores all over 64 MiB"),
        ("recursion", "calls that call themselves twice, exponentially many"),
        ("tailCalls", "a function that calls itself in tail position, through a table"),
        ("sleep", "WASI poll_oneoff for an hour"),
        ("read", "WASI fd_read of 1 GiB in one call, over and over"),
        ("fill", "memory.fill of 2 GiB, over and over"),
        ("copy", "memory.copy of 1 GiB, over and over"),
    ];

    /// <summary>The file that "read" reads, in the directory granted.</summary>
    internal const string File = "data";

    internal const string Text = """
        (module
          (import "wasmengine_v1" "request_frame" (func $begun))
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_pread" (func $pread (param i32 i32 i32 i64 i32) (result i32)))
          (memory (export "memory") 32769)
          (table 1 funcref) (elem (i32.const 0) $tail)
          (data (i32.const 8) "data")
          (func (export "emptyLoop") (call $begun) (loop $again (br $again)))
          (func (export "memoryLoop") (local $i i32) (call $begun)
            (loop $again
              (i32.store (i32.and (local.get $i) (i32.const 0x3fffffc)) (local.get $i))
              (local.set $i (i32.add (local.get $i) (i32.const 4100)))
              (br $again)))
          (func $fib (param i64) (result i64)
            (if (result i64) (i64.lt_u (local.get 0) (i64.const 2)) (then (i64.const 1))
              (else (i64.add (call $fib (i64.sub (local.get 0) (i64.const 1))) (call $fib (i64.sub (local.get 0) (i64.const 2)))))))
          (func (export "recursion") (call $begun) (drop (call $fib (i64.const 10000))))
          (func $tail (return_call_indirect (i32.const 0)))
          (func (export "tailCalls") (call $begun) (return_call $tail))
          (func (export "sleep")
            (i32.store (i32.const 1040) (i32.const 1)) (i64.store (i32.const 1048) (i64.const 3600000000000))
            (call $begun)
            (loop $again (drop (call $poll (i32.const 1024) (i32.const 2048) (i32.const 1) (i32.const 4096))) (br $again)))
          (func (export "read")
            (if (call $open (i32.const 3) (i32.const 0) (i32.const 8) (i32.const 4) (i32.const 0) (i64.const 6) (i64.const 0) (i32.const 0) (i32.const 1024)) (then (unreachable)))
            (i32.store (i32.const 2048) (i32.const 65536)) (i32.store (i32.const 2052) (i32.const 0x40000000))
            (call $begun)
            (loop $again
              (if (call $pread (i32.load (i32.const 1024)) (i32.const 2048) (i32.const 1) (i64.const 0) (i32.const 4096)) (then (unreachable)))
              (br $again)))
          (func (export "fill") (call $begun) (loop $again (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x80000000)) (br $again)))
          (func (export "copy") (call $begun) (loop $again (memory.copy (i32.const 0) (i32.const 0x40000000) (i32.const 0x40000000)) (br $again))))
        """;
}
