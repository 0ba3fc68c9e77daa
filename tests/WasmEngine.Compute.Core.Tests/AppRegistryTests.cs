using WasmEngine.Compute.Core.Tests.Support;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests;

/// <summary>Starts, ends and failures; <see cref="AppPacingTests"/> has the loop.</summary>
public sealed class AppRegistryTests
{
    [Fact]
    public async Task Start_GuestIsToldItsSize_AndTheJournalIsThere()
    {
        (int, int) told = default;
        await using var bench = new AppBench(new ScriptedGuest { OnInit = (_, w, h) => (told = (w, h)).Item1 * 0 });

        var started = await bench.StartAsync();

        Assert.Equal((64, 32), told);
        Assert.Equal("app.a.g1.journal", started.Journal.Value);
        Assert.Equal(1.5, started.CompileMs);
        Assert.Contains(started.Journal.Value, bench.RegionNames);
    }

    [Fact]
    public async Task Stop_EndsTheApp_AndNothingIsLeft()
    {
        var guest = new ScriptedGuest { OnInit = (calls, _, _) => calls.SurfaceCreate(8, 8) - 1 };
        await using var bench = new AppBench(guest);
        await bench.StartAsync();

        Assert.True(await bench.StopAsync());

        Assert.Equal(["input"], bench.RegionNames);
        Assert.Equal(0, guest.ModulesAlive);
        Assert.All(guest.Memories, m => Assert.True(m.IsGone));
        Assert.All(guest.Memories, m => Assert.Equal(0, m.LateCalls)); // its addresses may be somebody else's by then
        Assert.Empty(bench.Endings);
    }

    [Fact]
    public async Task Stop_WhileTheModuleIsLoaded_EndsTheStartBeforeTheGuestRuns()
    {
        using var loading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var ran = false;
        var guest = new ScriptedGuest
        {
            OnLoad = () =>
            {
                loading.Release();
                goOn.Wait(AppBench.Patience);
            },
            OnInit = (_, _, _) =>
            {
                ran = true;
                return 0;
            },
        };
        await using var bench = new AppBench(guest);
        var start = Task.Run(() => bench.StartAsync());
        Assert.True(await loading.WaitAsync(AppBench.Patience));
        Assert.True(await bench.StopAsync());
        goOn.Release();

        var refusal = await Assert.ThrowsAsync<GuestException>(() => start);

        Assert.Contains("stopped during its start", refusal.Message, StringComparison.Ordinal);
        Assert.False(ran);
        Assert.Equal(0, guest.ModulesAlive);
        Assert.Equal(["input"], bench.RegionNames);
    }

    [Fact]
    public async Task Stop_UnknownApp_IsDone()
    {
        await using var bench = new AppBench(new ScriptedGuest());

        Assert.True(await bench.StopAsync("nobody"));
    }

    [Fact]
    public async Task Stop_ThenStartAtOnce_NeverFindsTheOldOne()
    {
        await using var bench = new AppBench(new ScriptedGuest());
        for (var i = 0; i < 300; i++)
        {
            await bench.StartAsync();
            Assert.True(await bench.StopAsync());
        }
    }

    [Fact]
    public async Task Start_IdRuns_IsRefusedAndTheFirstGoesOn()
    {
        using var frame = new SemaphoreSlim(0);
        await using var bench = new AppBench(new ScriptedGuest { OnInput = (_, _) => frame.Release() });
        await bench.StartAsync();

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => bench.StartAsync(generation: 2));

        bench.SendInput(1);
        Assert.True(await frame.WaitAsync(AppBench.Patience));
        Assert.Equal(1, bench.Guest.ModulesAlive);
    }

    [Fact]
    public async Task Start_ModuleIsNoApp_NamesEveryProblem()
    {
        await using var bench = new AppBench(new ScriptedGuest { Problems = ["one", "two"] });

        var refused = await Assert.ThrowsAsync<ModuleException>(() => bench.StartAsync());

        Assert.Contains("one; two", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, bench.Guest.ModulesAlive);
    }

    [Theory]
    [InlineData(0x20000, "2.0")]
    [InlineData(0x00005, "0.5")]
    public async Task Start_OtherAbi_IsRefusedWithBothVersions(int version, string named)
    {
        await using var bench = new AppBench(new ScriptedGuest { Version = version });

        var refused = await Assert.ThrowsAsync<GuestException>(() => bench.StartAsync());

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains("1.x", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> InitFailures => ["code", "trap", "disk full", "anything"];

    [Theory]
    [MemberData(nameof(InitFailures))]
    public async Task Start_InitFails_LeavesNothingAndTheIdIsFree(string kind)
    {
        var fails = true;
        var guest = new ScriptedGuest { OnInit = (calls, _, _) => fails ? Fail(calls, kind) : 0 };
        await using var bench = new AppBench(guest);
        for (var i = 0; i < 50; i++)
        {
            var failed = await Assert.ThrowsAsync<GuestException>(() => bench.StartAsync());
            Assert.Contains(kind == "code" ? "returned -7" : kind, failed.Message, StringComparison.Ordinal);
            if (kind == "trap") Assert.Contains("its last log line: before the end", failed.Message, StringComparison.Ordinal);
            Assert.Equal(["input"], bench.RegionNames);
        }

        fails = false;
        await bench.StartAsync();
        Assert.Empty(bench.Endings); // the caller knows already
        Assert.Equal(1, guest.ModulesAlive);
    }

    private static int Fail(IGuestCalls calls, string kind)
    {
        calls.SurfaceCreate(8, 8);
        calls.Log(3, "before the end"u8);
        return kind switch
        {
            "code" => -7,
            "trap" => throw new GuestException("the guest trapped: trap"),
            "disk full" => throw new IOException("disk full"),
            _ => throw new NotSupportedException("anything"),
        };
    }

    [Fact]
    public async Task Start_InputRegionIsMissing_IsRefused()
    {
        await using var bench = new AppBench(new ScriptedGuest());

        var refused = await Assert.ThrowsAsync<GuestException>(() => bench.Registry.StartAsync(bench.Spec() with { InputRegion = RegionName.Parse("nowhere") }));

        Assert.Contains("nowhere", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frame_Fails_IsToldOnceAndTheOthersGoOn()
    {
        var guest = new ScriptedGuest
        {
            OnInit = (calls, _, _) =>
            {
                calls.RequestFrame();
                return 0;
            },
            OnFrame = calls =>
            {
                calls.Log(2, "last words"u8);
                throw new IOException("anything at all");
            },
        };
        using var delivered = new SemaphoreSlim(0);
        await using var bench = new AppBench(guest);
        await using var other = new AppBench(new ScriptedGuest { OnInput = (_, _) => delivered.Release() });
        await other.StartAsync();

        await bench.StartAsync(generation: 9);
        var ended = await bench.EndAsync();

        Assert.Equal(("a", 9u), (ended.Id, ended.Generation));
        Assert.Contains("anything at all", ended.Reason, StringComparison.Ordinal);
        Assert.Contains("last words", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(["app.a.g9.journal", "input"], bench.RegionNames.Order(StringComparer.Ordinal)); // what it showed stays until it is stopped
        other.SendInput(1);
        Assert.True(await delivered.WaitAsync(AppBench.Patience));
        Assert.Single(bench.Endings);
    }

    [Fact]
    public async Task Ended_IdIsFreeByThen()
    {
        var fails = true;
        var guest = new ScriptedGuest
        {
            OnInit = (calls, _, _) =>
            {
                calls.RequestFrame();
                return 0;
            },
            OnFrame = _ =>
            {
                if (fails) throw new GuestException("trap");
            },
        };
        await using var bench = new AppBench(guest);
        for (uint i = 1; i < 100; i++)
        {
            var again = new TaskCompletionSource<Task<AppStarted>>(TaskCreationOptions.RunContinuationsAsynchronously);
            void Restart(AppEnded ended)
            {
                fails = false;
                again.TrySetResult(bench.StartAsync(generation: ended.Generation + 1));
            }

            fails = true;
            bench.Registry.Ended += Restart;
            await bench.StartAsync(generation: i);
            await await again.Task.WaitAsync(AppBench.Patience);
            bench.Registry.Ended -= Restart;
            await bench.StopAsync();
        }
    }

    [Fact]
    public async Task Ended_AWatcherThrows_TheProcessAndTheOtherWatchersGoOn()
    {
        var guest = new ScriptedGuest
        {
            OnInit = (calls, _, _) =>
            {
                calls.RequestFrame();
                return 0;
            },
            OnFrame = _ => throw new GuestException("trap"),
        };
        await using var bench = new AppBench(guest);
        bench.Registry.Ended += _ => throw new InvalidOperationException("watcher");

        await bench.StartAsync();
        await bench.EndAsync();

        await bench.StopAsync(); // waits until the app's thread is through
        await bench.StartAsync();
    }

    [Fact]
    public async Task Stop_DuringACallThatDoesNotEnd_SaysSoAndEndsTheAppLater()
    {
        using var inCall = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var guest = new ScriptedGuest
        {
            OnInput = (_, _) =>
            {
                inCall.Release();
                goOn.Wait();
            },
        };
        await using var bench = new AppBench(guest);
        await bench.StartAsync();
        bench.SendInput(1);
        Assert.True(await inCall.WaitAsync(AppBench.Patience));

        Assert.False(await bench.Registry.StopAsync("a", TimeSpan.FromMilliseconds(20)));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => bench.StartAsync()); // it still has its regions
        goOn.Release();

        Assert.True(await bench.StopAsync());
        Assert.Equal(["input"], bench.RegionNames);
        Assert.Empty(bench.Endings);
    }

    [Fact]
    public async Task Stop_DuringACallThatOnlyTheSignalEnds_EndsItAfterTheGrace()
    {
        using var inCall = new SemaphoreSlim(0);
        StopSignal? signal = null;
        var guest = new ScriptedGuest
        {
            OnInstantiated = stop => signal = stop,
            OnInput = (_, _) =>
            {
                inCall.Release();
                Assert.True(signal!.Wait(AppBench.Patience));
                signal.ThrowIfRaised();
            },
        };
        await using var bench = new AppBench(guest);
        await bench.StartAsync();
        bench.SendInput(1);
        Assert.True(await inCall.WaitAsync(AppBench.Patience));
        Assert.False(signal!.IsRaised);

        Assert.True(await bench.Registry.StopAsync("a", TimeSpan.FromMilliseconds(20)));

        Assert.Equal(StopReason.Cancelled, signal.Reason);
        Assert.Equal(["input"], bench.RegionNames);
        Assert.Empty(bench.Endings);
    }

    [Fact]
    public async Task Stop_DuringInit_EndsTheAppAfterIt()
    {
        using var inInit = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var guest = new ScriptedGuest
        {
            OnInit = (_, _, _) =>
            {
                inInit.Release();
                goOn.Wait();
                return 0;
            },
        };
        await using var bench = new AppBench(guest);
        var starting = bench.StartAsync();
        Assert.True(await inInit.WaitAsync(AppBench.Patience));
        var stopping = bench.StopAsync();
        goOn.Release();

        Assert.True(await stopping);
        await starting;
        Assert.Equal(["input"], bench.RegionNames);
    }

    [Fact]
    public async Task StopAll_ManyApps_EndsThemAll()
    {
        await using var bench = new AppBench(new ScriptedGuest());
        var rings = Enumerable.Range(0, 20).Select(i => RingProducer.Create(bench.Directory, RegionName.Parse($"input{i}"), new RingSpec(4096, 0))).ToArray();
        await Task.WhenAll(rings.Select((r, i) => bench.Registry.StartAsync(bench.Spec($"app{i}") with { InputRegion = r.Name })));

        await bench.Registry.StopAllAsync(AppBench.Patience);

        Assert.Equal(0, bench.Guest.ModulesAlive);
        Assert.DoesNotContain(bench.RegionNames, n => n.StartsWith("app", StringComparison.Ordinal));
        foreach (var ring in rings) ring.Dispose();
    }
}
