using WasmEngine.Compute.Modules.Binary;
using WasmEngine.Compute.Modules.Rewriting;
using WasmEngine.Compute.Modules.Tests.Support;

namespace WasmEngine.Compute.Modules.Tests;

public sealed class OffsetMapTests
{
    private static readonly string Text = $"""
        (module (memory 1) (table 1 funcref)
          {string.Concat(Enumerable.Range(0, 300).Select(i => $"(func $f{i} (param i32) (loop (br_if 0 (i32.const {i}))) (memory.fill (i32.const 1) (i32.const {i}) {(i % 2 == 0 ? "(i32.const 3)" : "(local.get 0)")}) (loop nop))"))}
          (func (call_indirect (i32.const 0)) (call_indirect (i32.const 0)))
          (data (i32.const 0) "data"))
        """;

    /// <summary>Each instruction of the rewritten module is one of the original, at the offset that the map says, or injected.</summary>
    [Fact]
    public void ToOriginal_EachInstruction_IsWhereItCameFrom()
    {
        var module = Wasm.Assemble(Text);
        var rewritten = Wasm.Rewrite(module);
        var (before, after) = (Shape(module), Shape(rewritten.Bytes));
        var guard = GuardMemory.Access(1);
        var guards = 0;
        var seen = new HashSet<uint>();
        for (var f = 0; f < before.Bodies.Length; f++)
        {
            var code = new CodeReader(rewritten.Bytes.AsSpan(0, after.Bodies[f].End), Code(rewritten.Bytes, after.Bodies[f]), after);
            while (!code.AtEnd)
            {
                if (rewritten.Bytes.AsSpan(code.Position).StartsWith(guard))
                {
                    for (var i = 0; i < guard.Length; i++) Assert.Null(rewritten.Offsets.ToOriginal((uint)(code.Position + i)));
                    Assert.NotNull(rewritten.Offsets.ToNearestOriginal((uint)code.Position));
                    guards++;
                    for (var i = 0; i < 3; i++) code.Next();
                    continue;
                }

                var operation = code.Next();
                var original = rewritten.Offsets.ToOriginal((uint)code.Start)!.Value;
                seen.Add(original);
                Assert.InRange((int)original, before.Bodies[f].Content, before.Bodies[f].End - 1);
                if (operation == Operation.Call) Assert.Equal(0xFC, module[original]);
                if (module[original] != 0xFC) Assert.Equal(rewritten.Bytes[code.Start], module[original]); // memory.fill became several
            }
        }

        Assert.Equal(rewritten.GuardCount, guards);
        Assert.Equal(Instructions(module, before), seen.Count);
        for (var f = before.Bodies.Length; f < after.Bodies.Length; f++) Assert.Null(rewritten.Offsets.ToNearestOriginal((uint)after.Bodies[f].Content));
    }

    private static int Instructions(byte[] module, ModuleShape shape)
    {
        var count = 0;
        foreach (var body in shape.Bodies)
        {
            var code = new CodeReader(module.AsSpan(0, body.End), Code(module, body), shape);
            for (; !code.AtEnd; count++) code.Next();
        }

        return count;
    }

    private static ModuleShape Shape(byte[] module) => ModuleParser.Parse(module, ModuleLimits.Default);

    /// <summary>The functions here declare no locals.</summary>
    private static int Code(byte[] module, FunctionBody body)
    {
        if (module[body.Content] == 0) return body.Content + 1;
        var reader = new WasmReader(module, body.Content);
        for (var groups = reader.ReadU32(); groups > 0; groups--)
        {
            reader.ReadU32();
            reader.ReadByte();
        }

        return reader.Position;
    }

    [Fact]
    public void ToBytes_ParsedAgain_IsTheSameMap()
    {
        var rewritten = Wasm.Rewrite(Text);
        var bytes = rewritten.Offsets.ToBytes();
        var again = OffsetMap.TryParse(bytes)!;
        for (uint i = 0; i < rewritten.Bytes.Length + 3; i++)
        {
            Assert.Equal(rewritten.Offsets.ToOriginal(i), again.ToOriginal(i));
            Assert.Equal(rewritten.Offsets.ToNearestOriginal(i), again.ToNearestOriginal(i));
        }

        Assert.Null(again.ToOriginal((uint)rewritten.Bytes.Length));
        Assert.Null(again.ToOriginal(uint.MaxValue));
        Assert.True(bytes.Length < 5 * rewritten.GuardCount, $"{bytes.Length} bytes for {rewritten.GuardCount} guards"); // with each function's changed length
    }

    [Fact]
    public void TryParse_MutatedBytes_IsNullOrStaysInRange()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var module = Wasm.Assemble(Text);
        var rewritten = Wasm.Rewrite(module);
        var valid = rewritten.Offsets.ToBytes();
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = valid.AsSpan(0, random.Next(4) == 0 ? random.Next(valid.Length) : valid.Length).ToArray();
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--) bytes[random.Next(2) == 0 ? random.Next(bytes.Length) : random.Next(Math.Min(12, bytes.Length))] = (byte)random.Next(256);
            if (OffsetMap.TryParse(bytes) is not { } map) refused++;
            else for (var j = 0; j < 10; j++) map.ToOriginal((uint)random.NextInt64(1L << 32));
        }

        Assert.InRange(refused, 1000, 19_999);
    }

    [Fact]
    public void TryParse_HugeCount_IsRefusedAtOnce() => Assert.Null(OffsetMap.TryParse([1, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]));
}
