using System.ComponentModel;
using System.Runtime.InteropServices;

namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>
/// Revokes pages of a guest's memory, as the engine does to stop guests and to hold windows. Linux only; asked of the C library at run
/// time, since declarations of native functions have their place elsewhere.
/// </summary>
internal static class PageAccess
{
    public const int None = 0, Read = 1, ReadWrite = 3;

    private static readonly Protect Mprotect =
        Marshal.GetDelegateForFunctionPointer<Protect>(NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "mprotect"));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
    private delegate int Protect(nint address, nuint length, int access);

    /// <summary>Sets the access of whole pages.</summary>
    public static void Set(global::Wasmtime.Memory memory, long offset, long length, int access) => Set(memory.GetPointer() + (nint)offset, length, access);

    /// <summary>Sets the access of whole pages, from any thread while a guest runs.</summary>
    public static void Set(nint address, long length, int access)
    {
        if (Mprotect(address, (nuint)length, access) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
