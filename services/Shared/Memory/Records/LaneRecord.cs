using System.Runtime.InteropServices;
using System.Text;

namespace WasmEngine.Memory;

/// <summary>Why a call through a lane did not end well.</summary>
public enum LaneFault : uint
{
    /// <summary>It ended well.</summary>
    None = 0,

    /// <summary>The guest trapped or exited.</summary>
    Trapped = 1,

    /// <summary>Its time by the clock was over.</summary>
    Deadline = 2,

    /// <summary>Its processor time was used up.</summary>
    CpuTime = 3,

    /// <summary>It made more host calls than it may.</summary>
    HostCalls = 4,

    /// <summary>The lane ended meanwhile.</summary>
    Cancelled = 5,

    /// <summary>The request is malformed, for example has another number of cells than the function takes.</summary>
    Invalid = 6,
}

/// <summary>
/// Encoding of calls and answers in the two rings of a lane, little-endian; docs/memory-layouts.md has the table. A cell is the
/// bits of a number: i32 and f32 in its lower half. Decoding checks everything: the bytes may come from a corrupt ring.
/// </summary>
public static class LaneRecord
{
    /// <summary>Record type of a call.</summary>
    public const uint Call = 1;

    /// <summary>Record type of an answer with results.</summary>
    public const uint Results = 2;

    /// <summary>Record type of an answer that tells why there are none.</summary>
    public const uint Failure = 3;

    /// <summary>Most cells of a call or an answer; WebAssembly itself allows a function no more.</summary>
    public const int MaxCells = 1000;

    /// <summary>Most bytes of a message.</summary>
    public const int MaxMessage = 4096;

    /// <summary>Most bytes of a payload.</summary>
    public const int MaxPayload = IdBytes + (MaxCells * CellBytes);

    private const int IdBytes = 8, CellBytes = 8, FailureFixed = 16;

    /// <summary>Size of the rings that a lane is made with: some hundred calls of a few numbers.</summary>
    public static RingSpec RingSpec { get; } = new(65536, 0);

    /// <summary>Bytes of a call or of results.</summary>
    public static int CellsLength(int cells) => IdBytes + (cells * CellBytes);

    /// <summary>Encodes a call or results; returns the bytes written.</summary>
    public static int EncodeCells(Span<byte> destination, ulong id, ReadOnlySpan<ulong> cells)
    {
        MemoryMarshal.Write(destination, in id);
        MemoryMarshal.AsBytes(cells).CopyTo(destination[IdBytes..]);
        return CellsLength(cells.Length);
    }

    /// <summary>Decodes a call or results; false when there are not exactly as many cells as expected.</summary>
    /// <param name="payload">The bytes; read once.</param>
    /// <param name="id">The call's identifier; 0 when there is none.</param>
    /// <param name="cells">Filled; of the length expected.</param>
    public static bool TryDecodeCells(ReadOnlySpan<byte> payload, out ulong id, Span<ulong> cells)
    {
        id = 0;
        if (payload.Length >= IdBytes) id = MemoryMarshal.Read<ulong>(payload);
        if (payload.Length != CellsLength(cells.Length)) return false;
        payload[IdBytes..].CopyTo(MemoryMarshal.AsBytes(cells));
        return true;
    }

    /// <summary>Encodes a failure; a longer message is cut off at a character. Returns the bytes written.</summary>
    public static int EncodeFailure(Span<byte> destination, ulong id, LaneFault fault, string message)
    {
        Encoding.UTF8.GetEncoder().Convert(message, destination.Slice(FailureFixed, MaxMessage), flush: true, out _, out var length, out _);
        MemoryMarshal.Write(destination, in id);
        MemoryMarshal.Write(destination[8..], (uint)fault);
        MemoryMarshal.Write(destination[12..], (uint)length);
        return FailureFixed + length;
    }

    /// <summary>Decodes a failure; false when the payload is not one. Malformed UTF-8 is replaced.</summary>
    public static bool TryDecodeFailure(ReadOnlySpan<byte> payload, out ulong id, out LaneFault fault, out string message)
    {
        (id, fault, message) = (0, LaneFault.None, "");
        if (payload.Length is < FailureFixed or > FailureFixed + MaxMessage) return false;
        id = MemoryMarshal.Read<ulong>(payload);
        fault = (LaneFault)MemoryMarshal.Read<uint>(payload[8..]);
        if (MemoryMarshal.Read<uint>(payload[12..]) != payload.Length - FailureFixed || fault is < LaneFault.Trapped or > LaneFault.Invalid) return false;
        message = Encoding.UTF8.GetString(payload[FailureFixed..]);
        return true;
    }
}
