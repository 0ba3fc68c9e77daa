using System.Collections.Frozen;
using System.Collections.Immutable;
using WasmEngine.Compute.Core;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>A module compiled by Wasmtime.</summary>
internal sealed class WasmtimeModule : IGuestModule
{
    private readonly HostEngine _host;
    private readonly CompiledModule _compiled;
    private readonly Lazy<nint> _prepared;
    private readonly Lazy<bool> _isWideWasi;
    private readonly Lazy<FrozenDictionary<string, FunctionSignature>> _functions;
    private readonly MemoryPlan? _plan;
    private bool _isDisposed;

    /// <summary>Takes the module over.</summary>
    /// <param name="host">The engine that it was compiled for.</param>
    /// <param name="compiled">The module.</param>
    /// <param name="description">What it is.</param>
    internal WasmtimeModule(HostEngine host, CompiledModule compiled, ModuleDescription description)
    {
        _host = host;
        _compiled = compiled;
        Description = description;
        _plan = compiled.GuardMemoryIndex is { } guard ? new MemoryPlan(guard) : null;
        _functions = new Lazy<FrozenDictionary<string, FunctionSignature>>(() => compiled.Module.Exports.OfType<FunctionExport>().ToFrozenDictionary(
            f => f.Name, f => new FunctionSignature(Types(f.Parameters), Types(f.Results)), StringComparer.Ordinal));
        _prepared = new Lazy<nint>(Prepare);
        _isWideWasi = new Lazy<bool>(() => compiled.Module.Imports.Any(i => i.ModuleName == WasiImports.ModuleName)
            && compiled.Module.Exports.Any(e => e is MemoryExport { Name: "memory", Is64Bit: true }));
    }

    /// <inheritdoc/>
    public ModuleDescription Description { get; }

    /// <inheritdoc/>
    public FunctionSignature? FindFunction(string export) => _functions.Value.GetValueOrDefault(export);

    /// <inheritdoc/>
    public IGuestInstance Instantiate(GuestSetup setup)
    {
        var guest = NewGuest(setup);
        try
        {
            return new WasmtimeInstance(this, guest);
        }
        catch
        {
            guest.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IFunctionInstance InstantiateFunctions(GuestSetup setup) => new FunctionInstance(this, NewGuest(setup));

    private Guest NewGuest(GuestSetup setup)
    {
        if (_isWideWasi.Value) throw new GuestException("its memory is 64-bit, and WASI preview 1 has addresses of 32 bits: build it for wasm32, or without WASI");
        nint prepared;
        try
        {
            prepared = _prepared.Value;
        }
        catch (WasmtimeException e)
        {
            throw new GuestException($"the guest failed in instantiation: {Names.OneLine(e.Message)}");
        }

        var initialize = FindFunction("_initialize");
        if (initialize is { Parameters.IsEmpty: false } or { Results.IsEmpty: false })
            throw new GuestException($"the export \"_initialize\" is {initialize}, it must be () -> ()");
        var kind = new InstanceKind(initialize is not null, IsTrial: false);
        try
        {
            return new Guest(_host, prepared, _compiled, _plan, setup, kind);
        }
        catch (TrialNeededException)
        {
            Try(prepared, setup);
            if (_plan!.IsUnknown) throw new GuestException("the guest failed in instantiation: its memories can't be created");
            return new Guest(_host, prepared, _compiled, _plan, setup, kind);
        }
    }

    /// <summary>Instantiates without running anything, which tells the plan what it needs to know.</summary>
    private void Try(nint prepared, GuestSetup setup)
    {
        using var stop = new StopSignal();
        var trial = setup with { Stop = stop, Limits = setup.Limits with { MemoryBytes = long.MaxValue } };
        try
        {
            new Guest(_host, prepared, _compiled, _plan, trial, new InstanceKind(IsReactor: false, IsTrial: true)).Dispose();
        }
        catch (Exception e) when (e is GuestException or GuestStoppedException or TrialNeededException)
        {
            // what the module does wrong, its first instance tells
        }

        _plan?.EndTrial();
    }

    /// <summary>Looks its imports up, once for all instances.</summary>
    private nint Prepare()
    {
        var error = WasmtimeNative.PrepareInstances(WasmtimeHandles.Of(_host.Linker), WasmtimeHandles.Of(_compiled.Module), out var prepared);
        return error == 0 ? prepared : throw WasmtimeHandles.TakeError(error);
    }

    private static ImmutableArray<WasmType> Types(IReadOnlyList<ValueKind> kinds) => [.. kinds.Select(TypeOf)];

    private static WasmType TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Int32 => WasmType.I32,
        ValueKind.Int64 => WasmType.I64,
        ValueKind.Float32 => WasmType.F32,
        ValueKind.Float64 => WasmType.F64,
        _ => WasmType.Other,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_prepared.IsValueCreated && !_isDisposed) WasmtimeNative.DeletePrepared(_prepared.Value);
        _isDisposed = true;
        _compiled.Module.Dispose();
    }
}
