using System.Runtime.InteropServices;
using WasmEngine.Compute.Core;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>A Wasmtime engine and the host functions of all its instances. Thread-safe.</summary>
internal sealed unsafe class HostEngine : IDisposable
{
    /// <summary>Creates it.</summary>
    /// <param name="epochs">For modules that have no guard memory.</param>
    internal HostEngine(bool epochs)
    {
        UsesEpochs = epochs;
        Engine = EngineFeatures.Create(epochs);
        Linker = new Linker(Engine);
        var functions = new HostFunctions(Linker);
        GuestImports.Define(functions);
        WasiImports.Define(functions);
    }

    /// <summary>Whether its code looks at epochs.</summary>
    internal bool UsesEpochs { get; }

    /// <summary>Compiles and runs.</summary>
    internal Engine Engine { get; }

    /// <summary>Has all host functions.</summary>
    internal Linker Linker { get; }

    /// <summary>A store for one instance.</summary>
    internal Store NewStore(GuestContext guest)
    {
        var store = new Store(Engine, guest);
        if (!UsesEpochs) return store;
        store.SetEpochDeadline(1);
        WasmtimeNative.SetEpochCallback(WasmtimeHandles.Of(store), &OnEpoch, 0, 0);
        return store;
    }

    /// <summary>Makes all running code of the engine look whether it was stopped.</summary>
    internal void Interrupt() => Engine.IncrementEpoch();

    // On the instance's own thread. An epoch is for all stores of the engine: those that nobody stopped go on until the next.
    [UnmanagedCallersOnly]
    private static nint OnEpoch(nint context, nint data, ulong* delta, byte* kind)
    {
        if (GuestContext.Current is { Stop.IsRaised: true }) return WasmtimeNative.NewError("the instance was stopped");
        *delta = 1;
        *kind = 0; // go on at once
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Linker.Dispose();
        Engine.Dispose();
    }
}
