using Wasmtime;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>A module compiled by Wasmtime.</summary>
internal sealed class WasmtimeModule(Engine engine, Module module, double compileMs, long size) : IGuestModule
{
    /// <inheritdoc/>
    public ModuleDescription Description { get; } = ModuleInspector.Describe(module, compileMs, size);

    /// <inheritdoc/>
    public IGuestInstance Instantiate(IGuestCalls calls, long memoryLimitBytes)
    {
        var store = new Store(engine);
        var linker = new Linker(engine);
        try
        {
            store.SetWasiConfiguration(new WasiConfiguration()); // no directories, no environment, no standard streams
            linker.DefineWasi();
            var imports = new GuestImports(calls);
            imports.Define(linker);
            using var request = LinearMemory.Request.Begin(memoryLimitBytes);
            var instance = linker.Instantiate(store, module);
            var guest = new WasmtimeInstance(store, linker, instance, request.Created[0]);
            imports.Memory = guest.Exported;
            guest.Initialize();
            return guest;
        }
        catch (WasmtimeException e)
        {
            linker.Dispose();
            store.Dispose();
            throw WasmtimeInstance.Failure("instantiation", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => module.Dispose();
}
