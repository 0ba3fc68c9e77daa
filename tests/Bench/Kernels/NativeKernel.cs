using System.Runtime.InteropServices;

namespace WasmEngine.Bench.Kernels;

/// <summary>A kernel as machine code of the C compiler.</summary>
internal sealed class NativeKernel : IKernel
{
    private readonly nint _library;
    private readonly RunFunction _run;

    internal NativeKernel(string path)
    {
        _library = NativeLibrary.Load(path);
        _run = Marshal.GetDelegateForFunctionPointer<RunFunction>(NativeLibrary.GetExport(_library, "run"));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate long RunFunction(int rounds);

    public long Run(int rounds) => _run(rounds);

    public void Dispose() => NativeLibrary.Free(_library);
}
