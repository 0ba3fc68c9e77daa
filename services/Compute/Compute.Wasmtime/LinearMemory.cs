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
    [ThreadStatic] private static Request? _current;
    private readonly AddressSpace _space;
    private readonly long _limit;
    private readonly List<(uint Address, long Length)> _freeWindows = [];
    private long _windowBytes;

    private LinearMemory(AddressSpace space, long minimum, long limit)
    {
        _space = space;
        _limit = limit;
        Size = minimum;
    }

    /// <summary>Bytes that the guest sees, windows included.</summary>
    internal long Size { get; private set; }

    /// <summary>Bytes of windows, which do not count against the limit.</summary>
    internal long WindowBytes => _windowBytes;

    /// <summary>Collects the memory that an instantiation on this thread creates.</summary>
    internal sealed class Request(long limit) : IDisposable
    {
        internal long Limit { get; } = limit;

        /// <summary>Memories in order of creation; the guest's own is the first.</summary>
        internal List<LinearMemory> Created { get; } = [];

        internal static Request Begin(long limit) => _current = new Request(limit);

        public void Dispose() => _current = null;
    }

    internal static WasmtimeNative.MemoryCreator Creator => new() { New = &OnNew };

    /// <summary>Makes room for a window: addresses of a former one, or new ones through <paramref name="grow"/>.</summary>
    /// <param name="grow">Grows the guest's memory by wasm pages through Wasmtime; false when it refuses.</param>
    internal bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, Func<long, bool> grow, out uint address)
    {
        if (!TryReuse(length, out address))
        {
            if (Size + length > uint.MaxValue) return false; // wasm32 has no such addresses
            address = (uint)Size;
            _windowBytes += length; // before growing: these bytes are not the guest's
            if (!grow(length / 65536))
            {
                _windowBytes -= length;
                return false;
            }
        }

        _space.MapOver(address, file, fileOffset, length, access);
        return true;
    }

    private bool TryReuse(long length, out uint address)
    {
        var index = _freeWindows.FindIndex(w => w.Length >= length);
        address = index < 0 ? 0 : _freeWindows[index].Address;
        if (index < 0) return false;
        var (start, available) = _freeWindows[index];
        if (available == length) _freeWindows.RemoveAt(index);
        else _freeWindows[index] = (start + (uint)length, available - length);
        return true;
    }

    /// <summary>Puts zero pages in place of a window and keeps its addresses for later ones.</summary>
    internal void UnmapWindow(uint address, long length)
    {
        _space.MapAnonymous(address, length, PageAccess.ReadWrite);
        _freeWindows.Add((address, length));
    }

    [UnmanagedCallersOnly]
    private static nint OnNew(nint environment, nint type, nuint minimum, nuint maximum, nuint reserved, nuint guard, WasmtimeNative.LinearMemoryCallbacks* result)
    {
        try
        {
            var request = _current ?? throw new InvalidOperationException("a memory was created outside of an instantiation");
            if ((long)minimum > request.Limit)
                return WasmtimeNative.NewError($"the module needs {minimum} bytes of memory, its limit is {request.Limit}: raise memoryLimitMiB in its manifest");
            var space = AddressSpace.Reserve((long)(Math.Max(reserved, minimum) + guard));
            space.Protect(0, (long)minimum, PageAccess.ReadWrite);
            var memory = new LinearMemory(space, (long)minimum, request.Limit);
            request.Created.Add(memory);
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
        *capacity = (nuint)memory._space.Length;
        return memory._space.Address;
    }

    [UnmanagedCallersOnly]
    private static nint OnGrow(nint environment, nuint size)
    {
        try
        {
            var memory = Of(environment);
            if ((long)size - memory._windowBytes > memory._limit)
                return WasmtimeNative.NewError($"the memory limit of {memory._limit} bytes is reached");
            memory._space.Protect(memory.Size, (long)size - memory.Size, PageAccess.ReadWrite);
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
