using System.Runtime.InteropServices;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Instances, calls and host functions by raw values (wasmtime/instance.h, func.h, linker.h, store.h, memory.h).</summary>
internal static unsafe partial class WasmtimeNative
{
    internal const byte ExternFunc = 0, ExternMemory = 3;

    /// <summary>wasmtime_instance_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct InstanceHandle
    {
        internal ulong Store;
        internal nuint Index;
    }

    /// <summary>wasmtime_func_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FunctionHandle
    {
        internal ulong Store;
        internal nint Private;
    }

    /// <summary>wasmtime_memory_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MemoryHandle
    {
        internal ulong Store;
        internal nuint Private1;
        internal uint Private2;
    }

    /// <summary>wasmtime_extern_t; functions and memories own nothing, so they need no deletion.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    internal struct ExternHandle
    {
        [FieldOffset(0)] internal byte Kind;
        [FieldOffset(8)] internal FunctionHandle Function;
        [FieldOffset(8)] internal MemoryHandle Memory;
    }

    /// <summary>wasm_valtype_vec_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TypeVector
    {
        internal nuint Size;
        internal nint* Data;
    }

    [LibraryImport("wasmtime", EntryPoint = "wasm_valtype_new")]
    internal static partial nint NewType(byte kind);

    [LibraryImport("wasmtime", EntryPoint = "wasm_valtype_vec_new")]
    internal static partial void NewTypes(TypeVector* vector, nuint size, nint* types);

    [LibraryImport("wasmtime", EntryPoint = "wasm_functype_new")]
    internal static partial nint NewFunctionType(TypeVector* parameters, TypeVector* results);

    [LibraryImport("wasmtime", EntryPoint = "wasm_functype_delete")]
    internal static partial void DeleteFunctionType(nint type);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_linker_define_func_unchecked")]
    internal static partial nint DefineFunction(
        nint linker, byte* module, nuint moduleLength, byte* name, nuint nameLength, nint type,
        delegate* unmanaged<nint, nint, RawValue*, nuint, nint> callback, nint data, nint finalizer);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_linker_instantiate_pre")]
    internal static partial nint PrepareInstances(nint linker, nint module, out nint prepared);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_instance_pre_delete")]
    internal static partial void DeletePrepared(nint prepared);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_instance_pre_instantiate")]
    internal static partial nint Instantiate(nint prepared, nint context, InstanceHandle* instance, nint* trap);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_instance_export_get")]
    [return: MarshalAs(UnmanagedType.I1)]
    internal static partial bool TryGetExport(nint context, InstanceHandle* instance, byte* name, nuint nameLength, ExternHandle* found);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_func_call_unchecked")]
    internal static partial nint Call(nint context, FunctionHandle* function, RawValue* values, nuint count, nint* trap);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_memory_data")]
    internal static partial nint MemoryAddress(nint context, MemoryHandle* memory);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_memory_grow")]
    internal static partial nint GrowMemory(nint context, MemoryHandle* memory, ulong pages, ulong* before);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_store_context")]
    internal static partial nint ContextOf(nint store);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_trap_new")]
    internal static partial nint NewTrap(byte* message, nuint length);

    [LibraryImport("wasmtime", EntryPoint = "wasm_trap_delete")]
    internal static partial void DeleteTrap(nint trap);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_error_delete")]
    internal static partial void DeleteError(nint error);

    [LibraryImport("wasmtime", EntryPoint = "wasmtime_store_epoch_deadline_callback")]
    internal static partial void SetEpochCallback(nint store, delegate* unmanaged<nint, nint, ulong*, byte*, nint> callback, nint data, nint finalizer);
}
