using System.Buffers.Binary;

namespace WasmEngine.MemoryTesting;

/// <summary>Ring records that are a function of a sequence number: their length, type and every byte.</summary>
public static class RecordPattern
{
    /// <summary>Most bytes of a payload.</summary>
    public const int MaxLength = 8 + 211;

    /// <summary>Writes record number <paramref name="sequence"/>; returns its type and length.</summary>
    public static (uint Type, int Length) Write(Span<byte> destination, ulong sequence)
    {
        var length = LengthOf(sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(destination, sequence);
        for (var i = 8; i < length; i++) destination[i] = ByteAt(sequence, i);
        return (TypeOf(sequence), length);
    }

    /// <summary>The sequence number of a record, or null when any of it is wrong.</summary>
    public static ulong? Read(uint type, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 8) return null;
        var sequence = BinaryPrimitives.ReadUInt64LittleEndian(payload);
        if (type != TypeOf(sequence) || payload.Length != LengthOf(sequence)) return null;
        for (var i = 8; i < payload.Length; i++)
        {
            if (payload[i] != ByteAt(sequence, i)) return null;
        }

        return sequence;
    }

    /// <summary>A running hash over sequence numbers; order and repetition change it.</summary>
    public static ulong Fold(ulong hash, ulong sequence) => ((hash ^ sequence) * 0x9E3779B97F4A7C15) + 1;

    private static int LengthOf(ulong sequence) => 8 + (int)(sequence * 37 % 211);

    private static uint TypeOf(ulong sequence) => (uint)(1 + (sequence % 5));

    private static byte ByteAt(ulong sequence, int index) => (byte)((sequence * 31) + ((ulong)index * 7));
}
