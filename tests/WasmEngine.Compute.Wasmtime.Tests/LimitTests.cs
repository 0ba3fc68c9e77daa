using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>What an instance may use, and many of them at once.</summary>
public sealed class LimitTests
{
    [Fact]
    public void Tables_LargerThanTheInstanceMayHave_NameTheLimit()
    {
        using var module = Guests.Load("(module (table 100 funcref) (table $t (export \"t\") 1 funcref) (func (export \"grow\") (result i32) (table.grow $t (ref.null func) (i32.const 20))))");
        using var stop = new StopSignal();

        var failure = Assert.Throws<GuestException>(() => module.InstantiateFunctions(
            new GuestSetup(new RecordingCalls(), new InstanceLimits { TableElements = 10 }, stop))).Message;

        Assert.Contains("tableElements", failure, StringComparison.Ordinal);
        using var instance = module.InstantiateFunctions(new GuestSetup(new RecordingCalls(), new InstanceLimits { TableElements = 100 }, stop));
        Assert.Equal(1, instance.Call("grow")[0].I32);
    }

    [Fact]
    public void Memory64_AccessesAreCheckedAndGrowthIsLimited()
    {
        using var module = Guests.Load("""
            (module (memory (export "memory") i64 1)
              (func (export "load") (param i64) (result i32) (i32.load (local.get 0)))
              (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0))))
            """);
        using var stop = new StopSignal();
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls(), stop: stop));

        Assert.Equal(1, instance.Call("grow", WasmValue.FromI64(15))[0].I64);
        Assert.Equal(-1, instance.Call("grow", WasmValue.FromI64(1))[0].I64);
        Assert.Equal(0, instance.Call("load", WasmValue.FromI64((1 << 20) - 4))[0].I32);
        Assert.Contains("MemoryOutOfBounds", Assert.Throws<GuestException>(() => instance.Call("load", WasmValue.FromI64(1L << 40))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_OnManyThreads_StoppedAtAnyMoment_DoNotDisturbEachOther()
    {
        using var module = Guests.Load("""
            (module
              (import "wasmengine_v1" "log" (func $log (param i32 i32 i32)))
              (import "wasmengine_v1" "now_ns" (func $now (result i64)))
              (memory (export "memory") 2)
              (func (export "sum") (param $n i32) (result i32) (local $s i32)
                (loop $again
                  (i32.store (i32.shl (local.get $n) (i32.const 2)) (local.get $n))
                  (local.set $s (i32.add (local.get $s) (i32.load (i32.shl (local.get $n) (i32.const 2)))))
                  (drop (call $now))
                  (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
                (local.get $s))
              (func (export "spin") (loop $again (drop (call $now)) (i32.store (i32.const 70000) (i32.const 1)) (br $again))))
            """);
        const int threads = 6, rounds = 150;
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var workers = Enumerable.Range(0, threads).Select(seed => new Thread(() =>
        {
            try
            {
                Work(module, new Random(seed), rounds);
            }
            catch (Exception e) // told to who waits
            {
                failures.Enqueue(e);
            }
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        Assert.Empty(failures);
    }

    private static void Work(IGuestModule module, Random random, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            using var stop = new StopSignal();
            using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls(), stop: stop));
            var count = random.Next(1, 1000);
            Assert.True(instance.Memory!.TryRead(0, 131072, out var bytes));
            Assert.False(bytes.ContainsAnyExcept((byte)0));
            Assert.Equal(count * (count + 1) / 2, instance.Call("sum", WasmValue.FromI32(count))[0].I32);
            if (round % 3 != 0) continue;
            using var timer = new Timer(_ => stop.Raise(StopReason.Deadline), null, random.Next(0, 3), Timeout.Infinite);
            Assert.Throws<GuestStoppedException>(() => instance.Call("spin"));
            using var done = new ManualResetEvent(false);
            timer.Dispose(done);
            done.WaitOne();
        }
    }
}
