namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>The real engine, which notes what a guest's thread has allocated so far whenever that thread calls a function.</summary>
internal sealed class CountingEngine : IGuestEngine
{
    private long _allocated; // SYNC: written by the guest's thread before the call, read by whoever has seen the call's answer

    /// <summary>Bytes, as of the last call.</summary>
    public long Allocated => Volatile.Read(ref _allocated); // SYNC: see the field

    public IGuestModule Load(string path, ModuleLoading? loading = null) => new Module(this, Guests.Engine.Load(path, loading));

    public void Dispose()
    {
        // the engine stays for other tests
    }

    private sealed class Module(CountingEngine owner, IGuestModule module) : IGuestModule
    {
        public ModuleDescription Description => module.Description;

        public IGuestInstance Instantiate(GuestSetup setup) => module.Instantiate(setup);

        public FunctionSignature? FindFunction(string export) => module.FindFunction(export);

        public IFunctionInstance InstantiateFunctions(GuestSetup setup) => new Instance(owner, module.InstantiateFunctions(setup));

        public void Dispose() => module.Dispose();
    }

    private sealed class Instance(CountingEngine owner, IFunctionInstance instance) : IFunctionInstance
    {
        public IGuestMemory? Memory => instance.Memory;

        public IGuestFunction? Find(string export) => instance.Find(export) is { } function ? new Function(owner, function) : null;

        public void RenewHostCalls() => instance.RenewHostCalls();

        public void Dispose() => instance.Dispose();
    }

    private sealed class Function(CountingEngine owner, IGuestFunction function) : IGuestFunction
    {
        public FunctionSignature Signature => function.Signature;

        public void Invoke(ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results)
        {
            Volatile.Write(ref owner._allocated, GC.GetAllocatedBytesForCurrentThread()); // SYNC: see the field
            function.Invoke(arguments, results);
        }
    }
}
