using WasmEngine.Compute.Core;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>A module compiled by Wasmtime.</summary>
internal sealed class WasmtimeModule(Engine engine, Module module, ModuleDescription description) : IGuestModule
{
    private const uint MaxTableElements = 1 << 18;
    private const long MaxTables = 4;

    /// <inheritdoc/>
    public ModuleDescription Description => description;

    /// <inheritdoc/>
    public FunctionSignature? FindFunction(string export) => throw new NotSupportedException();

    /// <inheritdoc/>
    public IFunctionInstance InstantiateFunctions(GuestSetup setup) => throw new NotSupportedException();

    /// <inheritdoc/>
    public IGuestInstance Instantiate(GuestSetup setup)
    {
        var calls = setup.Calls;
        var budget = new MemoryBudget(setup.Limits.MemoryBytes);
        var store = new Store(engine);
        var linker = new Linker(engine);
        WasmtimeInstance? guest = null;
        try
        {
            // Memory has a budget of its own; tables are memory, too, outside of it.
            store.SetLimits(tableElements: MaxTableElements, instances: 1, tables: MaxTables);
            store.SetWasiConfiguration(new WasiConfiguration()); // no directories, no environment, no standard streams
            linker.DefineWasi();
            var imports = new GuestImports(calls);
            imports.Define(linker);
            using var current = budget.Enter();
            guest = new WasmtimeInstance(store, linker, linker.Instantiate(store, module), budget, calls);
            imports.Memory = guest.Exported;
        }
        catch (WasmtimeException e)
        {
            throw WasmtimeInstance.Failure("instantiation", e, budget);
        }
        finally
        {
            if (guest is null)
            {
                linker.Dispose();
                store.Dispose();
            }
        }

        try
        {
            guest.Initialize();
            return guest;
        }
        catch
        {
            guest.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => module.Dispose();
}
