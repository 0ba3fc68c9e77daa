using System.Reflection;
using System.Runtime.InteropServices;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>What modules may use, and how Wasmtime is set up for them.</summary>
internal static unsafe class EngineFeatures
{
    /// <summary>Bytes of stack that WebAssembly may use.</summary>
    internal const int MaxWasmStack = 1 << 20;

    /// <summary>What modules may use. Off: what would escape the memory creator, block a thread, or no guest compiler emits.</summary>
    private static readonly (string Name, bool On, Func<Config, bool, Config> Apply)[] Features =
    [
        ("simd", true, static (c, on) => c.WithSIMD(on)),
        ("bulk-memory", true, static (c, on) => c.WithBulkMemory(on)),
        ("multi-memory", true, static (c, on) => c.WithMultiMemory(on)),
        ("memory64", false, static (c, on) => c.WithMemory64(on)),
        ("threads", false, static (c, on) => c.WithWasmThreads(on)),
        ("gc", false, static (c, on) => c.WithGc(on)),
        ("function-references", false, static (c, on) => c.WithFunctionReferences(on)),
        ("exceptions", false, static (c, on) => c.WithExceptions(on)),
        // Copy-on-write images need mmap-based memories of Wasmtime's own; with ours it aborts (bytecodealliance/wasmtime#12053).
        ("memory-init-cow", false, static (c, on) => c.WithMemoryInitCopyOnWrite(on)),
    ];

    /// <summary>Creates an engine whose memories are ours.</summary>
    /// <param name="epochs">Whether code looks at epochs, for modules without a guard memory.</param>
    internal static Engine Create(bool epochs)
    {
        var config = new Config().WithMaximumStackSize(MaxWasmStack);
        foreach (var (_, on, apply) in Features) config = apply(config, on);
        // The package keeps its handle to itself; its version is pinned, and a test holds this name.
        var property = typeof(Config).GetProperty("NativeHandle", BindingFlags.NonPublic | BindingFlags.Instance)
            ?? throw new MissingMemberException(nameof(Config), "NativeHandle");
        var handle = (SafeHandle)property.GetValue(config)!;
        var creator = LinearMemory.Creator;
        WasmtimeNative.SetHostMemoryCreator(handle.DangerousGetHandle(), &creator);
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
