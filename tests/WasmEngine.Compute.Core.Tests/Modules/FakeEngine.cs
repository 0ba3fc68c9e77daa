namespace WasmEngine.Compute.Core.Tests.Modules;

/// <summary>An engine whose modules are nothing but their hashes; counts what is alive.</summary>
internal sealed class FakeEngine : IGuestEngine
{
    private readonly Lock _gate = new();

    /// <summary>Runs within each loading, before its result.</summary>
    public Action<string, ModuleLoading> OnLoad { get; set; } = (_, _) => { };

    public long CodeBytes { get; init; } = 100;

    public int Loads { get; private set; }

    public int Alive { get; private set; }

    public IGuestModule Load(string path, ModuleLoading? loading = null)
    {
        lock (_gate) Loads++;
        OnLoad(path, loading!);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        if (hash != loading!.Sha256) throw ModuleCatalog.WrongHash(path, hash, loading.Sha256!);
        lock (_gate) Alive++;
        return new Fake(this, hash);
    }

    public bool IsAlive(IGuestModule module)
    {
        lock (_gate) return !((Fake)module).IsDisposed;
    }

    public void Dispose()
    {
    }

    private sealed class Fake(FakeEngine engine, string hash) : IGuestModule
    {
        public bool IsDisposed { get; private set; }

        public ModuleDescription Description => new([], [], [], 12.5, 1) { Sha256 = hash, CodeBytes = engine.CodeBytes };

        public IGuestInstance Instantiate(GuestSetup setup) => throw new NotSupportedException();

        public FunctionSignature? FindFunction(string export) => null;

        public IFunctionInstance InstantiateFunctions(GuestSetup setup) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (engine._gate)
            {
                engine.Alive--;
                IsDisposed = true;
            }
        }
    }
}
