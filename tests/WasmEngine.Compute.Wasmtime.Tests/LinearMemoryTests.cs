using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Limits, leaks, and memories besides the exported one; <see cref="WindowTests"/> has the windows.</summary>
[TestClass(DisableParallelization = true)] // looks at what the whole process holds
public sealed class LinearMemoryTests
{
    [Fact]
    public void Grow_UpToTheLimit_ThenIsMinusOneAndTheLimitIsNamed()
    {
        // 2 pages at first, 16 allowed.
        const string grow = """
            (if (i32.ne (memory.grow (i32.const 14)) (i32.const 2)) (then (return (i32.const 1))))
            (i32.store (i32.const 1048572) (i32.const 42))
            (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then (return (i32.const 2))))
            (if (i32.ne (memory.size) (i32.const 16)) (then (return (i32.const 3))))
            (if (i32.ne (i32.load (i32.const 1048572)) (i32.const 42)) (then (return (i32.const 4))))
            """;
        var calls = new RecordingCalls();

        Assert.Equal(0, Guests.Init(Guests.App(init: grow + "(i32.const 0)"), calls));
        Assert.Contains("1048576", Assert.Single(calls.Lines), StringComparison.Ordinal);

        var failure = Guests.Failure(Guests.App(init: grow + "(unreachable)"));
        Assert.Contains("Unreachable", failure, StringComparison.Ordinal);
        Assert.Contains("limit of 1048576 bytes", failure, StringComparison.Ordinal);
        Assert.Contains("memoryLimitMiB", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Grow_ByEverything_IsMinusOne() => Assert.Equal(-1, Guests.Init(Guests.App(init: "(memory.grow (i32.const 65535))"), limit: 4L << 30));

    [Fact]
    public void Instantiate_InitialMemoryAboveTheLimit_NamesTheLimit()
    {
        var failure = Guests.Failure(Guests.App(memory: "(memory (export \"memory\") 17)"));

        Assert.Contains("1048576", failure, StringComparison.Ordinal);
        Assert.Contains("memoryLimitMiB", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Limit_IsForAllMemoriesTogether()
    {
        Assert.Contains("limit", Guests.Failure(Guests.App(more: "(memory 15)")), StringComparison.Ordinal);
        Assert.Equal(-1, Guests.Init(Guests.App(more: "(memory $other 10)", init: "(memory.grow $other (i32.const 5))")));
        Assert.Equal(10, Guests.Init(Guests.App(more: "(memory $other 10)", init: "(memory.grow $other (i32.const 4))")));
    }

    [Fact]
    public void Instantiate_ManyMemories_IsRefused() =>
        Assert.Contains("memories", Assert.Throws<ModuleException>(() => Guests.Load(Guests.App(more: string.Concat(Enumerable.Repeat("(memory 0)", 50))))).Message, StringComparison.Ordinal);

    [Fact]
    public void Instantiate_HugeTable_IsRefused() =>
        Assert.Contains("table", Assert.Throws<ModuleException>(() => Guests.Load(Guests.App(more: "(table 100000000 funcref)"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Table_GrowsWithoutEnd_IsMinusOne() =>
        Assert.Equal(-1, Guests.Init(Guests.App(more: "(table $t 1 funcref)", init: "(table.grow $t (ref.null func) (i32.const 100000000))")));

    [Fact]
    public void Window_InTheExportedMemory_WhicheverOfTheModulesItIs()
    {
        using var module = Guests.Load(Guests.App(memory: "(memory $own 1) (memory $shared (export \"memory\") 3)", init: "(i32.load $shared (local.get $w))"));
        using var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
        using var directory = new TempDirectory();
        using var file = SharedFile.Create(directory["window"], 65536);
        File.WriteAllBytes(directory["window"], [.. BitConverter.GetBytes(0x12345678), .. new byte[65532]]);

        Assert.True(instance.Memory.TryMapWindow(file, 0, 65536, PageAccess.ReadWrite, out var address));

        Assert.Equal(3u * 65536, address);
        Assert.Equal(0x12345678, instance.Init((int)address, 0));
    }

    [Fact]
    public void Instantiate_ThousandTimes_LeaksNothing()
    {
        using var module = Guests.Load(Guests.App(init: "(i32.load (local.get $w))"));
        using var directory = new TempDirectory();
        using var file = SharedFile.Create(directory["window"], 1 << 20);
        AssertNoLeak(1000, () =>
        {
            using var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
            Assert.True(instance.Memory.TryMapWindow(file, 65536, 131072, PageAccess.ReadWrite, out var address));
            instance.Init((int)address, 0);
        });
    }

    public static TheoryData<string> FailingInstantiations =>
    [
        Guests.App(more: "(func $boom unreachable) (start $boom)"),
        Guests.App(more: "(func (export \"_initialize\") unreachable)"),
        Guests.App(memory: "(memory (export \"memory\") 17)"),
        Guests.App(more: "(data (i32.const 131070) \"beyond the end\")"),
        Guests.App(memory: "(memory 1)"),
    ];

    [Theory]
    [MemberData(nameof(FailingInstantiations))]
    public void Instantiate_FailsManyTimes_LeaksNothing(string text)
    {
        using var module = Guests.Load(text);
        AssertNoLeak(200, () => Assert.Throws<GuestException>(() => module.Instantiate(Guests.Setup(new RecordingCalls()))));
    }

    [Fact]
    public void Instantiate_ImportsThatDoNotExist_FailsAndLeaksNothing()
    {
        using var module = Guests.Load("(module (import \"env\" \"f\" (func)) (memory (export \"memory\") 1))");
        AssertNoLeak(200, () => Assert.Throws<GuestException>(() => module.Instantiate(Guests.Setup(new RecordingCalls()))));
    }

    private static void AssertNoLeak(int times, Action action)
    {
        for (var i = 0; i < 50; i++) action();
        var before = ProcessFigures.Now;
        for (var i = 0; i < times; i++) action();
        var after = ProcessFigures.Now;
        Assert.True(after.AddressBytes - before.AddressBytes < times * (1L << 30), $"{before} -> {after}"); // one memory reserves over 4 GiB
        Assert.True(after.Mappings - before.Mappings < times / 2, $"{before} -> {after}");
        Assert.True(after.Descriptors - before.Descriptors < times / 4, $"{before} -> {after}");
    }

    [Fact]
    public void Memory_AfterItsInstance_IsRefused()
    {
        using var module = Guests.Load(Guests.App());
        using var directory = new TempDirectory();
        using var file = SharedFile.Create(directory["window"], 65536);
        var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
        Assert.True(instance.Memory.TryMapWindow(file, 0, 65536, PageAccess.ReadWrite, out var address));
        instance.Dispose();

        // Its addresses may be another app's memory by now: nothing may be mapped there.
        Assert.Throws<ObjectDisposedException>(() => instance.Memory.UnmapWindow(address, 65536));
    }

    [Fact]
    public void FreeWindows_AnyOrder_NeverOverlapAndAlwaysJoin()
    {
        const int total = 512;
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var free = new FreeWindows();
            free.Add(0, total);
            var taken = new List<(uint Address, long Length)>();
            for (var step = 0; step < 200; step++)
            {
                if (taken.Count > 0 && random.Next(2) == 0)
                {
                    var index = random.Next(taken.Count);
                    free.Add(taken[index].Address, taken[index].Length);
                    taken.RemoveAt(index);
                }
                else if (random.Next(1, 60) is var length && free.TryTake(length, out var address))
                {
                    Assert.All(taken, t => Assert.True(address + length <= t.Address || t.Address + t.Length <= address));
                    Assert.InRange(address + length, 1, total);
                    taken.Add((address, length));
                }
            }

            foreach (var (address, length) in taken) free.Add(address, length);
            Assert.Equal(total, free.LengthBefore(total)); // one range again
        }
    }
}
