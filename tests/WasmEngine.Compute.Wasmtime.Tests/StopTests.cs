using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Stopping instances from outside, by guard page and by epochs.</summary>
public sealed class StopTests
{
    private const string Loops = $$"""
        (import "wasmengine_v1" "request_frame" (func $begun))
        (import "wasmengine_v1" "now_ns" (func $now (result i64)))
        (memory (export "memory") 2) (table 1 funcref) (elem (i32.const 0) $tail)
        """;

    private static string Endless(string check) => $$"""
        (module {{Loops}} {{(check.Length > 0 ? Guarded.Memory : "")}}
          (func (export "empty") (call $begun) (loop $again {{check}} (br $again)))
          (func (export "stores") (local $i i32) (call $begun)
            (loop $again {{check}}
              (i32.store (i32.and (local.get $i) (i32.const 65532)) (local.get $i))
              (local.set $i (i32.add (local.get $i) (i32.const 4)))
              (br $again)))
          (func (export "begin_tail") (call $begun) (return_call $tail))
          (func $tail {{check}} (return_call_indirect (i32.const 0)))
          (func $fib (param i64) (result i64) {{check}}
            (if (result i64) (i64.lt_u (local.get 0) (i64.const 2)) (then (i64.const 1))
              (else (i64.add (call $fib (i64.sub (local.get 0) (i64.const 1))) (call $fib (i64.sub (local.get 0) (i64.const 2)))))))
          (func (export "fib") (result i64) (call $begun) (call $fib (i64.const 200)))
          (func (export "host") (call $begun) (loop $again (drop (call $now)) (br $again)))
          (func (export "quick") (result i32) (i32.const 42)))
        """;

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var export in (string[])["empty", "stores", "begin_tail", "fib", "host"])
            {
                data.Add(export, false);
                data.Add(export, true);
            }

            return data;
        }
    }

    private static WasmtimeModule Load(bool epochs) => epochs ? Guarded.LoadWithEpochs(Endless("")) : Guarded.Load(Endless(Guarded.Check), 1);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Raise_DuringAnEndlessCall_EndsIt(string export, bool epochs)
    {
        using var module = Load(epochs);
        for (var i = 0; i < 20; i++)
        {
            using var stop = new StopSignal();
            var calls = new BegunCalls();
            var raiser = new Thread(() =>
            {
                calls.Begun.Wait();
                stop.Raise(StopReason.Deadline);
            });
            raiser.Start();
            using var instance = module.InstantiateFunctions(Guests.Setup(calls, stop: stop));

            var stopped = Assert.Throws<GuestStoppedException>(() => instance.Call(export));

            raiser.Join();
            Assert.Equal(StopReason.Deadline, stopped.Reason);
        }
    }

    [Fact]
    public void Raise_OneOfTwoEpochInstances_TheOtherGoesOn()
    {
        using var module = Load(epochs: true);
        using StopSignal stopA = new(), stopB = new();
        BegunCalls callsA = new(), callsB = new();
        Exception? failureB = null;
        var other = new Thread(() =>
        {
            using var instance = module.InstantiateFunctions(Guests.Setup(callsB, stop: stopB));
            failureB = Record.Exception(() => instance.Call("empty"));
        });
        other.Start();
        callsB.Begun.Wait(TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
        {
            using var stop = new StopSignal();
            var calls = new BegunCalls { OnBegun = () => stop.Raise(StopReason.Cancelled) };
            using var instance = module.InstantiateFunctions(Guests.Setup(calls, stop: stop));
            Assert.Throws<GuestStoppedException>(() => instance.Call("empty"));
        }

        Assert.True(other.IsAlive);
        stopB.Raise(StopReason.Shutdown);
        other.Join();
        Assert.Equal(StopReason.Shutdown, Assert.IsType<GuestStoppedException>(failureB).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Raised_BeforeTheCall_NothingRuns(bool epochs)
    {
        using var module = Load(epochs);
        using var stop = new StopSignal();
        var calls = new RecordingCalls();
        using var instance = module.InstantiateFunctions(Guests.Setup(calls, stop: stop));
        Assert.Equal(42, instance.Call("quick")[0].I32);

        stop.Raise(StopReason.Cancelled);

        Assert.Throws<GuestStoppedException>(() => instance.Call("quick"));
        Assert.Throws<GuestStoppedException>(() => module.InstantiateFunctions(Guests.Setup(calls, stop: stop)));
        Assert.Empty(calls.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Raise_DuringTheStartFunction_EndsTheInstantiation(bool epochs)
    {
        var check = epochs ? "" : Guarded.Check;
        var text = $$"""
            (module (import "wasmengine_v1" "request_frame" (func $begun)) (memory 1) {{(epochs ? "" : Guarded.Memory)}}
              (func $start (call $begun) (loop $again {{check}} (br $again))) (start $start))
            """;
        using var module = epochs ? Guarded.LoadWithEpochs(text) : Guarded.Load(text, 1);
        using var stop = new StopSignal();
        var calls = new BegunCalls { OnBegun = () => stop.Raise(StopReason.Cancelled) };

        Assert.Throws<GuestStoppedException>(() => module.InstantiateFunctions(Guests.Setup(calls, stop: stop)));
    }

    [Fact]
    public void Stopped_Instance_LeavesItsGuardPageAndAddressesFitForOthers()
    {
        using var module = Load(epochs: false);
        for (var i = 0; i < 200; i++)
        {
            using var stop = new StopSignal();
            var calls = new BegunCalls { OnBegun = () => stop.Raise(StopReason.CpuTime) };
            using (var instance = module.InstantiateFunctions(Guests.Setup(calls, stop: stop))) Assert.Throws<GuestStoppedException>(() => instance.Call("stores"));
            using var next = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));
            Assert.Equal(42, next.Call("quick")[0].I32);
            Assert.True(next.Memory!.TryRead(0, 131072, out var bytes));
            Assert.False(bytes.ContainsAnyExcept((byte)0));
        }
    }

    [Fact]
    public void HostCalls_AboveTheBudget_StopTheInstance()
    {
        using var module = Load(epochs: false);
        using var stop = new StopSignal();
        using var instance = module.InstantiateFunctions(
            new GuestSetup(new RecordingCalls(), new InstanceLimits { MemoryBytes = Guests.Limit, HostCalls = 1000 }, stop));

        var stopped = Assert.Throws<GuestStoppedException>(() => instance.Call("host"));

        Assert.Equal(StopReason.HostCalls, stopped.Reason);
    }

    [Fact]
    public void OutOfBounds_WithoutAStop_IsTheGuestsOwnTrap()
    {
        using var module = Guarded.Load($"(module (memory (export \"memory\") 1) {Guarded.Memory} (func $reads (export \"f\") {Guarded.Check} (drop (i32.load (i32.const 70000)))))", 1);
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));

        var failure = Assert.Throws<GuestException>(() => instance.Call("f")).Message;

        Assert.Contains("MemoryOutOfBounds (address 0x11170 of 0x10000) at reads", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_AppInAnEndlessFrame_EndsItThroughItsSignal()
    {
        await using var run = new AppRun();
        await run.StartAsync(Guests.App(
            more: "(data (i32.const 8) \"begun\")",
            init: "(call $request) (i32.const 0)",
            frame: "(call $log (i32.const 3) (i32.const 8) (i32.const 5)) (loop $again (br $again))"));
        while (!run.Warnings.Any(w => w.Contains("begun", StringComparison.Ordinal))) await Task.Delay(1, TestContext.Current.CancellationToken);

        Assert.True(await run.Registry.StopAsync("a", TimeSpan.FromMilliseconds(50)));

        Assert.Contains(run.Warnings, w => w.Contains("the call is ended", StringComparison.Ordinal));
    }

    [Fact]
    public void DeepRecursion_OverAndOver_LeavesTheThreadUsable()
    {
        using var module = Guests.Load("""
            (module
              (func $deep (export "deep") (param i64) (result i64) (i64.add (call $deep (i64.add (local.get 0) (i64.const 1))) (i64.const 1)))
              (func $down (export "down") (param i32) (result i32)
                (if (result i32) (local.get 0) (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1))))) (else (i32.const 0)))))
            """);
        for (var i = 0; i < 50; i++)
        {
            using (var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls())))
            {
                var failure = Assert.Throws<GuestException>(() => instance.Call("deep", WasmValue.FromI64(1))).Message;
                Assert.Contains("nested too deeply", failure, StringComparison.Ordinal);
                Assert.Contains("1024 KiB", failure, StringComparison.Ordinal);
            }

            using var next = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));
            Assert.Equal(5000, next.Call("down", WasmValue.FromI32(5000))[0].I32);
        }
    }

    /// <summary>Tells when the guest's call has begun.</summary>
    private sealed class BegunCalls : PartialCalls
    {
        public ManualResetEventSlim Begun { get; } = new();

        public Action? OnBegun { get; init; }

        public override void RequestFrame()
        {
            Begun.Set();
            OnBegun?.Invoke();
        }
    }
}
