using System.Runtime.InteropServices;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>The part of Wasmtime's C API (wasmtime/config.h, error.h) that its .NET package does not wrap.</summary>
internal static unsafe partial class WasmtimeNative
{
    /// <summary>wasmtime_linear_memory_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LinearMemoryCallbacks
    {
        internal nint Environment;
        internal delegate* unmanaged<nint, nuint*, nuint*, nint> Get;
        internal delegate* unmanaged<nint, nuint, nint> Grow;
        internal delegate* unmanaged<nint, void> Finalize;
    }

    /// <summary>wasmtime_memory_creator_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MemoryCreator
    {
        internal nint Environment;
        internal delegate* unmanaged<nint, nint, nuint, nuint, nuint, nuint, LinearMemoryCallbacks*, nint> New;
        internal delegate* unmanaged<nint, void> Finalize;
    }

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_config_host_memory_creator_set")]
    internal static partial void SetHostMemoryCreator(nint config, MemoryCreator* creator);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_config_shared_memory_set")]
    internal static partial void SetSharedMemory(nint config, [MarshalAs(UnmanagedType.I1)] bool on);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_error_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewError(string message);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_module_image_range")]
    internal static partial void ModuleImageRange(nint module, nint* start, nint* end);
}
