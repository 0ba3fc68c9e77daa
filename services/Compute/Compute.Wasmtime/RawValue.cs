using System.Runtime.InteropServices;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>wasmtime_val_raw_t as far as numbers are concerned: 16 bytes, little-endian, of which the type tells how many count.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct RawValue
{
    [FieldOffset(0)] internal int I32;
    [FieldOffset(0)] internal long I64;
    [FieldOffset(0)] internal float F32;
    [FieldOffset(0)] internal double F64;
    [FieldOffset(0)] internal ulong Bits;
}
