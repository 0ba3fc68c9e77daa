using WasmEngine.Compute.Modules.Tests.Support;

namespace WasmEngine.Compute.Modules.Tests;

public sealed class LimitTests
{
    private static RewriteResult Rewrite(string text, ModuleLimits limits) => ModuleRewriter.Rewrite(Wasm.Assemble($"(module {text})"), limits);

    [Theory]
    [InlineData("(import \"a\" \"b\" (func)) (func) (func)", nameof(ModuleLimits.Functions), 2, "3 functions")]
    [InlineData("(type (func)) (type (func (param i32)))", nameof(ModuleLimits.Types), 1, "2 types")]
    [InlineData("(import \"a\" \"b\" (global i32)) (global i32 (i32.const 0))", nameof(ModuleLimits.Globals), 1, "2 globals")]
    [InlineData("(import \"a\" \"b\" (func)) (import \"a\" \"c\" (func))", nameof(ModuleLimits.Imports), 1, "2 imports")]
    [InlineData("(func (export \"a\") (export \"b\"))", nameof(ModuleLimits.Exports), 1, "2 exports")]
    [InlineData("(data \"a\") (data \"b\")", nameof(ModuleLimits.Segments), 1, "2 data segments")]
    [InlineData("(elem func) (elem func)", nameof(ModuleLimits.Segments), 1, "2 element segments")]
    [InlineData("(tag) (tag)", nameof(ModuleLimits.Tags), 1, "2 tags")]
    [InlineData("(import \"a\" \"b\" (table 1 funcref)) (table 1 funcref)", nameof(ModuleLimits.Tables), 1, "2 tables")]
    [InlineData("(import \"a\" \"b\" (memory 1)) (memory 1)", nameof(ModuleLimits.Memories), 1, "2 memories")]
    [InlineData("(table 11 funcref)", nameof(ModuleLimits.TableElements), 10, "a table of 11 elements")]
    [InlineData("(func (local i32 i64 i32))", nameof(ModuleLimits.Locals), 2, "3 ")]
    [InlineData("(func (block (block (block))))", nameof(ModuleLimits.NestingDepth), 2, "3 deep")]
    [InlineData("(func (export \"abcdef\"))", nameof(ModuleLimits.NameBytes), 5, "6 bytes")]
    [InlineData("(func nop nop nop nop nop nop)", nameof(ModuleLimits.BodyBytes), 7, "8 bytes")]
    [InlineData("", nameof(ModuleLimits.ModuleBytes), 7, "8 bytes")]
    [InlineData("(func (loop) (loop) (loop))", nameof(ModuleLimits.RewrittenBytes), 1000, "with guard accesses")]
    [InlineData("(func (loop) (loop) (loop))", nameof(ModuleLimits.GuardPoints), 2, "3 loops")]
    public void Rewrite_OverALimit_IsRefusedWithBothFigures(string text, string limit, int value, string figure)
    {
        var limits = With(limit, value);
        limits.Validate();
        var refused = Assert.IsType<RewriteResult.Refused>(Rewrite(text, limits));
        Assert.Contains(figure, refused.Reason, StringComparison.Ordinal);
        Assert.Contains($"the limit is {value}", refused.Reason, StringComparison.Ordinal);
        if (limit != nameof(ModuleLimits.RewrittenBytes)) Assert.IsType<RewriteResult.Rewritten>(Rewrite(text, With(limit, value + 1)));
    }

    private static ModuleLimits With(string limit, int value)
    {
        var limits = ModuleLimits.Default with { };
        typeof(ModuleLimits).GetProperty(limit)!.SetValue(limits, value);
        return limits;
    }

    [Fact]
    public void Rewrite_SharedMemory_IsRefusedWithARemedy() =>
        Assert.Contains("build without -pthread", Assert.IsType<RewriteResult.Refused>(Rewrite("(memory 1 1 shared)", ModuleLimits.Default)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Rewrite_TooManyKindsOfBulkOperations_IsUnsupported() => Assert.IsType<RewriteResult.Unsupported>(Rewrite(
        "(memory 1) (data \"a\") (data \"b\") (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)) (memory.init 1 (i32.const 0) (i32.const 0) (i32.const 0)))",
        ModuleLimits.Default with { InjectedFunctions = 1 }));

    [Fact]
    public void Rewrite_AMillionFunctions_IsRefusedBeforeTheyAreRead()
    {
        byte[] module = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 0xC3, 0x84, 0x3D, 0xC0, 0x84, 0x3D, .. new byte[1_000_000]];
        Assert.Contains("1000000 functions, the limit is 100000", Wasm.Refused(module).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WrongLimits_NamesEach()
    {
        var e = Assert.Throws<ArgumentException>(() => (ModuleLimits.Default with { Functions = -1, Locals = 1_000_000 }).Validate());
        Assert.Contains(nameof(ModuleLimits.Functions), e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ModuleLimits.Locals), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rewrite_Cancelled_GivesUp() => Assert.Throws<OperationCanceledException>(
        () => ModuleRewriter.Rewrite(Wasm.Assemble("(module (func))"), ModuleLimits.Default, cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public void Rewrite_Progress_EndsWithAllFunctions()
    {
        var seen = new List<int>();
        ModuleRewriter.Rewrite(Wasm.Assemble($"(module {string.Concat(Enumerable.Repeat("(func)", 600))})"), ModuleLimits.Default, new Collecting(seen));
        Assert.Equal([0, 256, 512, 600], seen);
    }

    private sealed class Collecting(List<int> seen) : IProgress<int>
    {
        public void Report(int value) => seen.Add(value);
    }
}
