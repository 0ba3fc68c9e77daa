using WasmEngine.Compute.Modules.Tests.Support;
using Wasmtime;

namespace WasmEngine.Compute.Modules.Tests;

/// <summary>Whatever runs for long ends when the guard memory's page is revoked.</summary>
public sealed class PreemptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string, string> Endless => new()
    {
        { "empty loop", "(func $run (loop (br 0)))" },
        { "nested loops without stores", "(func $run (local i32 i64) (loop (loop (local.set 1 (i64.add (local.get 1) (i64.const 3))) (br_if 0 (i64.ne (local.get 1) (i64.const 7)))) (br 0)))" },
        { "loop with parameters", "(func $run i32.const 1 (loop (param i32) (br 0)))" },
        { "memory-bound loop", "(func $run (local i32) (loop (i32.store (i32.and (local.get 0) (i32.const 0xFFFC)) (local.get 0)) (local.set 0 (i32.add (local.get 0) (i32.const 4096))) (br 0)))" },
        { "tree of recursive calls", "(func $run (call $f (i32.const 60))) (func $f (param i32) (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1))) (call $f (i32.sub (local.get 0) (i32.const 1))))))" },
        { "mutual tail calls", "(func $run (return_call $g)) (func $g (return_call $run))" },
        { "tail calls through a table", "(table 2 funcref) (elem (i32.const 0) $run $g) (func $run (return_call_indirect (i32.const 1))) (func $g (return_call_indirect (i32.const 0)))" },
        { "tail calls through a reference", "(type $t (func)) (elem declare func $run) (func $run (type $t) (return_call_ref $t (ref.func $run)))" },
        { "tree of calls through a table", "(type $t (func (param i32))) (table 1 funcref) (elem (i32.const 0) $f) (func $run (call $f (i32.const 60))) (func $f (type $t) (if (local.get 0) (then (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)) (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))))" },
        { "tree of different functions", Tree(60) },
        { "loop that throws", "(tag $e) (func $run (loop $l (block $b (try_table (catch $e $b) (throw $e))) (br $l)))" },
        { "loop through a catch", "(tag $e) (func $thrower (throw $e)) (func $run (loop $l (try_table (catch $e $l) (call $thrower))))" },
        { "fills of megabytes", "(func $run (loop (memory.fill (i32.const 0) (i32.const 0) (i32.const 16777216)) (br 0)))" },
        { "a loop in a dead arm's neighbour", "(func $run (block (br 0) (loop (br 0))) (loop (br 0)))" },
    };

    private static string Tree(int depth) => "(func $run (call $f0))" + string.Concat(Enumerable.Range(0, depth).Select(i => $"(func $f{i} (call $f{i + 1}) (call $f{i + 1}))")) + $"(func $f{depth})";

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task EndlessCode_GuardRevoked_EndsWithATrap(string name, string text)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs mprotect");
        var rewritten = Wasm.RewriteValid($"(module (import \"test\" \"started\" (func $started)) (memory 256) (export \"start\" (func $start)) (func $start (call $started) (call $run)) {text})");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var guest = new Guest(Wasm.ExportGuard(rewritten), started.SetResult);
        var guard = guest.Guard.GetPointer();
        var call = Task.Factory.StartNew(() => guest.Call("start"), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted, name);

        PageAccess.Set(guard, GuardMemory.Bytes, PageAccess.None);
        var result = await call.WaitAsync(Patience, TestContext.Current.CancellationToken);

        PageAccess.Set(guard, GuardMemory.Bytes, PageAccess.ReadWrite);
        Assert.Equal(TrapCode.MemoryOutOfBounds, result);
    }

    [Theory]
    [InlineData("(func (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))", 0)]
    [InlineData("(func $g) (func (call $g) (call $g))", 0)] // short leaves and their callers cost nothing
    [InlineData("(func (loop (br 0)))", 1)]
    [InlineData("(func (loop (loop (br 0)) (br 0)))", 2)]
    [InlineData("(func $f (call $f))", 1)] // its entry
    [InlineData("(func $f (call $g)) (func $g (call $h)) (func $h (call $f))", 3)]
    [InlineData("(func $f (return_call $g)) (func $g (return_call $f))", 2)]
    [InlineData("(table 1 funcref) (func (call_indirect (i32.const 0)))", 1)] // an operand besides the call makes it dearer than the budget
    [InlineData("(table 1 funcref) (func (call_indirect (i32.const 0)) (call_indirect (i32.const 0)))", 2)]
    public void GuardCount_SmallModules_IsNoMoreThanNeeded(string text, int guards) => Assert.Equal(guards, Wasm.RewriteValid($"(module {text})").GuardCount);

    [Fact]
    public void GuardCount_LongStraightCode_HasOneInEachBudget()
    {
        var rewritten = Wasm.RewriteValid($"(module (func {string.Concat(Enumerable.Repeat("nop ", 95_000))}))");
        Assert.Equal(10, rewritten.GuardCount); // the entry's and nine more
    }

    [Fact]
    public void GuardCount_BranchesAroundGuards_CannotAvoidThem()
    {
        // Each arm holds a guard, and each may be skipped; what lies between them adds up.
        var part = $"(if (local.get 0) (then {string.Concat(Enumerable.Repeat("nop ", 9_990))})) {string.Concat(Enumerable.Repeat("nop ", 3_000))}";
        var rewritten = Wasm.RewriteValid($"(module (func (param i32) {string.Concat(Enumerable.Repeat(part, 20))}))");
        Assert.True(rewritten.GuardCount >= 20 + (20 * 3_000 / 10_000), $"{rewritten.GuardCount}");
    }
}
