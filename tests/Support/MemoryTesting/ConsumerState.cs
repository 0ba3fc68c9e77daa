using System.Buffers.Binary;

namespace WasmEngine.MemoryTesting;

/// <summary>What a consumer of <see cref="RecordPattern"/> records has to remember: saved as its checkpoint.</summary>
/// <param name="Sequence">Last record that it took.</param>
/// <param name="Hash">Over all records that it took, in order.</param>
public readonly record struct ConsumerState(ulong Sequence, ulong Hash)
{
    /// <summary>The state after one more record.</summary>
    public ConsumerState After(ulong sequence) => new(sequence, RecordPattern.Fold(Hash, sequence));

    /// <summary>The state after records 1 to <paramref name="last"/>, each taken once and in order.</summary>
    public static ConsumerState Expected(ulong last)
    {
        var state = default(ConsumerState);
        for (ulong i = 1; i <= last; i++) state = state.After(i);
        return state;
    }

    /// <summary>As a checkpoint.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Hash);
        return bytes;
    }

    /// <summary>From a checkpoint; nothing saved is the state before the first record.</summary>
    public static ConsumerState Decode(ReadOnlySpan<byte> saved) => saved.Length == 0
        ? default
        : new ConsumerState(BinaryPrimitives.ReadUInt64LittleEndian(saved), BinaryPrimitives.ReadUInt64LittleEndian(saved[8..]));
}
