using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Surfaces as windows of a guest's memory, through the whole of compute.</summary>
[TestClass(DisableParallelization = true)] // looks at what the whole process holds
public sealed class WindowTests
{
    private const string DrawOne = """
        (i32.store (call $begin (i32.const 1)) (i32.const 0x11223344))
        (drop (call $present (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
        """;

    [Fact]
    public async Task Pixels_OfTheGuest_AreReadFromTheSamePages()
    {
        await using var run = new AppRun();
        await run.StartAsync(Guests.App(init: "(i32.sub (call $create (i32.const 300) (i32.const 200)) (i32.const 1)) (call $request)", frame: DrawOne + "(call $request)"));
        using var reader = run.OpenSurface(1);

        var lease = AppRun.Take(reader, 0);

        Assert.Equal(0x11223344, Read(reader, lease, 0));
        Assert.Equal(0, Read(reader, lease, 4));

        // The guest's window and the reader's view are the same bytes of the same file.
        var mappings = ProcessMemory.FileMappings(Environment.ProcessId, run.Regions.PathOf(reader.Name));
        var spec = reader.Spec;
        var inode = Assert.Single(mappings.Select(m => m.Inode).Distinct());
        Assert.NotEqual(0ul, inode);
        var window = Assert.Single(mappings, m => m.FileOffset == (ulong)spec.PixelsOffset && m.Permissions == "rw-s");
        Assert.Equal((ulong)(spec.SlotBytes * spec.SlotCount), window.End - window.Start);
        var pixels = (ulong)reader.PixelsAddress(lease.Slot);
        var view = Assert.Single(mappings, m => m.Start <= pixels && pixels < m.End);
        Assert.Equal((ulong)(spec.PixelsOffset + (lease.Slot * spec.SlotBytes)), view.FileOffset + (pixels - view.Start));
        Assert.NotEqual(window, view);
    }

    [Fact]
    public async Task Memory_GrownBetweenWindows_KeepsAllOfThemApart()
    {
        // Window, own memory, window: each is written, then all are checked; -7 would be returned for a difference.
        const string init = """
            (drop (call $create (i32.const 64) (i32.const 64)))
            (local.set $i (i32.shl (memory.grow (i32.const 3)) (i32.const 16)))
            (drop (call $create (i32.const 64) (i32.const 64)))
            (memory.fill (local.get $i) (i32.const 0x55) (i32.const 196608))
            (i32.store (call $begin (i32.const 1)) (i32.const 0x01010101))
            (i32.store (call $begin (i32.const 2)) (i32.const 0x02020202))
            (if (i32.ne (i32.load (local.get $i)) (i32.const 0x55555555)) (then (return (i32.const -7))))
            (if (i32.ne (i32.load (i32.add (local.get $i) (i32.const 196604))) (i32.const 0x55555555)) (then (return (i32.const -7))))
            (drop (call $present (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
            (drop (call $present (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
            (i32.const 0)
            """;
        await using var run = new AppRun();
        await run.StartAsync(Guests.App(init: init));

        for (var surface = 1; surface <= 2; surface++)
        {
            using var reader = run.OpenSurface(surface);
            Assert.Equal(surface * 0x01010101, Read(reader, AppRun.Take(reader, 0), 0));
        }
    }

    [Fact]
    public async Task Destroy_AddressesServeAgain_WithoutTheOldPixels()
    {
        const string init = """
            (drop (call $create (i32.const 64) (i32.const 64)))
            (local.set $i (call $begin (i32.const 1)))
            (i32.store (local.get $i) (i32.const 0x0A0A0A0A))
            (drop (call $present (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
            (local.set $j (memory.size))
            (drop (call $destroy (i32.const 1)))
            (drop (call $create (i32.const 32) (i32.const 32)))
            (if (i32.ne (call $begin (i32.const 2)) (local.get $i)) (then (return (i32.const -8))))
            (if (i32.load (local.get $i)) (then (return (i32.const -9))))
            (i32.sub (memory.size) (local.get $j))
            """;
        await using var run = new AppRun();

        await run.StartAsync(Guests.App(init: init));
    }

    [Fact]
    public async Task Resize_ThousandSteps_NeverRunsOutOfAddresses()
    {
        // As a user drags a window's corner: destroy, create one row higher; 10 slots of 0.5 to 4.5 MB would need 25 GB.
        const string init = """
            (local.set $j (call $create (i32.const 1024) (i32.const 128)))
            (loop $again
              (drop (call $destroy (local.get $j)))
              (local.set $j (call $create (i32.const 1024) (i32.add (i32.const 128) (local.get $i))))
              (if (i32.lt_s (local.get $j) (i32.const 0)) (then (return (local.get $j))))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $again (i32.lt_s (local.get $i) (i32.const 1000))))
            (i32.gt_u (memory.size) (i32.const 2048))
            """;
        await using var run = new AppRun();

        await run.StartAsync(Guests.App(init: init));
    }

    [Theory]
    [InlineData("(memory (export \"memory\") 2 2)", 64)]
    [InlineData("(memory (export \"memory\") 2 8)", 64)]
    [InlineData("(memory (export \"memory\") 2)", 16384)]
    [InlineData("(memory (export \"memory\") 0)", 64)]
    public async Task Create_MemoryCannotGrowSoFar_IsLimit(string memory, int side)
    {
        await using var run = new AppRun();

        var refused = await Assert.ThrowsAsync<GuestException>(() => run.StartAsync(Guests.App(memory: memory, init: $"(call $create (i32.const {side}) (i32.const {side}))")));

        Assert.Contains("returned -2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_DoNotCountAgainstTheLimit()
    {
        // 2 MiB for each slot of the surface, 1 MiB of limit, all of which the guest still gets.
        await using var run = new AppRun();

        await run.StartAsync(Guests.App(init: "(drop (call $create (i32.const 1024) (i32.const 512))) (i32.eq (memory.grow (i32.const 14)) (i32.const -1))"));
        var again = await Record.ExceptionAsync(() => run.StartAsync(Guests.App()));
        Assert.IsType<AppRunsException>(again);
    }

    [Fact]
    public async Task Stop_ManyAppsWithWindows_LeaksNothing()
    {
        await using var run = new AppRun();
        async Task Once()
        {
            await run.StartAsync(Guests.App(init: "(i32.sub (call $create (i32.const 64) (i32.const 64)) (i32.const 1)) (call $request)", frame: DrawOne));
            await run.Registry.StopAsync("a", AppRun.Patience);
        }

        for (var i = 0; i < 20; i++) await Once();
        var growth = new List<ProcessFigures>();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var before = ProcessFigures.Now;
            for (var i = 0; i < 100; i++) await Once();
            var after = ProcessFigures.Now;
            growth.Add(new ProcessFigures(after.AddressBytes - before.AddressBytes, after.Mappings - before.Mappings, after.Descriptors - before.Descriptors));
        }

        // A leak shows each time; that the process had to have more threads, not.
        Assert.Contains(growth, g => g.AddressBytes < 50L << 30 && g.Mappings < 50 && g.Descriptors < 25);
    }

    [Fact]
    public async Task Trap_InAFrame_IsToldWithTheLastLine()
    {
        await using var run = new AppRun();
        await run.StartAsync(Guests.App(
            more: "(data (i32.const 8) \"going down\")",
            init: "(call $request) (i32.const 0)",
            frame: "(call $log (i32.const 3) (i32.const 8) (i32.const 10)) (unreachable)"));

        var ended = await run.Ended;

        Assert.Contains("wasmengine_frame: Unreachable at frame", ended.Reason, StringComparison.Ordinal);
        Assert.Contains("going down", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Flood_IsBounded()
    {
        await using var run = new AppRun();
        await run.StartAsync(Guests.App(init: """
            (loop $again
              (call $log (i32.const 3) (i32.const 0) (i32.const 4))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $again (i32.lt_s (local.get $i) (i32.const 100000))))
            (i32.const 0)
            """));

        Assert.InRange(run.Warnings.Length, 200, 5000); // 200, and 50 for each second that it took
    }

    private static int Read(ChainReader reader, SlotLease lease, int offset) =>
        System.Runtime.InteropServices.Marshal.ReadInt32(reader.PixelsAddress(lease.Slot), offset);
}
