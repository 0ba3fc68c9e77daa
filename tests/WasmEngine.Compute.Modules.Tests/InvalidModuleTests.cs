using WasmEngine.Compute.Modules.Tests.Support;

namespace WasmEngine.Compute.Modules.Tests;

/// <summary>What rewriting adds (a memory, functions, types) must not make valid what names it and was invalid before.</summary>
public sealed class InvalidModuleTests
{
    /// <summary>The module has the memories 0 and 1; the guard becomes memory 2.</summary>
    [Theory]
    [InlineData(new byte[] { 0x28, 0x42, 2, 0 })] // i32.load
    [InlineData(new byte[] { 0x3A, 0x40, 2, 0 })] // i32.store8
    [InlineData(new byte[] { 0xFD, 0x00, 0x44, 2, 0 })] // v128.load
    [InlineData(new byte[] { 0xFD, 0x54, 0x40, 2, 0, 1 })] // v128.load8_lane
    [InlineData(new byte[] { 0xFD, 0x5C, 0x40, 2, 0 })] // v128.load32_zero
    [InlineData(new byte[] { 0xFE, 0x10, 0x42, 2, 0 })] // i32.atomic.load
    [InlineData(new byte[] { 0xFE, 0x00, 0x42, 2, 0 })] // memory.atomic.notify
    [InlineData(new byte[] { 0xFE, 0x48, 0x42, 2, 0 })] // cmpxchg
    [InlineData(new byte[] { 0x3F, 2 })] // memory.size
    [InlineData(new byte[] { 0x40, 2 })] // memory.grow
    [InlineData(new byte[] { 0x40, 0x82, 0x00 })]
    [InlineData(new byte[] { 0xFC, 0x0B, 2 })] // memory.fill
    [InlineData(new byte[] { 0xFC, 0x0A, 2, 0 })] // memory.copy
    [InlineData(new byte[] { 0xFC, 0x0A, 0, 2 })]
    [InlineData(new byte[] { 0xFC, 0x08, 0, 2 })] // memory.init
    public void Rewrite_InstructionNamesTheGuardMemory_IsRefused(byte[] instruction)
    {
        var module = OpcodeModule.With(instruction);
        Assert.NotNull(Wasm.Fault(module));
        Assert.Contains("memory 2 does not exist", Wasm.Refused(module).Reason, StringComparison.Ordinal);
    }

    /// <summary>The module has the function 0 and the types 0 and 1; an injected function becomes function 1, its type 2.</summary>
    [Theory]
    [InlineData(new byte[] { 0x10, 1 })] // call
    [InlineData(new byte[] { 0x12, 1 })] // return_call
    [InlineData(new byte[] { 0xD2, 1 })] // ref.func
    [InlineData(new byte[] { 0x11, 2, 0 })] // call_indirect
    [InlineData(new byte[] { 0x13, 2, 0 })]
    [InlineData(new byte[] { 0x14, 2 })] // call_ref
    [InlineData(new byte[] { 0x15, 2 })]
    [InlineData(new byte[] { 0xD0, 2 })] // ref.null
    [InlineData(new byte[] { 0x02, 2, 0x0B })] // block
    [InlineData(new byte[] { 0x1F, 2, 0, 0x0B })] // try_table
    [InlineData(new byte[] { 0x1C, 1, 0x63, 2 })] // select
    public void Rewrite_InstructionNamesWhatIsInjected_IsRefused(byte[] instruction)
    {
        var module = OpcodeModule.With([.. instruction, 0x00, 0xFC, 0x0B, 0]); // memory.fill injects
        Assert.NotNull(Wasm.Fault(module));
        Assert.Contains("does not exist", Wasm.Refused(module).Reason, StringComparison.Ordinal);
    }

    private const string Uses = "(func $f (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))";

    [Theory]
    [InlineData("(memory 1) (export \"m\" (memory 1))")]
    [InlineData("(memory 1) (data (memory 1) (i32.const 0) \"x\")")]
    [InlineData("(export \"m\" (memory 0))")]
    [InlineData("(data (i32.const 0) \"x\")")]
    [InlineData("(func (drop (i32.load (i32.const 0))))")]
    [InlineData("(func (drop (memory.size)))")]
    [InlineData("(memory 1) (export \"f\" (func 1))" + Uses)]
    [InlineData("(memory 1) (start 1)" + Uses)]
    [InlineData("(memory 1) (table 1 funcref) (elem (i32.const 0) func 1)" + Uses)]
    [InlineData("(memory 1) (elem funcref (ref.func 1))" + Uses)]
    [InlineData("(memory 1) (elem declare func 1)" + Uses)]
    [InlineData("(memory 1) (global funcref (ref.func 1))" + Uses)]
    [InlineData("(memory 1) (global (ref null 1) (ref.null 1))" + Uses)]
    [InlineData("(memory 1) (import \"a\" \"b\" (func (type 1)))" + Uses)]
    [InlineData("(memory 1) (func (type 1))" + Uses)]
    [InlineData("(memory 1) (tag (type 1))" + Uses)]
    [InlineData("(memory 1) (table 1 (ref null 1))" + Uses)]
    [InlineData("(memory 1) (func (local (ref null 3)))" + Uses)]
    [InlineData("(memory 1) (type (func (param (ref null 4))))" + Uses)]
    public void Rewrite_ModuleNamesWhatIsInjected_StaysInvalid(string text)
    {
        if (text.Contains("(import", StringComparison.Ordinal)) text = "(import \"a\" \"b\" (func (type 1))) (memory 1)" + Uses;
        var module = Wasm.Assemble($"(module {text})");
        Assert.NotNull(Wasm.Fault(module));
        Wasm.Refused(module);
    }

    [Fact]
    public void Rewrite_MemoryInitWithoutDataCount_IsRefused()
    {
        var module = OpcodeModule.With([0xFC, 0x08, 1, 0]);
        Assert.Contains("data segment 1 does not exist", Wasm.Refused(module).Reason, StringComparison.Ordinal);
    }

    /// <summary>Whatever else is wrong stays wrong: types of operands are the validator's.</summary>
    [Theory]
    [InlineData("(func (result i32) (loop))")]
    [InlineData("(func (loop (drop)))")]
    [InlineData("(memory 1) (func (memory.fill (i64.const 0) (i32.const 0) (i32.const 0)))")]
    [InlineData("(memory i64 1) (func (memory.copy (i64.const 0) (i64.const 0) (i32.const 0)))")]
    [InlineData("(memory 1) (data \"x\") (func (memory.init 0 (i32.const 0) (i64.const 0) (i32.const 0)))")]
    [InlineData("(func (br 1))")]
    [InlineData("(func (local.set 0 (i32.const 1)))")]
    public void Rewrite_WrongTypes_StaysInvalid(string text)
    {
        var module = Wasm.Assemble($"(module {text})");
        Assert.NotNull(Wasm.Fault(module));
        if (ModuleRewriter.Rewrite(module, ModuleLimits.Default) is RewriteResult.Rewritten rewritten) Assert.NotNull(Wasm.Fault(rewritten.Bytes));
    }

    [Fact]
    public void Rewrite_CutAnywhere_NeverBecomesValid()
    {
        var module = Wasm.Assemble("(module (memory 1) (data \"abc\") (export \"f\" (func 0)) (func (loop (br 0))) (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1))))");
        for (var length = 0; length < module.Length; length++)
        {
            var cut = module[..length];
            if (Wasm.Fault(cut) is not null && ModuleRewriter.Rewrite(cut, ModuleLimits.Default) is RewriteResult.Rewritten rewritten)
                Assert.NotNull(Wasm.Fault(rewritten.Bytes));
        }
    }

    [Theory]
    [InlineData("", "does not begin")]
    [InlineData("0061736D0D000100", "is a component")]
    [InlineData("0061736D02000000", "version 2")]
    [InlineData("0061736D01000000010100010100", "out of order")]
    [InlineData("0061736D01000000030100010100", "out of order")]
    [InlineData("0061736D01000000010500", "ends in the middle")]
    [InlineData("0061736D0100000001020000", "goes on behind its last entry")]
    [InlineData("0061736D01000000010460000003020100", "types do not fit")]
    public void Rewrite_MalformedFile_IsRefusedWithAReason(string hex, string reason) =>
        Assert.Contains(reason, Wasm.Refused(Convert.FromHexString(hex)).Reason, StringComparison.Ordinal);
}
