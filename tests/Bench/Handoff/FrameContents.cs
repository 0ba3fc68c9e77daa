using System.Numerics;
using System.Runtime.InteropServices;

namespace WasmEngine.Bench.Handoff;

/// <summary>
/// The full-HD frame that is handed off: each row has a colour of its own that differs from frame to frame, so that the sum
/// of its bytes tells whether all of the right frame has arrived.
/// </summary>
public static class FrameContents
{
    /// <summary>Pixels across.</summary>
    public const int Width = 1920;

    /// <summary>Pixels down.</summary>
    public const int Height = 1080;

    /// <summary>Bytes from row to row.</summary>
    public const int Stride = Width * 4;

    /// <summary>Bytes of a frame.</summary>
    public const int Bytes = Stride * Height;

    /// <summary>Fills a frame.</summary>
    /// <param name="pixels"><see cref="Bytes"/> bytes.</param>
    /// <param name="frame">Number of the frame.</param>
    public static void Draw(Span<byte> pixels, int frame)
    {
        for (var row = 0; row < Height; row++)
            MemoryMarshal.Cast<byte, uint>(pixels.Slice(row * Stride, Stride)).Fill(Colour(frame, row));
    }

    /// <summary>What <see cref="Sum"/> gives for a frame that arrived whole.</summary>
    public static ulong ExpectedSum(int frame)
    {
        ulong sum = 0;
        for (var row = 0; row < Height; row++)
        {
            var colour = Colour(frame, row);
            sum += Width * (ulong)((colour & 0xFF) + (colour >> 8 & 0xFF) + (colour >> 16 & 0xFF) + (colour >> 24));
        }

        return sum;
    }

    /// <summary>Adds up all bytes, as fast as the memory is.</summary>
    public static ulong Sum(ReadOnlySpan<byte> pixels)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(pixels);
        var total = Vector<uint>.Zero;
        while (vectors.Length > 0)
        {
            // 16-bit lanes hold 128 sums of two bytes each: 128 x 510 is below 65536.
            var block = vectors[..Math.Min(128, vectors.Length)];
            var lanes = Vector<ushort>.Zero;
            foreach (var vector in block)
            {
                Vector.Widen(vector, out var low, out var high);
                lanes += low + high;
            }

            Vector.Widen(lanes, out var lowSums, out var highSums);
            total += lowSums + highSums;
            vectors = vectors[block.Length..];
        }

        ulong sum = 0;
        for (var lane = 0; lane < Vector<uint>.Count; lane++) sum += total[lane];
        foreach (var rest in pixels[(pixels.Length - (pixels.Length % Vector<byte>.Count))..]) sum += rest;
        return sum;
    }

    // Multiplication by an odd number keeps different inputs different.
    private static uint Colour(int frame, int row) => ((uint)frame * 2_654_435_761) ^ ((uint)row * 40_503);
}
