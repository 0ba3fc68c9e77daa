using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// A guest's linear memory on addresses that we own: ordinary pages are anonymous, windows are shared file pages mapped over
/// them. Wasmtime calls back on the thread that instantiates or grows, the app's own.
/// </summary>
/// <remarks>bytecodealliance/wasmtime#10740 and #12053 tell of trouble with custom linear memories: a test pins this.</remarks>
internal sealed unsafe class LinearMemory : IDisposable
{
    private const int WasmPage = 65536;
    private const long MaxSize = (1L << 32) - WasmPage;
    private readonly AddressSpace _space;
    private readonly MemoryBudget _budget;
    private readonly long _capacity;
    private readonly FreeWindows _free = new();
    private long _growingWindow;

    private LinearMemory(AddressSpace space, long size, long capacity, MemoryBudget budget)
    {
        _space = space;
        _capacity = capacity;
        _budget = budget;
        Size = size;
    }

    /// <summary>Bytes that the guest sees, windows included.</summary>
    internal long Size { get; private set; }

    /// <summary>Host address of the guest's address 0.</summary>
    internal nint Address => _space.Address;

    internal static WasmtimeNative.MemoryCreator Creator => new() { New = &OnNew };

    /// <summary>Makes room for a window, at addresses of former ones or new ones, and maps it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fileOffset">First byte, a multiple of 65536.</param>
    /// <param name="length">Bytes, a multiple of 65536.</param>
    /// <param name="access">What the guest may do.</param>
    /// <param name="grow">Grows the guest's memory by wasm pages through Wasmtime; false when it refuses.</param>
    /// <param name="address">Guest address of the window.</param>
    /// <exception cref="IOException">The system refuses.</exception>
    internal bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, Func<long, bool> grow, out uint address)
    {
        address = 0;
        if (length > MaxSize) return false;
        if (!_free.TryTake(length, out address) && !(TryExtend(length, grow) && _free.TryTake(length, out address))) return false;
        try
        {
            _space.MapOver(address, file, fileOffset, length, access);
            return true;
        }
        catch
        {
            _free.Add(address, length);
            throw;
        }
    }

    /// <summary>Grows the memory until free addresses of that length end it.</summary>
    private bool TryExtend(long length, Func<long, bool> grow)
    {
        var end = Size;
        var missing = length - _free.LengthBefore(end);
        if (end + missing > MaxSize) return false; // wasm32 has no such addresses
        if (end == 0) return false; // a window at address 0 would be NULL to the guest
        _growingWindow = missing; // these bytes are not the guest's own
        try
        {
            if (!grow(missing / WasmPage)) return false;
        }
        finally
        {
            _growingWindow = 0;
        }

        _free.Add((uint)end, missing);
        return true;
    }

    /// <summary>
    /// Puts zero pages in place of a window and keeps its addresses for later ones. They stay accessible: the guest's
    /// bounds include them, and bulk operations run in host code, where a fault would end the process.
    /// </summary>
    internal void UnmapWindow(uint address, long length)
    {
        _space.MapAnonymous(address, length, PageAccess.ReadWrite);
        _free.Add(address, length);
    }

    [UnmanagedCallersOnly]
    private static nint OnNew(nint environment, nint type, nuint minimum, nuint maximum, nuint reserved, nuint guard, WasmtimeNative.LinearMemoryCallbacks* result)
    {
        AddressSpace? space = null;
        try
        {
            var budget = MemoryBudget.Current;
            if (!budget.TryTake((long)minimum)) return WasmtimeNative.NewError(budget.Refusal!);
            var capacity = (long)Math.Max(reserved, minimum);
            space = AddressSpace.Reserve(capacity + (long)guard);
            space.Protect(0, (long)minimum, PageAccess.ReadWrite);
            var memory = new LinearMemory(space, (long)minimum, capacity, budget);
            if (!budget.TryAdd(memory))
            {
                space.Dispose();
                return WasmtimeNative.NewError(budget.Refusal!);
            }

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
            space?.Dispose();
            return WasmtimeNative.NewError(e.Message); // nothing may unwind through native frames
        }
    }

    [UnmanagedCallersOnly]
    private static nint OnGet(nint environment, nuint* size, nuint* capacity)
    {
        var memory = Of(environment);
        *size = (nuint)memory.Size;
        *capacity = (nuint)memory._capacity;
        return memory._space.Address;
    }

    [UnmanagedCallersOnly]
    private static nint OnGrow(nint environment, nuint size)
    {
        try
        {
            var memory = Of(environment);
            var more = (long)size - memory.Size;
            if ((long)size > memory._capacity) return WasmtimeNative.NewError($"a memory can't have {size} bytes");
            if (!memory._budget.TryTake(more - memory._growingWindow)) return WasmtimeNative.NewError(memory._budget.Refusal!);
            memory._space.Protect(memory.Size, more, PageAccess.ReadWrite);
            memory.Size = (long)size;
            return 0;
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
        ((LinearMemory)handle.Target!).Dispose();
        handle.Free();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LinearMemory Of(nint environment) => (LinearMemory)GCHandle.FromIntPtr(environment).Target!;

    public void Dispose() => _space.Dispose();
}
