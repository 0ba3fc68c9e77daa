using System.Buffers.Binary;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// What compute and the process that compiles for it say to each other through its standard input and output. Compute sends a
/// header and the module, and keeps the pipe open: when it closes, nobody wants the result. The process answers with frames:
/// kind (u8), length (u64, little-endian), payload.
/// </summary>
internal static class CompileProtocol
{
    internal const int HeaderBytes = 40, FrameBytes = 9, DigestBytes = 32;

    /// <summary>No answer is larger.</summary>
    internal const long MaxFrame = 1L << 30;

    private static ReadOnlySpan<byte> Magic => "WEcomp01"u8;

    /// <summary>Kinds of frames.</summary>
    internal enum Frame : byte
    {
        /// <summary>It has read the module and begins; empty.</summary>
        Started = 1,

        /// <summary>The end: the module can't be compiled; why, in UTF-8.</summary>
        Refused = 2,

        /// <summary>The end: memory was used up; empty.</summary>
        OutOfMemory = 3,

        /// <summary>The end: SHA-256 of the code, and the code.</summary>
        Code = 4,
    }

    /// <summary>What is to be done and within what.</summary>
    /// <param name="UsesEpochs">Which kind of code.</param>
    /// <param name="MemoryBytes">Private memory at most.</param>
    /// <param name="CpuSeconds">Processor time at most.</param>
    /// <param name="ModuleBytes">Length of the module that follows.</param>
    internal readonly record struct Header(bool UsesEpochs, long MemoryBytes, int CpuSeconds, int ModuleBytes)
    {
        /// <summary>Writes it.</summary>
        internal void Write(Span<byte> bytes)
        {
            bytes[..HeaderBytes].Clear();
            Magic.CopyTo(bytes);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], UsesEpochs ? 1 : 0);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], CpuSeconds);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], MemoryBytes);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], ModuleBytes);
        }

        /// <summary>Reads it.</summary>
        /// <exception cref="InvalidDataException">It is none, or one of another version.</exception>
        internal static Header Read(ReadOnlySpan<byte> bytes)
        {
            if (!bytes.StartsWith(Magic)) throw new InvalidDataException("this is not what compute of this version sends: restart it after an update");
            return new Header(
                BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) != 0,
                BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]));
        }
    }
}
