using WasmEngine.Compute.Modules;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>Modules whose guard memory and guard accesses are written by hand, so that these tests need no rewriter.</summary>
internal static class Guarded
{
    /// <summary>One guard access for a module whose guard memory is called $guard.</summary>
    public const string Check = "(drop (i32.atomic.load $guard (i32.const 0)))";

    /// <summary>The guard memory; to be put behind all others.</summary>
    public const string Memory = "(memory $guard 1 1)";

    public static readonly HostEngine Host = new(epochs: false);

    public static readonly HostEngine Epochs = new(epochs: true);

    /// <summary>A module; the last of its memories is the guard.</summary>
    /// <param name="text">The module.</param>
    /// <param name="guardIndex">How many memories come before.</param>
    public static WasmtimeModule Load(string text, int guardIndex) => Load(Host, Module.ConvertText(text), guardIndex);

    /// <summary>A module as the rewriter makes it of one without any guard.</summary>
    public static WasmtimeModule Rewrite(string text) => Rewrite(Module.ConvertText(text));

    /// <summary>A module as the rewriter makes it of one without any guard.</summary>
    public static WasmtimeModule Rewrite(byte[] bytes)
    {
        var rewritten = Assert.IsType<RewriteResult.Rewritten>(ModuleRewriter.Rewrite(bytes, ModuleLimits.Default));
        return Load(Host, rewritten.Bytes, rewritten.GuardMemoryIndex);
    }

    /// <summary>A module that runs with epochs.</summary>
    public static WasmtimeModule LoadWithEpochs(string text) => Load(Epochs, Module.ConvertText(text), null);

    private static WasmtimeModule Load(HostEngine host, byte[] bytes, int? guardIndex)
    {
        var module = Module.FromBytes(host.Engine, "guest", bytes);
        return new WasmtimeModule(host, new CompiledModule(module) { GuardMemoryIndex = guardIndex }, ModuleInspector.Describe(module, 0, 0));
    }

    /// <summary>Calls an export with numbers; its results.</summary>
    public static WasmValue[] Call(this IFunctionInstance instance, string export, params ReadOnlySpan<WasmValue> arguments)
    {
        var function = instance.Find(export);
        Assert.NotNull(function);
        var results = new WasmValue[function.Signature.Results.Length];
        function.Invoke(arguments, results);
        return results;
    }
}
