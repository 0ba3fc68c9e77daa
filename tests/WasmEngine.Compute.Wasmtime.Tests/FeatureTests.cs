using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Each proposal that modules may use, run once.</summary>
public sealed class FeatureTests
{
    public static TheoryData<string, string, int> Proposals => new()
    {
        { "simd", "(func (export \"f\") (result i32) (i32x4.extract_lane 2 (i32x4.add (v128.const i32x4 1 2 3 4) (i32x4.splat (i32.const 39)))))", 42 },
        { "relaxed simd", "(func (export \"f\") (result i32) (i32.trunc_f32_s (f32x4.extract_lane 0 (f32x4.relaxed_madd (f32x4.splat (f32.const 6)) (f32x4.splat (f32.const 6)) (f32x4.splat (f32.const 6))))))", 42 },
        { "bulk memory", "(data $d \"\\2a\\00\\00\\00\") (func (export \"f\") (result i32) (memory.init $d (i32.const 8) (i32.const 0) (i32.const 4)) (memory.copy (i32.const 100) (i32.const 8) (i32.const 4)) (i32.load (i32.const 100)))", 42 },
        { "reference types", "(table $t 1 funcref) (elem declare func $g) (func $g (result i32) (i32.const 42)) (type $r (func (result i32))) (func (export \"f\") (result i32) (table.set $t (i32.const 0) (ref.func $g)) (call_indirect $t (type $r) (i32.const 0)))", 42 },
        { "externref", "(table $t 1 externref) (func (export \"f\") (result i32) (table.set $t (i32.const 0) (ref.null extern)) (i32.add (i32.const 41) (ref.is_null (table.get $t (i32.const 0)))))", 42 },
        { "multi-value", "(func $two (result i32 i32) (i32.const 40) (i32.const 2)) (func (export \"f\") (result i32) (i32.add (call $two)))", 42 },
        { "tail calls", "(func $down (param i32) (result i32) (if (result i32) (local.get 0) (then (return_call $down (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 42)))) (func (export \"f\") (result i32) (return_call $down (i32.const 1000000)))", 42 },
        { "exceptions", "(tag $t (param i32)) (func $throws (throw $t (i32.const 42))) (func (export \"f\") (result i32) (block $caught (result i32) (try_table (catch $t $caught) (call $throws)) (i32.const 0)))", 42 },
        { "atomics", "(func (export \"f\") (result i32) (i32.atomic.store (i32.const 8) (i32.const 40)) (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 2))) (i32.atomic.load (i32.const 8)))", 42 },
        { "memory64", "(memory $big i64 1) (func (export \"f\") (result i32) (i32.store $big (i64.const 8) (i32.const 42)) (i32.load $big (i64.const 8)))", 42 },
        { "extended const", "(global $g i32 (i32.add (i32.const 40) (i32.const 2))) (func (export \"f\") (result i32) (global.get $g))", 42 },
        { "multi-memory", "(memory $other 1) (func (export \"f\") (result i32) (i32.store $other (i32.const 0) (i32.const 42)) (memory.copy 0 $other (i32.const 16) (i32.const 0) (i32.const 4)) (i32.load (i32.const 16)))", 42 },
        { "sign extension", "(func (export \"f\") (result i32) (i32.add (i32.extend8_s (i32.const 0xff)) (i32.const 43)))", 42 },
        { "saturating conversion", "(func (export \"f\") (result i32) (i32.sub (i32.trunc_sat_f32_s (f32.const 1e30)) (i32.const 0x7fffffd5)))", 42 },
    };

    [Theory]
    [MemberData(nameof(Proposals))]
    public void Proposal_IsOn(string name, string code, int expected)
    {
        using var module = Guarded.Load($"(module (memory (export \"memory\") 1) {code} {Guarded.Memory})", code.Contains("(memory $", StringComparison.Ordinal) ? 2 : 1);
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));

        Assert.Equal((name, expected), (name, instance.Call("f")[0].I32));
        Assert.Equal(expected, instance.Call("f")[0].I32);
    }

    [Theory]
    [MemberData(nameof(Proposals))]
    public void Proposal_AsTheRewriterMakesIt_Runs(string name, string code, int expected)
    {
        using var module = Guests.Load($"(module (memory (export \"memory\") 1) {code})");
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));

        Assert.Equal((name, ""), (name, module.Description.EpochsBecause));
        Assert.Equal(expected, instance.Call("f")[0].I32);
    }

    /// <summary>Wasmtime's heap comes before a module's memories and looks like any: each is what it should be all the same.</summary>
    [Theory]
    [InlineData("(memory (export \"memory\") 0)", 1, true)]
    [InlineData("(memory (export \"memory\") 0)", 1, false)]
    [InlineData("(memory (export \"memory\") 1 1)", 1, true)]
    [InlineData("(memory (export \"memory\") 1 1)", 1, false)]
    [InlineData("(memory 0)(memory 1 1)(memory (export \"memory\") 1 1)", 3, true)]
    [InlineData("(memory 0)(memory 1 1)(memory (export \"memory\") 1 1)", 3, false)]
    [InlineData("", 0, true)]
    [InlineData("", 0, false)]
    public void Memories_WithAndWithoutAHeap_AreToldApart(string memories, int guardIndex, bool heap)
    {
        var exceptions = heap ? "(tag $t) (func (export \"throw\") (result i32) (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t)) (unreachable)) (drop) (i32.const 7))" : "(func (export \"throw\") (result i32) (i32.const 7))";
        var text = $$"""
            (module {{memories}} {{Guarded.Memory}} (global $ran (mut i32) (i32.const 0)) {{exceptions}}
              (func $start (global.set $ran (i32.add (global.get $ran) (i32.const 1)))) (start $start)
              (func (export "ran") (result i32) (global.get $ran))
              (func (export "loop") {{Guarded.Check}} (loop $again {{Guarded.Check}} (br $again))))
            """;
        using var module = Guarded.Load(text, guardIndex);
        for (var i = 0; i < 3; i++)
        {
            using var stop = new StopSignal();
            using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls(), stop: stop));
            Assert.Equal(7, instance.Call("throw")[0].I32);
            Assert.Equal(1, instance.Call("ran")[0].I32);
            Assert.Equal(guardIndex > 0, instance.Memory is not null);
            using var timer = new Timer(_ => stop.Raise(StopReason.Deadline), null, 20, Timeout.Infinite);
            Assert.Throws<GuestStoppedException>(() => instance.Call("loop"));
        }
    }

    [Fact]
    public void Exceptions_ThrownWithoutEnd_StayWithinTheMemoryLimit()
    {
        using var module = Guarded.Load($$"""
            (module (memory (export "memory") 1) {{Guarded.Memory}} (tag $t (param i64 i64 i64 i64))
              (func (export "f") (param $n i32) (result i32)
                (loop $again
                  (block $h (result i64 i64 i64 i64)
                    (try_table (catch $t $h) (throw $t (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4))) (unreachable))
                  (drop) (drop) (drop) (drop)
                  (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                  (br_if $again (local.get $n)))
                (i32.const 42)))
            """, 1);
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));

        Assert.Equal(42, instance.Call("f", WasmValue.FromI32(100_000))[0].I32);
    }

    [Fact]
    public void Exception_NobodyCatches_IsAClearFailure()
    {
        using var module = Guarded.Load($"(module {Guarded.Memory} (tag $t) (func $throws (export \"f\") (throw $t)))", 0);
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));

        Assert.Contains("exception", Assert.Throws<GuestException>(() => instance.Call("f")).Message, StringComparison.OrdinalIgnoreCase);
    }
}
