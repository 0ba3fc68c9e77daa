using System.Buffers.Binary;
using Wasmtime;
using Xunit;

namespace WasmEngine.Cli.Tests.Building;

/// <summary>The allocator-heavy guests, as the command builds them, do the same work in each language.</summary>
public sealed class AllocatorGuestTests
{
    [Fact]
    public async Task Churn_InEachLanguage_GivesTheSameSums()
    {
        Needs.Wasi();
        Needs.Rust();
        List<(long, long, long, long)> sums = [];
        foreach (var guest in new[] { "alloc-c", "alloc-cpp", "alloc-rust" })
        {
            using var app = GuestFolder.Copy("tests/guests/" + guest);
            sums.Add(Run((await app.BuiltAsync()).Json.GetProperty("module").GetString()!));
        }

        Assert.True(sums[0].Item1 > 0);
        Assert.NotEqual(sums[0].Item1, sums[0].Item2);
        Assert.All(sums, s => Assert.Equal(sums[0], s));
    }

    private static (long, long, long, long) Run(string path)
    {
        using var engine = new Engine();
        using var module = Module.FromFile(engine, path);
        using var linker = new Linker(engine);
        using var store = new Store(engine);
        store.SetWasiConfiguration(new WasiConfiguration());
        linker.DefineWasi();
        // A buffer at an address of its own, as a window would be, is given only once.
        const int Size = 3 * 65536;
        Instance? instance = null;
        var place = 0;
        linker.DefineFunction("wasmengine_v1", "buffer_open", (int name, int length, int access) =>
            instance!.GetMemory("memory")!.ReadString(name, length) == "shared" && access == 1 ? 1 : -3);
        linker.DefineFunction("wasmengine_v1", "buffer_address", (int buffer) => place);
        linker.DefineFunction("wasmengine_v1", "buffer_size", (int buffer) => (long)Size);
        linker.DefineFunction("wasmengine_v1", "buffer_close", (int buffer) => 0);
        instance = linker.Instantiate(store, module);
        instance.GetAction("_initialize")?.Invoke();
        var memory = instance.GetMemory("memory")!;
        var churn = instance.GetFunction<int, int, long>("churn")!;
        var (first, second) = (churn(20, 1), churn(20, 99));

        // Pages that the allocator did not ask for: it goes on behind them.
        place = (int)memory.Grow(Size / 65536) * 65536;
        var withBuffer = instance.GetFunction<int, int, int, int, long>("churn_with_buffer")!(place, Size, 20, 1);
        Assert.Equal(19u, BinaryPrimitives.ReadUInt32LittleEndian(memory.GetSpan(place, 4)));
        const int Name = 16; // below the stack's lowest use: the guests' stack comes first
        memory.WriteString(Name, "shared");
        var withWindows = instance.GetFunction<int, int, int, int, int, int, long>("churn_with_windows")!(place, Size, Name, 6, 20, 1);
        Assert.Equal(first, withBuffer);
        Assert.Equal(first, withWindows);
        Assert.Equal(-3, instance.GetFunction<int, int, int, int, int, int, long>("churn_with_windows")!(place, Size, Name, 5, 20, 1));
        return (first, second, withBuffer, withWindows);
    }
}
