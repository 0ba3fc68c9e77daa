using WasmEngine.Compute.Modules.Symbols;
using Wasmtime;

namespace WasmEngine.Compute.Modules.Tests.Symbols;

/// <summary>Runs a module's <c>run</c> until it traps and reads its symbols at the addresses of the trap's frames.</summary>
internal static class TrappedGuest
{
    /// <summary>The symbols of each frame of the trap, innermost first.</summary>
    internal static IReadOnlyList<Symbol?> Run(byte[] module, int argument)
    {
        var symbols = ModuleSymbols.Read(module);
        return [.. Offsets(module, argument).Select(symbols.Find)];
    }

    private static List<uint> Offsets(byte[] module, int argument)
    {
        using var engine = new Engine();
        using var compiled = Module.FromBytes(engine, "guest", module);
        using var linker = new Linker(engine);
        using var store = new Store(engine);
        store.SetWasiConfiguration(new WasiConfiguration());
        linker.DefineWasi();
        var instance = linker.Instantiate(store, compiled);
        var trap = Assert.Throws<TrapException>(() => instance.GetFunction<int, int>("run")!(argument));
        return [.. trap.Frames!.Select(f => (uint)f.ModuleOffset)];
    }
}
