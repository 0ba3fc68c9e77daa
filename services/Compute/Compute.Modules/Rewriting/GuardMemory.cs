using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules;

/// <summary>The one-page memory that rewriting adds: what the engine puts there, and how guests' code meets it.</summary>
public static class GuardMemory
{
    /// <summary>Byte that every guard access loads. Revoking its page makes the next one trap.</summary>
    public const int GuardOffset = 0;

    /// <summary>
    /// A 32-bit word, 0 at first. Once it is not 0, bulk memory operations touch each 4 KiB page of what they write and read before
    /// they hand it to the engine, so that an inaccessible page traps instead of faulting in host code. To be set before the
    /// first page of the guest's own memories is protected.
    /// </summary>
    public const int WindowsFlagOffset = 64;

    /// <summary>
    /// A 32-bit word, 0 at first: pages at the end of memory 0 that are windows. memory.size leaves them out: an allocator that takes
    /// all memory up to its end for its own when it begins (as wasi-libc's does) would else take a window that was mapped before.
    /// Not used if memory 0 is 64-bit.
    /// </summary>
    public const int HiddenPagesOffset = 128;

    /// <summary>Size of the guard memory in bytes: one wasm page, which it can't outgrow.</summary>
    public const int Bytes = 65_536;

    private const byte I32Const = 0x41, Drop = 0x1A, I32AtomicLoad = 0x10, MemoryFollows = 0x40, Align4 = 2;

    /// <summary>
    /// An access that leaves nothing behind. It is atomic since the compiler merges plain loads of one address; in loops without
    /// stores only the first would remain.
    /// </summary>
    internal static byte[] Access(uint memory)
    {
        var code = new WasmWriter(16);
        Load(code, memory, GuardOffset);
        return code.Byte(Drop).ToArray();
    }

    /// <summary>Pushes a word of the guard memory.</summary>
    internal static void Load(WasmWriter code, uint memory, uint offset)
    {
        code.Bytes(I32Const, 0, Opcodes.AtomicPrefix, I32AtomicLoad);
        MemoryArgument(code, memory, Align4);
        code.U32(offset);
    }

    /// <summary>Alignment and memory of an access; the offset is to follow.</summary>
    internal static void MemoryArgument(WasmWriter code, uint memory, byte align)
    {
        if (memory == 0) code.Byte(align);
        else code.Byte((byte)(align | MemoryFollows)).U32(memory);
    }
}
