using System.Buffers.Binary;
using System.Text;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>A compiled module as it is kept on disk: the code, and what was learned while it was prepared.</summary>
/// <param name="Code">Wasmtime's serialised form.</param>
internal sealed record CodeEntry(ReadOnlyMemory<byte> Code)
{
    private const int FixedBytes = 16, MaxText = 4096;
    private const uint NoGuard = uint.MaxValue;

    /// <summary>Index of the guard memory; null: the code looks at epochs.</summary>
    internal int? GuardMemoryIndex { get; init; }

    /// <summary>Functions that the author defined.</summary>
    internal int Functions { get; init; }

    /// <summary>Why it runs with epochs; empty if it does not.</summary>
    internal string EpochsBecause { get; init; } = "";

    /// <summary>Serialised map of code offsets; empty if they are the author's.</summary>
    internal ReadOnlyMemory<byte> Offsets { get; init; }

    /// <summary>
    /// What is written, one part after the other: index of the guard memory (u32, all ones: none), functions (u32), lengths of
    /// the text and of the map (u32 each), the text in UTF-8, the map, the code. Little-endian.
    /// </summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> Parts
    {
        get
        {
            var text = Encoding.UTF8.GetBytes(EpochsBecause.Length <= MaxText / 4 ? EpochsBecause : EpochsBecause[..(MaxText / 4)]);
            var numbers = new byte[FixedBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(numbers, (uint?)GuardMemoryIndex ?? NoGuard);
            BinaryPrimitives.WriteInt32LittleEndian(numbers.AsSpan(4), Functions);
            BinaryPrimitives.WriteInt32LittleEndian(numbers.AsSpan(8), text.Length);
            BinaryPrimitives.WriteInt32LittleEndian(numbers.AsSpan(12), Offsets.Length);
            return [numbers, text, Offsets, Code];
        }
    }

    /// <summary>Reads what <see cref="Parts"/> wrote; null when it can't be that.</summary>
    internal static CodeEntry? TryParse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < FixedBytes) return null;
        var numbers = bytes.Span;
        var guard = BinaryPrimitives.ReadUInt32LittleEndian(numbers);
        var functions = BinaryPrimitives.ReadInt32LittleEndian(numbers[4..]);
        var text = BinaryPrimitives.ReadUInt32LittleEndian(numbers[8..]);
        var offsets = BinaryPrimitives.ReadUInt32LittleEndian(numbers[12..]);
        if (functions < 0 || (guard > int.MaxValue && guard != NoGuard) || text > MaxText || FixedBytes + (long)text + offsets > bytes.Length) return null;
        var rest = bytes[(FixedBytes + (int)text)..];
        return new CodeEntry(rest[(int)offsets..])
        {
            GuardMemoryIndex = guard == NoGuard ? null : (int)guard,
            Functions = functions,
            EpochsBecause = Encoding.UTF8.GetString(numbers.Slice(FixedBytes, (int)text)),
            Offsets = rest[..(int)offsets],
        };
    }
}
