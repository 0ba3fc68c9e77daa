using WasmEngine.Compute.Modules.Binary;
using WasmEngine.Compute.Modules.Tests.Support;

namespace WasmEngine.Compute.Modules.Tests;

public sealed class OpcodeTests
{
    /// <summary>A block that takes a function reference around, which br_on_non_null needs.</summary>
    private static byte[] Around(byte[] instruction, byte[] rest) =>
        instruction[0] == 0xD6 ? [0x02, 0x64, 0x70, 0x00, .. instruction, 0x00, .. rest] : [.. instruction, .. rest];

    [Fact]
    public void Decoder_EachOpcode_ConsumesItsBytes()
    {
        foreach (var (instruction, rest) in OpcodeList.All())
        {
            var module = OpcodeModule.With([.. instruction, .. rest]);
            var shape = ModuleParser.Parse(module, ModuleLimits.Default);
            var start = OpcodeModule.StartOf(module);
            var code = new CodeReader(module, start, shape);
            code.Next();
            Assert.True(code.Position == start + instruction.Length, $"{Convert.ToHexString(instruction)}: {code.Position - start} of {instruction.Length} bytes");
        }
    }

    [Fact]
    public void Rewrite_EachOpcode_StaysValid()
    {
        foreach (var (instruction, rest) in OpcodeList.All())
        {
            // The loop behind it receives a guard: were the instruction's length wrong, the guard would stand elsewhere.
            var module = OpcodeModule.With([.. Around(instruction, rest), 0x03, 0x40, 0x0B]);
            Assert.True(Wasm.Fault(module) is null, $"{Convert.ToHexString(instruction)} in the test is not valid: {Wasm.Fault(module)}");
            var rewritten = Wasm.Rewrite(module);
            Assert.True(Wasm.Fault(rewritten.Bytes) is null, $"{Convert.ToHexString(instruction)} rewritten: {Wasm.Fault(rewritten.Bytes)}");
            Assert.Equal(2, rewritten.GuardMemoryIndex);
            Assert.True(rewritten.GuardCount >= 1);
        }
    }

    [Fact]
    public void Rewrite_UnknownOpcodes_AreUnsupported()
    {
        var known = OpcodeList.All().Select(o => Number(o.Instruction)).ToHashSet();
        var unknown = 0;
        foreach (var (prefix, count) in (ReadOnlySpan<(byte, int)>)[(0, 256), (0xFC, 0x40), (0xFD, 0x180), (0xFE, 0x80), (0xFB, 0x30)])
        {
            for (var number = 0; number < count; number++)
            {
                if (known.Contains((prefix, number)) || (prefix == 0 && (number is 0x05 or 0x0B or >= 0xFC and <= 0xFE || OpcodeList.Legacy.Contains((byte)number)))) continue;
                byte[] opcode = number < 0x80 ? [(byte)number] : [(byte)(number | 0x80), (byte)(number >> 7)];
                byte[] instruction = prefix == 0 ? [(byte)number] : [prefix, .. opcode];
                var result = ModuleRewriter.Rewrite(OpcodeModule.With(instruction), ModuleLimits.Default);
                var no = Assert.IsType<RewriteResult.Unsupported>(result);
                Assert.Equal(OpcodeModule.StartOf(OpcodeModule.With(instruction)), no.Offset);
                unknown++;
            }
        }

        Assert.True(unknown > 100);
    }

    private static (byte Prefix, int Number) Number(byte[] instruction)
    {
        if (instruction[0] < 0xFB) return (0, instruction[0]);
        var reader = new WasmReader(instruction, 1);
        return (instruction[0], (int)reader.ReadU32());
    }

    /// <summary>Wasmtime has no legacy exceptions: their decoding alone is held here, with all that they may be made of.</summary>
    [Fact]
    public void Rewrite_LegacyExceptions_DecodesThem()
    {
        byte[] tryCatch = [0x06, 0x40, 0x08, 0x00, 0x07, 0x00, 0x09, 0x00, 0x19, 0x03, 0x40, 0x0B, 0x0B]; // try throw catch rethrow catch_all loop end end
        byte[] tryDelegate = [0x06, 0x40, 0x01, 0x18, 0x00];
        var rewritten = Wasm.Rewrite(OpcodeModule.With([.. tryCatch, .. tryDelegate]));
        Assert.Equal(1, rewritten.GuardCount);
        Assert.IsType<RewriteResult.Refused>(ModuleRewriter.Rewrite(OpcodeModule.With([0x18, 0x00, 0x18, 0x00]), ModuleLimits.Default));
    }

    [Theory]
    [InlineData(new byte[] { 0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 })] // i32.const of six bytes
    [InlineData(new byte[] { 0x20, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 })]
    [InlineData(new byte[] { 0x10, 0x80, 0x80, 0x80, 0x80, 0x10 })] // a function index of 33 bits
    [InlineData(new byte[] { 0x28, 0x80, 0x01, 0x00 })] // flags of a memory argument
    [InlineData(new byte[] { 0x1F, 0x40, 0x01, 0x04, 0x00 })] // kind of a catch
    [InlineData(new byte[] { 0x0B })] // code behind the end
    [InlineData(new byte[] { 0x02, 0x40 })] // no end
    [InlineData(new byte[] { 0xFD, 0x0C, 0x00 })] // cut short
    public void Rewrite_MalformedInstruction_IsRefused(byte[] instruction) => Wasm.Refused(OpcodeModule.With(instruction));

    [Theory]
    [InlineData("(func $f) (func (result exnref) (block $b (result exnref) (try_table (catch_all_ref $b) (call $f)) unreachable))")]
    [InlineData("(tag $t (param i32)) (func (result i32 exnref) (block $b (result i32 exnref) (try_table (catch_ref $t $b) (throw $t (i32.const 1))) unreachable))")]
    [InlineData("(type $f (func (result i32))) (func $g (type $f) i32.const 7) (elem declare func $g) (func (result i32) (local (ref null $f)) (call_ref $f (ref.func $g)))")]
    [InlineData("(type $f (func)) (func (param (ref null $f)) (block $b (br_on_null $b (local.get 0)) (call_ref $f)))")]
    [InlineData("(table $t 3 3 (ref null func) (ref.null func)) (func (result i32) (ref.is_null (table.get $t (i32.const 0))))")]
    [InlineData("(table i64 3 3 funcref) (func (param i64) (call_indirect (local.get 0)))")]
    [InlineData("(global $g i32 (i32.const 8)) (global i32 (i32.add (global.get $g) (i32.mul (i32.const 2) (i32.const 3)))) (memory 1) (data (offset (i32.add (global.get $g) (i32.const 1))) \"x\")")]
    [InlineData("(func (param i32) (result i32 i64) local.get 0 (block (param i32) (result i32 i64) i64.const 2))")]
    [InlineData("(import \"a\" \"m\" (memory 1)) (memory i64 1 2) (memory 3) (func (memory.copy 0 2 (i32.const 0) (i32.const 0) (i32.const 0)) (memory.fill 1 (i64.const 0) (i32.const 0) (i64.const 1)))")]
    [InlineData("")]
    public void Rewrite_WholeProposal_StaysValid(string text) =>
        Wasm.RewriteValid($"(module {text})");

    [Theory]
    [InlineData("(type (struct (field i32)))")]
    [InlineData("(rec (type (func)) (type (func)))")]
    [InlineData("(memory 1 (pagesize 1))")]
    public void Rewrite_GarbageCollectionAndOthers_IsUnsupported(string text) =>
        Assert.IsType<RewriteResult.Unsupported>(ModuleRewriter.Rewrite(Wasm.Assemble($"(module {text})"), ModuleLimits.Default));
}
