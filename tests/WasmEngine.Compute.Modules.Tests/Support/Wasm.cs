using WasmEngine.Compute.Modules.Binary;
using WasmEngine.Compute.Modules.Rewriting;
using Wasmtime;

namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>Assembling, rewriting and validating modules.</summary>
internal static class Wasm
{
    /// <summary>Everything on that the rewriter knows.</summary>
    public static readonly Engine Engine = new(new Config()
        .WithSIMD(true).WithRelaxedSIMD(true, false).WithBulkMemory(true).WithReferenceTypes(true).WithMultiValue(true).WithTailCalls(true)
        .WithWasmThreads(true).WithMemory64(true).WithMultiMemory(true).WithFunctionReferences(true).WithGc(true).WithExceptions(true)
        .WithWideArithmetic(true).WithMaximumStackSize(512 << 10));

    public static byte[] Assemble(string text) => global::Wasmtime.Module.ConvertText(text);

    public static RewriteResult.Rewritten Rewrite(byte[] module) => ModuleRewriter.Rewrite(module, ModuleLimits.Default) switch
    {
        RewriteResult.Rewritten done => done,
        RewriteResult.Unsupported no => throw new InvalidOperationException($"unsupported at 0x{no.Offset:X}: {no.Reason}"),
        RewriteResult.Refused no => throw new InvalidOperationException($"refused at 0x{no.Offset:X}: {no.Reason}"),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    public static RewriteResult.Rewritten Rewrite(string text) => Rewrite(Assemble(text));

    public static RewriteResult.Refused Refused(byte[] module) => Assert.IsType<RewriteResult.Refused>(ModuleRewriter.Rewrite(module, ModuleLimits.Default));

    /// <summary>What Wasmtime says against a module; null if it is valid.</summary>
    public static string? Fault(byte[] module) => global::Wasmtime.Module.Validate(Engine, module);

    /// <summary>Exports a rewritten module's guard memory as "guard".</summary>
    public static byte[] ExportGuard(RewriteResult.Rewritten rewritten)
    {
        var shape = ModuleParser.Parse(rewritten.Bytes, ModuleLimits.Default with { Memories = 99 });
        var section = shape.Find(SectionId.Export) ?? throw new InvalidOperationException("the module has no exports");
        var editor = new ModuleEditor(rewritten.Bytes, rewritten.Bytes.Length + 32, 0);
        editor.BeginSection(section);
        editor.ReplaceU32(new WasmReader(rewritten.Bytes, section.Content).ReadU32() + 1);
        editor.EndSection(section, new WasmWriter(16).Name("guard"u8).Byte(2).U32((uint)rewritten.GuardMemoryIndex).Written);
        return editor.Finish().Bytes;
    }

    /// <summary>Rewrites a valid module and requires that the result is valid, too.</summary>
    public static RewriteResult.Rewritten RewriteValid(string text)
    {
        var module = Assemble(text);
        Assert.Null(Fault(module));
        var rewritten = Rewrite(module);
        Assert.Null(Fault(rewritten.Bytes));
        return rewritten;
    }
}
