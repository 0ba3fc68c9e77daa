using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// A memory that Wasmtime asked us for. It calls back on the thread that instantiates or grows, the instance's own; what it
/// is for, the thread's current <see cref="GuestContext"/> tells.
/// </summary>
/// <remarks>bytecodealliance/wasmtime#10740 and #12053 tell of trouble with custom linear memories: a test pins this.</remarks>
internal abstract unsafe class HostMemory : IDisposable
{
    /// <summary>Callbacks for a configuration.</summary>
    internal static WasmtimeNative.MemoryCreator Creator => new() { New = &OnNew };

    /// <summary>Host address of the guest's address 0.</summary>
    internal abstract nint Address { get; }

    /// <summary>Bytes that the guest sees, windows included.</summary>
    internal abstract long Size { get; }

    /// <summary>Bytes that it can grow to without being moved.</summary>
    protected abstract long Capacity { get; }

    /// <summary>Grows it; the reason when that is refused.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    protected abstract string? TryGrow(long size);

    /// <inheritdoc/>
    public abstract void Dispose();

    [UnmanagedCallersOnly]
    private static nint OnNew(nint environment, nint type, nuint minimum, nuint maximum, nuint reserved, nuint guard, WasmtimeNative.LinearMemoryCallbacks* result)
    {
        try
        {
            var guest = GuestContext.Current ?? throw new InvalidOperationException("a memory was created outside of an instance's calls");
            var memory = guest.NewMemory(new MemoryRequest((long)minimum, (long)Math.Min(maximum, long.MaxValue), (long)reserved, (long)guard), out var refusal);
            if (memory is null) return WasmtimeNative.NewError(refusal!);
            *result = new WasmtimeNative.LinearMemoryCallbacks
            {
                Environment = GCHandle.ToIntPtr(GCHandle.Alloc(memory)),
                Get = &OnGet,
                Grow = &OnGrow,
                Finalize = &OnFinalize,
            };
            return 0;
        }
        catch (Exception e)
        {
            return WasmtimeNative.NewError(e.Message); // nothing may unwind through native frames
        }
    }

    [UnmanagedCallersOnly]
    private static nint OnGet(nint environment, nuint* size, nuint* capacity)
    {
        var memory = Of(environment);
        *size = (nuint)memory.Size;
        *capacity = (nuint)memory.Capacity;
        return memory.Address;
    }

    [UnmanagedCallersOnly]
    private static nint OnGrow(nint environment, nuint size)
    {
        try
        {
            return Of(environment).TryGrow((long)size) is { } refusal ? WasmtimeNative.NewError(refusal) : 0;
        }
        catch (Exception e)
        {
            return WasmtimeNative.NewError(e.Message); // nothing may unwind through native frames
        }
    }

    [UnmanagedCallersOnly]
    private static void OnFinalize(nint environment)
    {
        var handle = GCHandle.FromIntPtr(environment);
        ((HostMemory)handle.Target!).Dispose();
        handle.Free();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static HostMemory Of(nint environment) => (HostMemory)GCHandle.FromIntPtr(environment).Target!;
}
