using System.Collections.Concurrent;
using System.Diagnostics;
using WasmEngine.Compute.Core.Tests.Support;
using WasmEngine.Memory;
using WasmEngine.Testing;

namespace WasmEngine.Compute.Core.Tests;

/// <summary>When the guest is called. No upper bounds on time: machines are busy.</summary>
public sealed class AppPacingTests
{
    private static readonly RegionName Surface = RegionName.Parse("app.a.g1.s1");

    private static ScriptedGuest Presenter(Action onFrame) => new()
    {
        OnInit = (calls, _, _) =>
        {
            calls.RequestFrame();
            return calls.SurfaceCreate(8, 8) - 1;
        },
        OnFrame = calls =>
        {
            onFrame();
            calls.SurfaceBegin(1);
            calls.SurfacePresent(1, default);
            calls.RequestFrame();
        },
    };

    [Fact]
    public async Task Frames_TakenByRender_SetThePace()
    {
        using var frames = new SemaphoreSlim(0);
        await using var bench = new AppBench(Presenter(() => frames.Release()));
        await bench.StartAsync();
        Assert.True(await frames.WaitAsync(AppBench.Patience));
        using var render = ChainReader.Open(bench.Directory, Surface, RegionKind.Surface, setsPace: true);

        var start = Stopwatch.GetTimestamp();
        var taken = 0ul;
        for (var i = 0; i < 200; i++)
        {
            while (render.LatestFrameId == taken) render.Published.Wait(render.Published.Value, 10_000_000);
            taken = render.LatestFrameId;
            render.MarkConsumed(taken);
            Assert.True(await frames.WaitAsync(AppBench.Patience));
        }

        // 200 calls at one a second or at 60 Hz would take far longer than a frame that follows its taking at once;
        // the ratio alone is judged: every taken frame brought one call.
        Assert.True(render.LatestFrameId >= 200);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(150)); // nobody waited for the stall clock
    }

    [Fact]
    public async Task Frames_NobodyTakesThem_ComeOnceASecond()
    {
        var times = new BlockingCollection<long>();
        await using var bench = new AppBench(Presenter(() => times.Add(Stopwatch.GetTimestamp())));
        await bench.StartAsync();

        var first = Take(times);
        var second = Take(times);
        var third = Take(times);

        Assert.True(Stopwatch.GetElapsedTime(first, second) >= TimeSpan.FromMilliseconds(990));
        Assert.True(Stopwatch.GetElapsedTime(second, third) >= TimeSpan.FromMilliseconds(990));
    }

    [Fact]
    public async Task Frames_ChangedDocument_IsSeenWhollyAndItsShowingSetsThePace()
    {
        using var frames = new SemaphoreSlim(0);
        var guest = new ScriptedGuest
        {
            OnInit = (calls, _, _) =>
            {
                calls.RequestFrame();
                return 0;
            },
            OnFrame = calls =>
            {
                for (var i = 0; i < 5; i++) calls.Dom(new DomRequest { Operation = DomOperation.Text, Id = "a"u8, Value = "x"u8 });
                frames.Release();
                calls.RequestFrame();
            },
        };
        await using var bench = new AppBench(guest);
        var started = await bench.StartAsync();
        using var render = RingConsumer.Open(bench.Directory, started.Journal, out _);
        for (var frame = 0; frame < 200; frame++)
        {
            Assert.True(await frames.WaitAsync(AppBench.Patience)); // by the stall clock alone, 200 calls would take minutes
            var records = 0;
            while (records == 0)
            {
                var word = render.Written.Value;
                while (render.TryRead(out _)) records++;
                if (records == 0) render.Written.Wait(word, 10_000_000);
            }

            Assert.Equal(0, records % 5); // all of a call's changes at once
            render.Release();
            render.MarkShown();
        }
    }

    [Fact]
    public async Task Frames_NothingPresented_ComeAtSixtyHertz()
    {
        var times = new BlockingCollection<long>();
        var guest = new ScriptedGuest
        {
            OnInit = (calls, _, _) =>
            {
                calls.RequestFrame();
                return 0;
            },
            OnFrame = calls =>
            {
                times.Add(Stopwatch.GetTimestamp());
                calls.RequestFrame();
            },
        };
        await using var bench = new AppBench(guest);
        await bench.StartAsync();

        var first = Take(times);
        for (var i = 0; i < 29; i++) Take(times);
        var last = Take(times);

        Assert.True(Stopwatch.GetElapsedTime(first, last) >= TimeSpan.FromMilliseconds(30 * 1000 / 60 - 5));
    }

    [Fact]
    public async Task Frames_NotRequested_AreNotCalled()
    {
        var calls = 0;
        using var input = new SemaphoreSlim(0);
        var guest = new ScriptedGuest
        {
            OnInit = (c, _, _) =>
            {
                c.RequestFrame();
                return 0;
            },
            OnFrame = _ => calls++, // asks for no other
            OnInput = (_, _) => input.Release(),
        };
        await using var bench = new AppBench(guest);
        await bench.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            bench.SendInput(i);
            Assert.True(await input.WaitAsync(AppBench.Patience));
        }

        await bench.StopAsync();
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Idle_NoFrameRequested_TakesNoCpu()
    {
        using var input = new SemaphoreSlim(0);
        await using var bench = new AppBench(new ScriptedGuest { OnInput = (_, _) => input.Release() });
        await bench.StartAsync("idle");
        bench.SendInput(1);
        Assert.True(await input.WaitAsync(AppBench.Patience));

        var before = SwitchesOf("app idle");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var after = SwitchesOf("app idle");

        Assert.True(after - before <= 2, $"woken {after - before} times"); // the last one may still have been on its way to sleep
    }

    /// <summary>How often the kernel has put a thread of this process to sleep or aside: it stands still while the thread sleeps.</summary>
    private static long SwitchesOf(string thread)
    {
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var status = File.ReadAllLines(Path.Combine(task, "status"));
            if (status[0] != "Name:\t" + thread) continue;
            return status.Where(l => l.Contains("ctxt_switches", StringComparison.Ordinal)).Sum(l => long.Parse(l.AsSpan(l.IndexOf(':', StringComparison.Ordinal) + 1)));
        }

        throw new InvalidOperationException($"there is no thread {thread}");
    }

    [Fact]
    public async Task Input_Events_ComeInOrderAndRubbishIsSkipped()
    {
        var seen = new BlockingCollection<long>();
        await using var bench = new AppBench(new ScriptedGuest { OnInput = (_, e) => seen.Add((long)e.X) });
        for (var i = 0; i < 100; i++) bench.SendInput(i);
        await bench.StartAsync(); // those before the start count, too
        for (var i = 100; i < 200; i++)
        {
            bench.SendInput(i);
            Assert.True(bench.Input.TryWrite(77, "unknown"u8));
            Assert.True(bench.Input.TryWrite(InputRecord.RecordType, "too short"u8));
            Assert.True(bench.Input.TryWrite(InputRecord.RecordType, new byte[InputRecord.Size])); // no such kind
            while (bench.Input.FreeBytes < 1024) bench.Input.Space.Wait(bench.Input.Space.Value, 1_000_000);
        }

        for (var i = 0; i < 200; i++) Assert.Equal(i, Take(seen));
    }

    [Fact]
    public async Task Input_NeverEnding_DoesNotStarveFrames()
    {
        using var frames = new SemaphoreSlim(0);
        AppBench? bench = null;
        var guest = new ScriptedGuest
        {
            OnInit = (calls, _, _) =>
            {
                calls.RequestFrame();
                return 0;
            },
            OnFrame = calls =>
            {
                frames.Release();
                calls.RequestFrame();
            },
            OnInput = (_, _) => bench!.SendInput(1), // there is always one more
        };
        bench = new AppBench(guest);
        await using var owned = bench;
        bench.SendInput(0);
        await bench.StartAsync();

        for (var i = 0; i < 5; i++) Assert.True(await frames.WaitAsync(AppBench.Patience));
        Assert.True(await bench.StopAsync());
    }

    [Fact]
    public async Task Frame_SteadyState_AllocatesNothing()
    {
        var rounds = new Allocations(8, 50);
        var allocated = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var guest = Presenter(() =>
        {
            rounds.Step(); // from one frame's presenting to the next's
            if (rounds.IsDone) allocated.TrySetResult(rounds.Least);
        });
        await using var bench = new AppBench(guest);
        await bench.StartAsync();
        using var render = ChainReader.Open(bench.Directory, Surface, RegionKind.Surface, setsPace: true);

        while (!allocated.Task.IsCompleted)
        {
            bench.SendInput(1);
            var seen = render.Published.Value;
            render.MarkConsumed(render.LatestFrameId);
            render.Published.Wait(seen, 1_000_000);
            while (bench.Input.FreeBytes < 1024) bench.Input.Space.Wait(bench.Input.Space.Value, 1_000_000);
        }

        Assert.Equal(0, await allocated.Task);
    }

    private static long Take(BlockingCollection<long> from) =>
        from.TryTake(out var value, AppBench.Patience) ? value : throw new TimeoutException("nothing came");
}
