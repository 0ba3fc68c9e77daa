using System.Buffers.Binary;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasi;

/// <summary>Values in guest memory, little-endian, at any alignment.</summary>
internal static class GuestPointers
{
    /// <summary>Writes a u32.</summary>
    /// <returns>Errno.</returns>
    internal static int Write32(this IGuestMemory memory, uint address, uint value)
    {
        if (!memory.TryWrite(address, sizeof(uint), out var bytes)) return Errno.Fault;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Errno.Success;
    }

    /// <summary>Writes a u64.</summary>
    /// <returns>Errno.</returns>
    internal static int Write64(this IGuestMemory memory, uint address, ulong value)
    {
        if (!memory.TryWrite(address, sizeof(ulong), out var bytes)) return Errno.Fault;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Errno.Success;
    }

    /// <summary>Whether a result of so many bytes can be written there. It stays so: only the guest's own thread takes windows away.</summary>
    internal static bool CanWrite(this IGuestMemory memory, uint address, long length) => memory.TryWrite(address, length, out _);
}
