namespace WasmEngine.Fuzz.Rewriter;

/// <summary>Small modules that between them have everything the rewriter looks at.</summary>
internal static class HandWritten
{
    internal static readonly string[] Texts =
    [
        "(module)",
        """
        (module $names
          (import "a" "f" (func $imported (param i32) (result i32))) (import "a" "g" (global $g i32))
          (memory $m (export "memory") 1) (memory $wide i64 1 4) (table $t 4 8 funcref) (global $x (mut i32) (i32.const 7))
          (type $unary (func (param i32) (result i32)))
          (elem $e (table $t) (i32.const 1) func $loop $leaf) (elem declare func $bulk)
          (data $d "some bytes") (data (memory $m) (i32.const 16) "active")
          (func $leaf (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
          (func $loop (export "loop") (param $n i32) (result i32) (local $i i32) (local i64 f32 f64 v128)
            (block $out (loop $again
              (br_if $out (i32.ge_u (local.get $i) (local.get $n)))
              (local.set $i (i32.add (local.get $i) (call $leaf (i32.const 1))))
              (if (i32.and (local.get $i) (i32.const 1)) (then (br $again)) (else (call $bulk)))
              (br_table 0 1 0 (local.get $i))))
            (call_indirect $t (type $unary) (local.get $i) (i32.const 2)))
          (func $bulk
            (memory.copy $m $m (i32.const 0) (i32.const 8) (i32.const 8)) (memory.copy $wide $m (i64.const 0) (i32.const 8) (i32.const 8))
            (memory.fill $wide (i64.const 0) (i32.const 1) (i64.const 9)) (memory.init $m $d (i32.const 0) (i32.const 1) (i32.const 2)) (data.drop $d)
            (table.fill $t (i32.const 0) (ref.null func) (i32.const 1)) (drop (memory.grow $m (i32.const 1))) (elem.drop $e))
          (func $even (param i32) (result i32) (if (result i32) (local.get 0) (then (return_call $odd (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 1))))
          (func $odd (param i32) (result i32) (if (result i32) (local.get 0) (then (return_call $even (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 0))))
          (func $start (drop (call $even (call $imported (i32.const 5))))) (start $start))
        """,
        """
        (module
          (memory 1) (tag $e (param i32)) (tag $n) (type $f (func (result i32)))
          (func $seven (export "seven") (type $f) (i32.const 7)) (elem declare func $seven)
          (func (param i32) (result i32) (block $h (result i32) (try_table (result i32) (catch $e $h) (throw $e (local.get 0)))))
          (func (block $h (try_table (catch $n $h) (catch_all $h) (loop (throw $n)))))
          (func (result i32 exnref) (block $b (result i32 exnref) (try_table (catch_ref $e $b) (throw $e (i32.const 1))) unreachable))
          (func (param exnref) (throw_ref (local.get 0)))
          (func (param (ref null $f)) (result i32) (block $none (return (call_ref $f (br_on_null $none (local.get 0))))) (return_call_ref $f (ref.func $seven)))
          (func (param v128 i32) (result v128) (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (local.get 0) (v128.load8_lane 3 (local.get 1) (local.get 0)))
            (v128.const i64x2 1 2) (i32x4.relaxed_trunc_f32x4_s) (f32x4.relaxed_madd (v128.load offset=8 (i32.const 0)) (local.get 0)))
          (func (param i32) (result i64) (drop (i32.atomic.rmw.add (local.get 0) (i32.const 1))) (atomic.fence) (drop (memory.atomic.notify (local.get 0) (i32.const 1)))
            (i64.atomic.rmw8.cmpxchg_u offset=3 (local.get 0) (i64.const 1) (i64.trunc_sat_f64_u (f64.const 1e300))))
          (func (param i64 i64 i64 i64) (result i64 i64) (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3))))
        """,
        "(module (func $a (call $b) (call $b)) (func $b (call $c) (call $c)) (func $c (call $a)) (func (loop (loop (loop (br 2))) (br 0))))",
        "(module (import \"m\" \"m\" (memory 1 2)) (func (export \"e\") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)) (memory.fill (local.get 0) (local.get 1) (local.get 2))))",
    ];
}
