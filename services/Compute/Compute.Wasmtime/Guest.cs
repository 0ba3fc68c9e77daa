using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// An instance in a store of its own: creation, calls by raw values, its memory, its end. Every member belongs to the thread
/// that created it.
/// </summary>
internal sealed unsafe class Guest : IGuestMemory, IDisposable
{
    private const long MaxTables = 4;
    private readonly CompiledModule _module;
    private readonly Store _store;
    private readonly nint _nativeContext;
    private readonly Func<long, bool> _grow;
    private WasmtimeNative.InstanceHandle _instance;
    private WasmtimeNative.MemoryHandle _memoryHandle;
    private LinearMemory? _memory;
    private bool _isRegistered, _isDisposed;

    /// <summary>Instantiates; runs the start function and the constructor of a WASI reactor.</summary>
    /// <exception cref="GuestException">Something trapped, or a limit is too low.</exception>
    /// <exception cref="GuestStoppedException">It was stopped meanwhile.</exception>
    internal Guest(HostEngine host, nint prepared, CompiledModule module, MemoryPlan? plan, GuestSetup setup, InstanceKind kind)
    {
        if (kind.IsTrial) setup.Stop.Raise(StopReason.Shutdown);
        else setup.Stop.ThrowIfRaised();
        _module = module;
        _grow = TryGrow;
        Context = new GuestContext(setup, host, plan, kind.IsTrial);
        _store = host.NewStore(Context);
        _nativeContext = WasmtimeNative.ContextOf(WasmtimeHandles.Of(_store));
        // Memory has a budget of its own; tables are memory, too, outside of it.
        _store.SetLimits(tableElements: (uint)setup.Limits.TableElements, instances: 1, tables: MaxTables);
        var isDone = false;
        try
        {
            setup.Stop.Register(Context.OnStopped);
            _isRegistered = true;
            Instantiate(prepared);
            if (Context.Guard is { } guard) Context.First?.HideWindowsBy(guard);
            FindMemory();
            if (kind.IsReactor && TryFind("_initialize"u8, out var initialize)) Call(initialize, "_initialize", []);
            isDone = true;
        }
        finally
        {
            if (!isDone) Dispose();
        }
    }

    /// <summary>What host functions see of it.</summary>
    internal GuestContext Context { get; }

    /// <summary>Whether it exports a 32-bit memory named "memory".</summary>
    internal bool HasMemory => _memory is not null;

    private void Instantiate(nint prepared)
    {
        nint trap = 0, error;
        var before = Context.Enter();
        fixed (WasmtimeNative.InstanceHandle* instance = &_instance) error = WasmtimeNative.Instantiate(prepared, _nativeContext, instance, &trap);
        GuestContext.Leave(before);
        if ((error | trap) == 0) return;
        var failure = TrapReport.Of(Context, _module, null, "instantiation", error, trap);
        throw Context.NeedsTrial ? new TrialNeededException() : failure;
    }

    private void FindMemory()
    {
        if (!TryExport("memory"u8, WasmtimeNative.ExternMemory, out var found)) return;
        _memoryHandle = found.Memory;
        _memory = Context.MemoryAt(WasmtimeNative.MemoryAddress(_nativeContext, &found.Memory));
        if (_memory is not null) Context.Memory = this;
    }

    /// <summary>Finds an exported function.</summary>
    internal bool TryFind(ReadOnlySpan<byte> name, out WasmtimeNative.FunctionHandle function)
    {
        var isFound = TryExport(name, WasmtimeNative.ExternFunc, out var found);
        function = found.Function;
        return isFound;
    }

    private bool TryExport(ReadOnlySpan<byte> name, byte kind, out WasmtimeNative.ExternHandle found)
    {
        found = default;
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        fixed (byte* bytes = name)
        fixed (WasmtimeNative.InstanceHandle* instance = &_instance)
        fixed (WasmtimeNative.ExternHandle* result = &found)
        {
            return WasmtimeNative.TryGetExport(_nativeContext, instance, bytes, (nuint)name.Length, result) && found.Kind == kind;
        }
    }

    /// <summary>Calls a function of this instance. The types of the values are the caller's to get right.</summary>
    /// <param name="function">Which.</param>
    /// <param name="name">For messages.</param>
    /// <param name="values">Arguments; afterwards results; as long as the longer of both.</param>
    /// <exception cref="GuestException">It trapped or exited.</exception>
    /// <exception cref="GuestStoppedException">It was stopped.</exception>
    internal void Call(WasmtimeNative.FunctionHandle function, string name, Span<RawValue> values)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Context.Stop.ThrowIfRaised();
        nint trap = 0, error;
        var before = Context.Enter();
        fixed (RawValue* raw = values) error = WasmtimeNative.Call(_nativeContext, &function, raw, (nuint)values.Length, &trap);
        GuestContext.Leave(before);
        if ((error | trap) != 0) throw TrapReport.Of(Context, _module, _memory, name, error, trap);
        // A guest only sees that memory.grow failed; its author is told why.
        if (Context.Budget.TakeNews() is { } refusal) Context.Calls.Log(2, Encoding.UTF8.GetBytes(refusal));
    }

    /// <inheritdoc/>
    public bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, out uint address)
    {
        address = 0;
        var memory = Memory();
        if (memory.Windows.Count >= Context.Limits.OpenWindows) return Context.Budget.RefuseWindow(Context.Limits.OpenWindows);
        if (access != PageAccess.ReadWrite) Restrict("a window that is not to be written to");
        return memory.TryMapWindow(file, fileOffset, length, access, _grow, out address);
    }

    /// <summary>From now on rewritten bulk operations look before they touch; those of other modules can't.</summary>
    private void Restrict(string what)
    {
        if (Context.Guard is not { } guard)
            throw new IOException($"this module runs with epochs and can't have {what}: build it without the features that keep the engine from rewriting it");
        guard.MarkWindows();
    }

    /// <inheritdoc/>
    public void UnmapWindow(uint address, long length)
    {
        Context.Guard?.MarkWindows(); // first: from then on touching it must trap in the guest's own code
        Memory().UnmapWindow(address, length, Context.Guard is null ? PageAccess.ReadWrite : PageAccess.None);
    }

    /// <inheritdoc/>
    public bool TryMapPrivate(long length, out uint address) => Memory().TryMapPrivate(length, _grow, out address);

    /// <inheritdoc/>
    public bool TryRead(uint address, long length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!IsWithin(address, length) || !_memory!.Windows.MayRead(address, length)) return false;
        bytes = new ReadOnlySpan<byte>((void*)(_memory.Address + (nint)address), (int)length);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(uint address, long length, out Span<byte> bytes)
    {
        bytes = default;
        if (!IsWithin(address, length) || !_memory!.Windows.MayWrite(address, length)) return false;
        bytes = new Span<byte>((void*)(_memory.Address + (nint)address), (int)length);
        return true;
    }

    private bool IsWithin(uint address, long length) => !_isDisposed && _memory is not null && length is >= 0 and <= int.MaxValue && address + length <= _memory.Size;

    private LinearMemory Memory()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _memory ?? throw new InvalidOperationException("the instance has no memory");
    }

    private bool TryGrow(long pages)
    {
        ulong previous;
        nint error;
        var before = Context.Enter();
        fixed (WasmtimeNative.MemoryHandle* memory = &_memoryHandle) error = WasmtimeNative.GrowMemory(_nativeContext, memory, (ulong)pages, &previous);
        GuestContext.Leave(before);
        if (error == 0) return true;
        WasmtimeNative.DeleteError(error);
        return false; // beyond the maximum that the module declares
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (_isRegistered) Context.Stop.Unregister();
        _store.Dispose(); // finalizes the memories
    }
}

/// <summary>What an instance is for.</summary>
/// <param name="IsReactor">Whether "_initialize" is to be called.</param>
/// <param name="IsTrial">Whether it only shows which memories it has: nothing of it may run.</param>
internal readonly record struct InstanceKind(bool IsReactor, bool IsTrial);

/// <summary>A trial has to come before the first instance of a module.</summary>
internal sealed class TrialNeededException : Exception;
