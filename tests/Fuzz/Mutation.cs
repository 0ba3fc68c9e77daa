using System.Buffers.Binary;

namespace WasmEngine.Fuzz;

/// <summary>Small changes to valid bytes, and now and then nonsense altogether.</summary>
internal static class Mutation
{
    private static readonly ulong[] Interesting =
        [0, 1, 2, 3, 16, 62, 63, 128, 4095, 4096, 16384, 65536, 1 << 28, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>Changes 1 to 4 places.</summary>
    internal static void Apply(Random random, Span<byte> bytes)
    {
        if (bytes.Length == 0) return;
        for (var changes = random.Next(1, 5); changes > 0; changes--) ApplyOne(random, bytes);
    }

    private static void ApplyOne(Random random, Span<byte> bytes)
    {
        var at = random.Next(bytes.Length);
        var value = Interesting[random.Next(Interesting.Length)];
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when at / 8 * 8 + 8 <= bytes.Length:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[(at / 8 * 8)..], value);
                break;
            case 3 when at / 4 * 4 + 4 <= bytes.Length:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(at / 4 * 4)..], (uint)value);
                break;
            case 4 when at / 4 * 4 + 4 <= bytes.Length: // near what it was
                var word = bytes[(at / 4 * 4)..];
                BinaryPrimitives.WriteUInt32LittleEndian(word, BinaryPrimitives.ReadUInt32LittleEndian(word) + (uint)random.Next(-17, 18));
                break;
            default:
                random.NextBytes(bytes.Slice(at, Math.Min(random.Next(1, 17), bytes.Length - at)));
                break;
        }
    }
}
