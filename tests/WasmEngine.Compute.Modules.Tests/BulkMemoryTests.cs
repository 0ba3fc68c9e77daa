using CsCheck;
using WasmEngine.Compute.Modules.Tests.Support;
using Wasmtime;

namespace WasmEngine.Compute.Modules.Tests;

/// <summary>The injected functions against the instructions that they replace.</summary>
public sealed class BulkMemoryTests(ITestOutputHelper output)
{
    private const int Chunk = 1 << 20, Pages = 50, Size = Pages * 65_536, SegmentBytes = 100;

    /// <summary>Two memories of three megabytes and functions for each operation.</summary>
    private static string Text(bool wide, bool otherWide)
    {
        var (a, b) = (wide ? "i64" : "i32", otherWide ? "i64" : "i32");
        var both = wide && otherWide ? "i64" : "i32";
        return $"""
            (module
              (memory (export "memory") {a} {Pages}) (memory (export "other") {b} {Pages})
              (data $segment "{new string('s', SegmentBytes)}")
              (func (export "copy") (param {a} {a} {a}) (memory.copy 0 0 (local.get 0) (local.get 1) (local.get 2)))
              (func (export "out") (param {b} {a} {both}) (memory.copy 1 0 (local.get 0) (local.get 1) (local.get 2)))
              (func (export "in") (param {a} {b} {both}) (memory.copy 0 1 (local.get 0) (local.get 1) (local.get 2)))
              (func (export "fill") (param {a} i32 {a}) (memory.fill 0 (local.get 0) (local.get 1) (local.get 2)))
              (func (export "init") (param {a} i32 i32) (memory.init $segment (local.get 0) (local.get 1) (local.get 2)))
              (func (export "drop") (data.drop $segment))
              (func (export "grow") (param {a}) (result {a}) (memory.grow 0 (local.get 0))))
            """;
    }

    private sealed record Operation(string Name, ulong To, ulong From, ulong Length);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Addresses and lengths around everything that matters.</summary>
    private static readonly Gen<ulong> Amount = Gen.OneOf(
        Gen.ULong[0, 300],
        Gen.ULong[0, Size + 10],
        Gen.Select(OneOf<ulong>(0, 4096, 65_536, Chunk, 2 * Chunk, 3 * Chunk, Size, 1UL << 32, 1UL << 63, ulong.MaxValue), Gen.Long[-3, 3]).Select((at, by) => at + (ulong)by));

    private static readonly Gen<Operation> AnyOperation = Gen.OneOf(
        Gen.Select(OneOf("copy", "copy", "out", "in"), Amount, Amount, Amount).Select((n, t, f, l) => new Operation(n, t, f, l)),
        Gen.Select(Gen.Const("copy"), Gen.ULong[0, Size - 1], Gen.Int[-200, 200], Gen.ULong[0, Size]).Select((n, t, by, l) => new Operation(n, t, t + (ulong)by, Math.Min(l, Size - Math.Max(t, t + (ulong)by)))),
        Gen.Select(Gen.Const("fill"), Amount, Gen.ULong[0, 300], Amount).Select((n, t, v, l) => new Operation(n, t, v, l)),
        Gen.Select(Gen.Const("init"), Amount, Gen.ULong[0, SegmentBytes + 2], Gen.OneOf(Gen.ULong[0, SegmentBytes + 2], Amount)).Select((n, t, f, l) => new Operation(n, t, f, l)));

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Operations_Random_AreThoseOfTheInstructions(bool wide, bool otherWide, bool windows)
    {
        var original = Wasm.Assemble(Text(wide, otherWide));
        var rewritten = Wasm.Rewrite(original);
        Assert.Equal(5, rewritten.InjectedFunctions);
        Assert.Equal(wide || otherWide, rewritten.HasMemory64);
        using var expected = new Guest(original);
        using var actual = new Guest(Wasm.ExportGuard(rewritten));
        actual.Guard.WriteInt32(GuardMemory.WindowsFlagOffset, windows ? 1 : 0);
        Noise(expected);
        Noise(actual);
        var traps = 0;
        AnyOperation.Sample(
            operation =>
            {
                var arguments = Arguments(operation, wide, otherWide);
                var result = expected.Call(operation.Name, arguments);
                if (result is TrapCode) traps++;
                return Equals(result, actual.Call(operation.Name, arguments)) && Same(expected, actual, "memory") && Same(expected, actual, "other");
            },
            iter: 1500, threads: 1, writeLine: output.WriteLine);
        Assert.InRange(traps, 100, 1400); // both kinds are met
    }

    private static bool Same(Guest a, Guest b, string memory) => a.Memory(memory).GetSpan(0, Size).SequenceEqual(b.Memory(memory).GetSpan(0, Size));

    private static void Noise(Guest guest)
    {
        new Random(1).NextBytes(guest.Memory().GetSpan(0, Size));
        new Random(2).NextBytes(guest.Memory("other").GetSpan(0, Size));
    }

    private static ValueBox[] Arguments(Operation operation, bool wide, bool otherWide)
    {
        var (to, from, length) = operation.Name switch
        {
            "copy" => (wide, wide, wide),
            "out" => (otherWide, wide, wide && otherWide),
            "in" => (wide, otherWide, wide && otherWide),
            "fill" => (wide, false, wide),
            _ => (wide, false, false),
        };
        return [Box(operation.To, to), Box(operation.From, from), Box(operation.Length, length)];
    }

    private static ValueBox Box(ulong value, bool wide) => wide ? (long)value : (int)(uint)value;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Init_DroppedSegment_TrapsUnlessEmpty(bool windows)
    {
        var original = Wasm.Assemble(Text(wide: false, otherWide: false));
        using var expected = new Guest(original);
        using var actual = new Guest(Wasm.ExportGuard(Wasm.Rewrite(original)));
        actual.Guard.WriteInt32(GuardMemory.WindowsFlagOffset, windows ? 1 : 0);
        expected.Call("drop");
        actual.Call("drop");
        foreach (var (to, from, length) in ((int, int, int)[])[(0, 0, 0), (0, 0, 1), (0, 1, 0), (Size, 0, 0), (Size + 1, 0, 0)])
            Assert.Equal(expected.Call("init", to, from, length), actual.Call("init", to, from, length));
    }

    [Fact]
    public void Operations_AfterGrowth_SeeTheNewSize()
    {
        using var guest = new Guest(Wasm.Rewrite(Text(wide: false, otherWide: false)).Bytes);
        Assert.Equal(TrapCode.MemoryOutOfBounds, guest.Call("fill", Size, 7, 2 * Chunk));
        Assert.Equal(Pages, guest.Call("grow", 40));
        Assert.Null(guest.Call("fill", Size, 7, 2 * Chunk));
        Assert.Equal(7, guest.Memory().ReadByte(Size + (2 * Chunk) - 1));
    }

    /// <summary>A read-only page traps whatever operation writes it, before host code meets it, which the process would not survive.</summary>
    [Theory]
    [InlineData("fill", 4096, 0, 8192)]
    [InlineData("fill", 8191, 0, 2)]
    [InlineData("fill", 0, 0, 3 * Chunk)]
    [InlineData("copy", 0, 100_000, 20_000)]
    [InlineData("copy", 8192, 0, 1)]
    [InlineData("in", 4000, 0, 5000)]
    [InlineData("init", 8190, 0, 10)]
    public void Operations_ReadOnlyPage_TrapAndWriteNothingToIt(string name, int to, int from, int length)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs mprotect");
        using var guest = new Guest(Wasm.ExportGuard(Wasm.Rewrite(Text(wide: false, otherWide: false))));
        Noise(guest);
        guest.Guard.WriteInt32(GuardMemory.WindowsFlagOffset, 1);
        var before = guest.Memory().GetSpan(8192, 4096).ToArray();
        PageAccess.Set(guest.Memory(), 8192, 4096, PageAccess.Read);

        Assert.Equal(TrapCode.MemoryOutOfBounds, guest.Call(name, to, from, length));

        Assert.Equal(before, guest.Memory().GetSpan(8192, 4096).ToArray());
        Assert.Null(guest.Call("copy", 0, 8192, 4096)); // reading it is allowed
        Assert.Null(guest.Call("fill", 12_288, 0, 4096)); // and so are its neighbours
        Assert.Null(guest.Call("fill", 0, 0, 8192));
        PageAccess.Set(guest.Memory(), 8192, 4096, PageAccess.ReadWrite);
    }

    [Theory]
    [InlineData("copy", 0, 8192, 1)]
    [InlineData("out", 0, 5000, 2 * Chunk)]
    [InlineData("copy", 12_000, 8000, 1000)]
    public void Operations_RevokedPageRead_Trap(string name, int to, int from, int length)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs mprotect");
        using var guest = new Guest(Wasm.ExportGuard(Wasm.Rewrite(Text(wide: false, otherWide: false))));
        guest.Guard.WriteInt32(GuardMemory.WindowsFlagOffset, 1);
        PageAccess.Set(guest.Memory(), 8192, 4096, PageAccess.None);
        Assert.Equal(TrapCode.MemoryOutOfBounds, guest.Call(name, to, from, length));
        PageAccess.Set(guest.Memory(), 8192, 4096, PageAccess.ReadWrite);
    }

    /// <summary>Constant lengths stay instructions beside the call.</summary>
    [Theory]
    [InlineData("(memory.copy (local.get 0) (i32.const 64) (i32.const 32))")]
    [InlineData("(memory.fill (local.get 0) (i32.const 9) (i32.const 8192))")]
    [InlineData("(memory.fill (local.get 0) (i32.const 9) (i32.const 0))")]
    [InlineData("(memory.fill (local.get 0) (i32.const 9) (i32.const 1048576))")]
    [InlineData("(memory.fill (local.get 0) (i32.const 9) (i32.const 1048577))")]
    [InlineData("(memory.fill (local.get 0) (i32.const 9) (i32.const -1))")]
    [InlineData("(memory.init 0 (local.get 0) (i32.const 1) (i32.const 4))")]
    public void Operations_ConstantLength_AreThoseOfTheInstructions(string operation)
    {
        var original = Wasm.Assemble($"(module {string.Concat(Enumerable.Range(0, 70).Select(i => $"(type (func (param {string.Concat(Enumerable.Repeat("i32 ", i))})))"))} (memory (export \"memory\") {Pages}) (data \"0123456789\") (func (export \"run\") (param i32) {operation}))");
        Assert.Null(Wasm.Fault(original));
        foreach (var flag in (int[])[0, 1])
        {
            using var expected = new Guest(original);
            using var actual = new Guest(Wasm.ExportGuard(Wasm.Rewrite(original)));
            actual.Guard.WriteInt32(GuardMemory.WindowsFlagOffset, flag);
            new Random(1).NextBytes(expected.Memory().GetSpan(0, Size));
            new Random(1).NextBytes(actual.Memory().GetSpan(0, Size));
            foreach (var to in (int[])[0, 60, 100, 65_536, Size - 32, Size - 8192, Size - Chunk, Size - 1, Size, Size + 1, -1])
            {
                Assert.Equal(expected.Call("run", to), actual.Call("run", to));
                Assert.True(Same(expected, actual, "memory"), $"{operation} at {to}, flag {flag}");
            }
        }
    }

    [Fact]
    public void Operations_ConstantLengthOnAReadOnlyPage_Trap()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs mprotect");
        using var guest = new Guest(Wasm.ExportGuard(Wasm.Rewrite("(module (memory (export \"memory\") 1) (func (export \"run\") (param i32) (memory.fill (local.get 0) (i32.const 1) (i32.const 16))))")));
        guest.Guard.WriteInt32(GuardMemory.WindowsFlagOffset, 1);
        PageAccess.Set(guest.Memory(), 8192, 4096, PageAccess.Read);
        Assert.Equal(TrapCode.MemoryOutOfBounds, guest.Call("run", 8190));
        Assert.Null(guest.Call("run", 12_288));
        PageAccess.Set(guest.Memory(), 8192, 4096, PageAccess.ReadWrite);
    }
}
