using System.Reflection;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>What modules may use, and how Wasmtime is set up for them.</summary>
internal static unsafe class EngineFeatures
{
    /// <summary>Bytes of stack that WebAssembly may use; threads that run it have 8 MiB.</summary>
    internal const int MaxWasmStack = 1 << 20;

    /// <summary>Off: what would block a thread or escape the limits, or what no compiler for guests emits.</summary>
    private static readonly (string Name, bool On, Func<Config, bool, Config> Apply)[] Features =
    [
        ("simd", true, static (c, on) => c.WithSIMD(on)),
        ("relaxed-simd", true, static (c, on) => c.WithRelaxedSIMD(on, deterministic: false)),
        ("bulk-memory", true, static (c, on) => c.WithBulkMemory(on)),
        ("reference-types", true, static (c, on) => c.WithReferenceTypes(on)),
        ("multi-value", true, static (c, on) => c.WithMultiValue(on)),
        ("multi-memory", true, static (c, on) => c.WithMultiMemory(on)),
        ("tail-call", true, static (c, on) => c.WithTailCalls(on)),
        ("memory64", true, static (c, on) => c.WithMemory64(on)),
        ("threads", true, static (c, on) => c.WithWasmThreads(on)), // atomics; shared memories stay off
        ("function-references", false, static (c, on) => c.WithFunctionReferences(on)),
        ("exceptions", true, static (c, on) => c.WithExceptions(on)),
        ("gc", false, static (c, on) => c.WithGc(on)),
        // Copy-on-write images need mmap-based memories of Wasmtime's own; with ours it aborts (bytecodealliance/wasmtime#12053).
        ("memory-init-cow", false, static (c, on) => c.WithMemoryInitCopyOnWrite(on)),
    ];

    /// <summary>Creates an engine whose memories are ours.</summary>
    /// <param name="epochs">Whether code looks at epochs, for modules without a guard memory.</param>
    internal static Engine Create(bool epochs)
    {
        var config = new Config().WithMaximumStackSize(MaxWasmStack).WithEpochInterruption(epochs);
        foreach (var (_, on, apply) in Features) config = apply(config, on);
        var native = WasmtimeHandles.Of(config);
        WasmtimeNative.SetSharedMemory(native, false);
        var creator = LinearMemory.Creator;
        WasmtimeNative.SetHostMemoryCreator(native, &creator);
        return new Engine(config); // takes the configuration over
    }

    /// <summary>All that compiled code depends on besides its module and the processor.</summary>
    internal static string Fingerprint(bool epochs)
    {
        var version = typeof(Engine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var features = string.Join(' ', Features.Select(f => $"{f.Name}={f.On}"));
        return $"wasmtime {version}; stack={MaxWasmStack} epochs={epochs} {features}";
    }
}
