using Wasmtime;
using BareEngine = Wasmtime.Engine;

namespace WasmEngine.Bench.Kernels;

/// <summary>A kernel in Wasmtime as its package comes: its own memories, nothing of this engine. With epochs, calls can be interrupted.</summary>
internal sealed class WasmtimeKernel : IKernel
{
    private readonly BareEngine _engine;
    private readonly Module _module;
    private readonly Store _store;
    private readonly Linker _linker;
    private readonly Func<int, long> _run;

    internal WasmtimeKernel(string path, bool epochs)
    {
        _engine = new BareEngine(new Config().WithSIMD(true).WithEpochInterruption(epochs));
        _module = Module.FromFile(_engine, path);
        _store = new Store(_engine);
        if (epochs) _store.SetEpochDeadline(1_000_000); // checked, never reached
        _store.SetWasiConfiguration(new WasiConfiguration());
        _linker = new Linker(_engine);
        _linker.DefineWasi();
        var instance = _linker.Instantiate(_store, _module);
        instance.GetAction("_initialize")?.Invoke();
        _run = instance.GetFunction<int, long>("run") ?? throw new BenchException($"{path} exports no function \"run\"");
    }

    public long Run(int rounds) => _run(rounds);

    public void Dispose()
    {
        _linker.Dispose();
        _store.Dispose();
        _module.Dispose();
        _engine.Dispose();
    }
}
