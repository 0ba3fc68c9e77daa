using Wasmtime;

namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>An instance of a module without imports but those given.</summary>
internal sealed class Guest : IDisposable
{
    private readonly global::Wasmtime.Module _module;
    private readonly Store _store;
    private readonly Linker _linker;
    private readonly Instance _instance;

    public Guest(byte[] module, Action? started = null)
    {
        _module = global::Wasmtime.Module.FromBytes(Wasm.Engine, "guest", module);
        _store = new Store(Wasm.Engine);
        _linker = new Linker(Wasm.Engine);
        if (started is not null) _linker.DefineFunction("test", "started", started);
        _instance = _linker.Instantiate(_store, _module);
    }

    public global::Wasmtime.Memory Memory(string name = "memory") => _instance.GetMemory(name) ?? throw new InvalidOperationException($"no memory {name}");

    /// <summary>The guard memory, if the module was rewritten and exports it.</summary>
    public global::Wasmtime.Memory Guard => Memory("guard");

    /// <summary>Calls an export.</summary>
    /// <returns>Its result, or the kind of trap.</returns>
    public object? Call(string name, params ValueBox[] arguments)
    {
        var function = _instance.GetFunction(name) ?? throw new InvalidOperationException($"no function {name}");
        try
        {
            return function.Invoke(arguments);
        }
        catch (TrapException e)
        {
            return e.Type;
        }
    }

    public void Dispose()
    {
        _linker.Dispose();
        _store.Dispose();
        _module.Dispose();
    }
}
