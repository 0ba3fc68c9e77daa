using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Memory;
using static WasmEngine.Compute.Wasmtime.Tests.Support.RunBench;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Runs of functions, from the spec to the result, over the real engine.</summary>
public sealed class RunTests : IDisposable
{
    private const string Kernels = """
        (module
          (import "wasmengine_v1" "log" (func $log (param i32 i32 i32)))
          (import "wasmengine_v1" "job_result" (func $result (param i32 i32) (result i32)))
          (import "wasmengine_v1" "job_progress" (func $progress (param i64 i64) (result i32)))
          (import "wasmengine_v1" "job_attempt" (func $attempt (result i32)))
          (import "wasmengine_v1" "job_key" (func $key (param i32 i32) (result i32)))
          (import "wasmengine_v1" "job_should_stop" (func $should_stop (result i32)))
          (import "wasmengine_v1" "buffer_open" (func $open (param i32 i32 i32) (result i32)))
          (import "wasmengine_v1" "buffer_address" (func $address (param i32) (result i32)))
          (import "wasmengine_v1" "buffer_size" (func $size (param i32) (result i64)))
          (import "wasmengine_v1" "buffer_close" (func $close (param i32) (result i32)))
          (memory (export "memory") 2 1024)
          (data (i32.const 16) "before the end")
          (data (i32.const 64) "data")
          (global $n (mut i32) (i32.const 0))
          (func (export "_initialize") (global.set $n (i32.const 7)))
          (func (export "add") (param i32 i64 f32 f64) (result f64 i64)
            (f64.add (f64.add (f64.convert_i32_s (local.get 0)) (f64.promote_f32 (local.get 2))) (local.get 3))
            (i64.add (local.get 1) (i64.extend_i32_s (global.get $n))))
          (func (export "sum") (param $p i32) (param $n i32) (result i32) (local $s i32)
            (block (loop (br_if 1 (i32.eqz (local.get $n)))
              (local.set $s (i32.add (local.get $s) (i32.load8_u (local.get $p))))
              (local.set $p (i32.add (local.get $p) (i32.const 1)))
              (local.set $n (i32.sub (local.get $n) (i32.const 1))) (br 0)))
            (local.get $s))
          (func (export "store") (param $p i32) (param $n i64) (result i64) (i32.store8 (local.get $p) (i32.const 99)) (local.get $n))
          (func (export "echo") (param i32 i32) (drop (call $result (local.get 0) (local.get 1))) (drop (call $result (local.get 0) (local.get 1))))
          (func (export "trap") (call $log (i32.const 1) (i32.const 16) (i32.const 14)) unreachable)
          (func (export "spin") (loop (br 0)))
          (func (export "hosted") (loop (drop (call $attempt)) (br 0)))
          (func (export "polite") (block (loop (br_if 1 (call $should_stop)) (br 0))))
          (func (export "progress") (result i32 i32 i32)
            (call $progress (i64.const 3) (i64.const 4)) (call $progress (i64.const 5) (i64.const 4)) (call $attempt))
          (func (export "key") (result i32) (drop (call $result (i32.const 128) (call $key (i32.const 128) (i32.const 64)))) (call $key (i32.const 128) (i32.const 1)))
          (func (export "named") (result i32 i64 i32 i32) (local $b i32)
            (local.set $b (call $open (i32.const 64) (i32.const 4) (i32.const 0)))
            (i32.load8_u (call $address (local.get $b)))
            (call $size (local.get $b))
            (call $close (local.get $b))
            (call $open (i32.const 64) (i32.const 4) (i32.const 1)))
          (func (export "mark") (param $b i64) (param $e i64) (param $p i32) (param $n i32)
            (block (loop (br_if 1 (i64.ge_s (local.get $b) (local.get $e)))
              (i32.atomic.rmw8.add_u (i32.add (local.get $p) (i32.wrap_i64 (local.get $b))) (i32.const 1)) drop
              (local.set $b (i64.add (local.get $b) (i64.const 1))) (br 0))))
          (func (export "failing") (param $b i32) (param $e i32) (if (i32.le_s (local.get $b) (i32.const 500)) (then (if (i32.gt_s (local.get $e) (i32.const 500)) (then unreachable)))))
          (func (export "vector") (param v128)))
        """;

    private readonly RunBench _bench = new();
    private readonly string _module;

    public RunTests() => _module = _bench.Module(Kernels);

    public void Dispose() => _bench.Dispose();

    private FunctionSpec Call(string export, params FunctionArgument[] arguments) => _bench.Call(_module, export, arguments);

    [Fact]
    public async Task Run_Numbers_ArriveAndReturn_AfterTheConstructor()
    {
        var result = await _bench.SucceedAsync(Call("add", I32(-2), I64(1L << 40), new NumberArgument(WasmType.F32, WasmValue.FromF32(0.5f)), new NumberArgument(WasmType.F64, WasmValue.FromF64(10))));

        Assert.Equal([WasmType.F64, WasmType.I64], result.Results.Select(r => r.Type));
        Assert.Equal((8.5, (1L << 40) + 7), (result.Results[0].Value.F64, result.Results[1].Value.I64));
    }

    [Fact]
    public async Task Run_Data_IsCopiedIn_AndResultBytesAppend()
    {
        var sum = await _bench.SucceedAsync(Call("sum", new DataArgument(new byte[] { 1, 2, 3, 250 })));
        var empty = await _bench.SucceedAsync(Call("sum", new DataArgument(Array.Empty<byte>())));
        var echo = await _bench.SucceedAsync(Call("echo", new DataArgument("ab"u8.ToArray())));

        Assert.Equal((256, 0), (sum.Results[0].Value.I32, empty.Results[0].Value.I32));
        Assert.Equal("abab"u8.ToArray(), echo.Data.ToArray());
    }

    [Fact]
    public async Task Run_ResultBytesBeyondTheLimit_AreRefused()
    {
        var bytes = new byte[400 << 10];
        var echo = await _bench.SucceedAsync(Call("echo", new DataArgument(bytes)));

        Assert.Equal(bytes.Length, echo.Data.Length);
    }

    [Fact]
    public async Task Run_BufferSlice_IsTheVeryMemory()
    {
        using var buffer = _bench.Buffer("data", 200_000);
        buffer.Payload[70_000..70_003].Fill(5);
        buffer.Payload[70_003] = 100;

        var sum = await _bench.SucceedAsync(Call("sum", new BufferArgument("data", 70_000, 3, false)));
        var stored = await _bench.SucceedAsync(Call("store", new BufferArgument("data", 70_001, 0, true)));

        Assert.Equal(15, sum.Results[0].Value.I32);
        Assert.Equal(200_000 - 70_001, stored.Results[0].Value.I64);
        Assert.Equal(99, buffer.Payload[70_001]);
    }

    [Fact]
    public async Task Run_WriteToAReadOnlyBuffer_Traps_AndChangesNothing()
    {
        using var buffer = _bench.Buffer("data", 100);

        var result = await _bench.RunAsync(Call("store", new BufferArgument("data", 0, 0, false)));

        Assert.Equal(RunFault.Trapped, result.Fault);
        Assert.Equal(0, buffer.Payload[0]);
    }

    [Fact]
    public async Task Run_BufferByName_IsWhatWasGranted()
    {
        using var buffer = _bench.Buffer("data", 1000);
        buffer.Payload[10] = 77;
        var module = _bench.Module(Kernels.Replace("(func (export \"named\")", "(func (export \"named\") (param i32 i32)", StringComparison.Ordinal));

        var result = await _bench.SucceedAsync(_bench.Call(module, "named", new BufferArgument("data", 10, 20, false)));

        Assert.Equal((77, 20L, 0, -7), (result.Results[0].Value.I32, result.Results[1].Value.I64, result.Results[2].Value.I32, result.Results[3].Value.I32));
        var unknown = await _bench.SucceedAsync(Call("named"));
        Assert.Equal(-3, unknown.Results[3].Value.I32);
    }

    public static TheoryData<string, FunctionArgument[], string> Misfits => new()
    {
        { "nothing", [], "no exported function \"nothing\"" },
        { "vector", [], "no number" },
        { "sum", [I32(1)], "the arguments make 1 parameters, it takes 2" },
        { "sum", [I64(1), I32(1)], "argument 1 is an i64, parameter 1 is an i32" },
        { "sum", [I32(1), I32(1), I32(1)], "no parameter for argument 3" },
        { "trap", [new DataArgument(new byte[1])], "argument 1 (data) needs two parameters" },
        { "sum", [new BufferArgument("data", 1000, 0, false)], "there is none at 1000" },
        { "sum", [new BufferArgument("data", 999, 2, false)], "reach over its end" },
        { "sum", [new BufferArgument("other", 0, 0, false)], "\"other\" is not among" },
        { "sum", [new DataArgument(new byte[(512 << 10) + 1])], "put more into a buffer" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task Run_CallThatDoesNotFit_SaysWhy(string export, FunctionArgument[] arguments, string expected)
    {
        using var buffer = _bench.Buffer("data", 1000);
        var call = Call(export, arguments);

        var result = await _bench.RunAsync(call);

        Assert.Equal(RunFault.CallInvalid, result.Fault);
        Assert.Contains(expected, result.Detail, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<CallInvalidException>(() => _bench.Runs.Check(call, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoModule_SaysSo()
    {
        var result = await _bench.RunAsync(_bench.Call("/nowhere/x.wasm", "f"));

        Assert.Equal(RunFault.ModuleInvalid, result.Fault);
        Assert.Contains("/nowhere/x.wasm", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Trap_TellsWhereAndTheLastLogLines()
    {
        var result = await _bench.RunAsync(Call("trap"));

        Assert.Equal(RunFault.Trapped, result.Fault);
        Assert.Contains("before the end", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BeyondItsTime_IsStopped()
    {
        var result = await _bench.RunAsync(Call("spin") with { WallLimit = TimeSpan.FromMilliseconds(30) });

        Assert.Equal(RunFault.Deadline, result.Fault);
        Assert.Contains("30 ms", result.Detail, StringComparison.Ordinal);
        Assert.True(result.Wall >= TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public async Task Run_BeyondItsProcessorTime_IsStopped()
    {
        var result = await _bench.RunAsync(Call("spin") with { CpuLimit = TimeSpan.FromMilliseconds(20) });

        Assert.Equal(RunFault.CpuTime, result.Fault);
        Assert.True(result.Cpu >= TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Run_TooManyHostCalls_IsStopped()
    {
        var result = await _bench.RunAsync(Call("hosted") with { Limits = new InstanceLimits { HostCalls = 1000 } });

        Assert.Equal(RunFault.HostCalls, result.Fault);
    }

    [Fact]
    public async Task Stop_Running_EndsIt()
    {
        var run = _bench.Start(Call("spin"), isJob: true);
        await run.Started.WaitAsync(Patience);

        await _bench.Runs.StopAsync(run.Spec.Id, TimeSpan.Zero);

        Assert.Equal(RunFault.Cancelled, (await run.Ended.WaitAsync(Patience)).Fault);
    }

    [Fact]
    public async Task Stop_WithGrace_LetsAPoliteGuestEndByItself()
    {
        var run = _bench.Start(Call("polite"), isJob: true);
        await run.Started.WaitAsync(Patience);

        await _bench.Runs.StopAsync(run.Spec.Id, Patience);

        Assert.Equal(RunFault.None, (await run.Ended.WaitAsync(Patience)).Fault);
    }

    [Fact]
    public async Task Job_ProgressAttemptAndKey_AreAnswered()
    {
        var progress = _bench.Start(Call("progress"), isJob: true, attempt: 3);
        var key = await _bench.RunAsync(Call("key"), isJob: true, key: "order-7");
        var outside = await _bench.RunAsync(Call("progress"));

        Assert.Equal([0, -1, 3], (await progress.Ended.WaitAsync(Patience)).Results.Select(r => r.Value.I32));
        Assert.Equal(new RunProgress(3, 4), progress.Progress);
        Assert.Equal(("order-7", -2), (System.Text.Encoding.UTF8.GetString(key.Data.Span), key.Results[0].Value.I32));
        Assert.Equal([-5, -5, -5], outside.Results.Select(r => r.Value.I32));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    [InlineData(0, 1000)]
    public async Task Loop_DoesEachNumberOnce(int workers, ulong grain)
    {
        const int numbers = 300_000;
        using var buffer = _bench.Buffer("data", numbers);
        var call = Call("mark", new BufferArgument("data", 0, 0, true)) with { Range = new LoopRange(0, numbers, grain, workers) };

        var run = _bench.Start(call, isJob: true);
        var result = await run.Ended.WaitAsync(Patience);

        Assert.True(result.Fault == RunFault.None, result.Detail);
        Assert.Equal(-1, buffer.Payload.IndexOfAnyExcept((byte)1));
        Assert.Equal(new RunProgress(numbers, numbers), run.Progress);
    }

    [Fact]
    public async Task Loop_FirstFailure_StopsAll()
    {
        var result = await _bench.RunAsync(Call("failing") with { Range = new LoopRange(0, int.MaxValue, 1) });

        Assert.Equal(RunFault.Trapped, result.Fault);
    }

    [Fact]
    public async Task Loop_Cancelled_Ends()
    {
        var module = _bench.Module("""(module (func (export "f") (param i64 i64) (loop (br 0))))""");
        var run = _bench.Start(_bench.Call(module, "f") with { Range = new LoopRange(long.MinValue, long.MaxValue) });
        await run.Started.WaitAsync(Patience);

        _bench.Runs.Stop(run);

        Assert.Equal(RunFault.Cancelled, (await run.Ended.WaitAsync(Patience)).Fault);
    }

    [Fact]
    public async Task Stop_Waiting_EndsItAtOnce()
    {
        var running = _bench.Start(Call("spin"));
        var also = _bench.Start(Call("spin"));
        var waiting = _bench.Start(Call("spin"), isJob: true);
        await Task.WhenAll(running.Started, also.Started).WaitAsync(Patience);

        await _bench.Runs.StopAsync(waiting.Spec.Id, Patience);

        Assert.Equal(RunFault.Cancelled, (await waiting.Ended.WaitAsync(Patience)).Fault);
        Assert.False(waiting.Started.IsCompleted);
        _bench.Runs.Stop(running);
        _bench.Runs.Stop(also);
        Assert.Equal(RunFault.Cancelled, (await also.Ended.WaitAsync(Patience)).Fault);
    }

    [Fact]
    public async Task Start_SameIdentifierTwice_IsRefused_UntilTheFirstHasEnded()
    {
        var run = _bench.Start(Call("spin"));

        Assert.Contains(run.Spec.Id, Assert.Throws<CallInvalidException>(() => _bench.Runs.Start(run.Spec)).Message, StringComparison.Ordinal);
        _bench.Runs.Stop(run);
        await run.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Run_WindowUsedAfterItsRelease_Traps()
    {
        using var buffer = _bench.Buffer("data", 1000);
        var module = _bench.Module(Kernels.Replace(
            "(func (export \"named\")",
            """
            (func (export "late") (param i32 i32) (result i32) (local $b i32) (local $p i32)
              (local.set $b (call $open (i32.const 64) (i32.const 4) (i32.const 1)))
              (local.set $p (call $address (local.get $b)))
              (i32.store8 (local.get $p) (i32.const 5))
              (drop (call $close (local.get $b)))
              (i32.load8_u (local.get $p)))
            (func (export "named")
            """,
            StringComparison.Ordinal));

        var result = await _bench.RunAsync(_bench.Call(module, "late", new BufferArgument("data", 0, 0, true)));

        Assert.Equal((RunFault.Trapped, 5), (result.Fault, (int)buffer.Payload[0]));
    }

    [Fact]
    public async Task Run_OthersLoopForEver_ThousandsOfRunsOfOtherSessionsEnd()
    {
        FunctionRun[] loops = [.. Enumerable.Range(0, 8).Select(i => _bench.Start(Call("spin") with { Session = $"loops {i % 2}" }))];
        FunctionRun[] runs = [.. Enumerable.Range(0, 2000).Select(i => _bench.Start(Call("sum", new DataArgument(new byte[] { 1, (byte)i })) with { Session = $"short {i % 4}" }))];

        for (var i = 0; i < runs.Length; i++) Assert.Equal(1 + (i % 256), (await runs[i].Ended.WaitAsync(Patience)).Results[0].Value.I32);

        Assert.DoesNotContain(loops, l => l.Ended.IsCompleted);
        foreach (var loop in loops) _bench.Runs.Stop(loop);
        foreach (var loop in loops) Assert.Equal(RunFault.Cancelled, (await loop.Ended.WaitAsync(Patience)).Fault);
    }

    [Fact]
    public async Task Drain_EndsWhatRunsAndWaits_AsToBeMadeElsewhere()
    {
        using var bench = new RunBench(cores: 1);
        var module = bench.Module(Kernels);
        FunctionRun[] runs = [bench.Start(bench.Call(module, "spin")), bench.Start(bench.Call(module, "spin"))];
        await runs[0].Started.WaitAsync(Patience);

        Assert.True(await bench.Runs.DrainAsync(Patience));

        foreach (var run in runs) Assert.Equal(RunFault.Shutdown, (await run.Ended.WaitAsync(Patience)).Fault);
        Assert.Throws<GuestStoppedException>(() => bench.Start(bench.Call(module, "spin")));
    }
}
