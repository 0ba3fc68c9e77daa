using System.Runtime.CompilerServices;

namespace WasmEngine.Compute.Modules.Binary;

/// <summary>
/// Types (specification, "Binary format / Types"), and checks of indices. Type indices are compared with the module's own count,
/// since rewriting may append types: what an invalid module names must not come to exist.
/// </summary>
internal static class TypeReader
{
    private const byte Void = 0x40, NullableReference = 0x63, Reference = 0x64, FunctionType = 0x60;

    internal static void CheckIndex(uint index, int count, string what, int offset)
    {
        if (index >= (uint)count) throw new ModuleFormatException($"{what} {index} does not exist: there are {count}", offset);
    }

    internal static void SkipBlockType(ref WasmReader reader, ModuleShape shape)
    {
        var next = reader.PeekByte();
        if (next == Void) reader.ReadByte();
        else if (next is >= 0x40 and < 0x80) SkipValueType(ref reader, shape.Types);
        else ReadTypeIndex(ref reader, shape.Types);
    }

    /// <param name="reader">Stands before the type.</param>
    /// <param name="types">Types that the module has.</param>
    internal static void SkipValueType(ref WasmReader reader, int types)
    {
        if (!TrySkipValueType(ref reader, types)) throw new ModuleFormatException($"0x{reader.PeekByte():X2} is no value type that is known", reader.Position, unsupported: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySkipValueType(ref WasmReader reader, int types)
    {
        switch (reader.PeekByte())
        {
            case >= 0x7B and <= 0x7F: // v128, f64, f32, i64, i32
            case >= 0x69 and <= 0x74: // abstract references
                reader.ReadByte();
                return true;
            case NullableReference or Reference:
                reader.ReadByte();
                SkipHeapType(ref reader, types);
                return true;
            default:
                return false;
        }
    }

    internal static void SkipHeapType(ref WasmReader reader, int types)
    {
        if (reader.PeekByte() is >= 0x69 and <= 0x74) reader.ReadByte();
        else if (reader.PeekByte() is >= 0x40 and < 0x80) throw new ModuleFormatException($"0x{reader.PeekByte():X2} is no heap type that is known", reader.Position, unsupported: true);
        else ReadTypeIndex(ref reader, types);
    }

    private static void ReadTypeIndex(ref WasmReader reader, int types)
    {
        var offset = reader.Position;
        var index = reader.ReadSigned(33);
        if (index < 0 || index >= types) throw new ModuleFormatException($"type {index} does not exist: there are {types}", offset);
    }

    /// <summary>A type section's entry: functions only.</summary>
    internal static void SkipFunctionType(ref WasmReader reader, int types)
    {
        var form = reader.ReadByte();
        if (form != FunctionType) throw new ModuleFormatException($"type form 0x{form:X2} is no function type", reader.Position - 1, unsupported: true);
        for (var part = 0; part < 2; part++)
        {
            for (var count = reader.ReadCount("parameters or results of a function", 1000); count > 0; count--) SkipValueType(ref reader, types);
        }
    }

    /// <summary>Limits of a memory or table.</summary>
    /// <param name="reader">Stands before the flags.</param>
    /// <param name="isMemory">A memory, not a table.</param>
    /// <param name="minimum">Pages or elements at the start.</param>
    /// <returns>Whether addresses have 64 bits.</returns>
    internal static bool ReadLimits(ref WasmReader reader, bool isMemory, out ulong minimum)
    {
        var offset = reader.Position;
        var flags = reader.ReadByte();
        if ((flags & 2) != 0 && isMemory) throw new ModuleFormatException("a shared memory is not allowed: build without -pthread and --shared-memory", offset);
        if (flags > 5 || (flags & 2) != 0) throw new ModuleFormatException($"limits with flags 0x{flags:X2}", offset, unsupported: true);
        var wide = (flags & 4) != 0;
        minimum = wide ? reader.ReadU64() : reader.ReadU32();
        if ((flags & 1) == 0) return wide;
        if (wide) reader.ReadU64();
        else reader.ReadU32();
        return wide;
    }

    internal static void ReadTable(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        SkipValueType(ref reader, shape.Types);
        var offset = reader.Position;
        ReadLimits(ref reader, isMemory: false, out var minimum);
        if (minimum > (ulong)limits.TableElements) throw new ModuleFormatException($"a table of {minimum} elements, the limit is {limits.TableElements}", offset);
        if (++shape.Tables > limits.Tables) throw new ModuleFormatException($"{shape.Tables} tables, the limit is {limits.Tables}", offset);
    }

    internal static void ReadMemory(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        var offset = reader.Position;
        shape.Memories.Add(ReadLimits(ref reader, isMemory: true, out _));
        if (shape.Memories.Count > limits.Memories) throw new ModuleFormatException($"{shape.Memories.Count} memories, the limit is {limits.Memories}", offset);
    }

    internal static void ReadGlobal(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        var offset = reader.Position;
        SkipValueType(ref reader, shape.Types);
        var mutability = reader.ReadByte();
        if (mutability > 1) throw new ModuleFormatException($"a global with flags 0x{mutability:X2}", reader.Position - 1, unsupported: true);
        if (++shape.Globals > limits.Globals) throw new ModuleFormatException($"{shape.Globals} globals, the limit is {limits.Globals}", offset);
    }

    internal static void ReadTag(ref WasmReader reader, ModuleShape shape, ModuleLimits limits)
    {
        var offset = reader.Position;
        if (reader.ReadByte() != 0) throw new ModuleFormatException("a tag that is no exception", offset);
        CheckIndex(reader.ReadU32(), shape.Types, "type", offset);
        if (++shape.Tags > limits.Tags) throw new ModuleFormatException($"{shape.Tags} tags, the limit is {limits.Tags}", offset);
    }
}
