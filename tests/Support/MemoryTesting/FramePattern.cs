using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WasmEngine.MemoryTesting;

/// <summary>
/// Pixels that are a function of an id: word 0 is the id, every other 64-bit word follows from the id and its own place. One
/// word of another frame anywhere is noticed.
/// </summary>
public static class FramePattern
{
    private const ulong ByFrame = 0x9E3779B97F4A7C15, ByPlace = 0xC2B2AE3D27D4EB4F;

    /// <summary>Fills a whole frame.</summary>
    public static void Fill(Span<byte> pixels, ulong id)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(pixels);
        var value = id * ByFrame;
        for (var i = 0; i < words.Length; i++, value += ByPlace) words[i] = value;
        words[0] = id;
    }

    /// <summary>Whether every word belongs to this id.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> pixels, ulong id)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(pixels);
        if (words[0] != id) return false;
        var value = (id * ByFrame) + ByPlace;
        for (var i = 1; i < words.Length; i++, value += ByPlace)
        {
            if (words[i] != value) return false;
        }

        return true;
    }

    /// <summary>The id that the first word claims.</summary>
    public static ulong IdOf(ReadOnlySpan<byte> pixels) => BinaryPrimitives.ReadUInt64LittleEndian(pixels);
}
