using System.Runtime.CompilerServices;

namespace WasmEngine.Compute.Modules.Binary;

/// <summary>
/// Steps through instructions. It checks each index of a memory, function, type or data segment against the module as it came, so
/// that nothing that rewriting appends can be named by it; all else is left to the validator.
/// </summary>
internal ref struct CodeReader
{
    private const int MaxBranchTable = 128 * 1024;
    private readonly ModuleShape _shape;
    private WasmReader _reader;

    /// <param name="code">The module from its first byte to the end of the instructions.</param>
    /// <param name="position">First instruction.</param>
    /// <param name="shape">What instructions may refer to.</param>
    internal CodeReader(ReadOnlySpan<byte> code, int position, ModuleShape shape)
    {
        _reader = new WasmReader(code, position);
        _shape = shape;
    }

    /// <summary>Offset of the instruction that was read last.</summary>
    internal int Start { get; private set; }

    /// <summary>Offset of the instruction before that one; 0 if there is none.</summary>
    internal int Previous { get; private set; }

    /// <summary>Offset of the next instruction.</summary>
    internal readonly int Position => _reader.Position;

    internal readonly bool AtEnd => _reader.AtEnd;

    /// <summary>The function called, the label, the memory (destination), as the instruction has it.</summary>
    internal uint First { get; private set; }

    /// <summary>memory.copy's source, memory.init's segment.</summary>
    internal uint Second { get; private set; }

    /// <summary>Offset of the labels or catches of the instruction that was read last.</summary>
    internal int TargetsAt { get; private set; }

    /// <summary>
    /// Skips plain instructions of the commonest forms, which are most of all: those without immediates, and those whose immediates take one
    /// byte each. What <see cref="Next"/> reads then may still be plain.
    /// </summary>
    /// <param name="most">At most so many.</param>
    /// <returns>How many.</returns>
    internal int SkipSimple(int most)
    {
        var bytes = _reader.Bytes;
        var position = _reader.Position;
        var lengths = Opcodes.SimpleLengths;
        var count = 0;
        for (; count < most && position + 2 < bytes.Length; count++)
        {
            var length = lengths[bytes[position]];
            if (length == 0 || (length == 2 && bytes[position + 1] >= 0x80)) break;
            if (length == 3 && (bytes[position + 1] >= 0x40 || bytes[position + 2] >= 0x80 || _shape.Memories.Count == 0)) break;
            Previous = Start;
            Start = position;
            position += length;
        }

        _reader.Skip((uint)(position - _reader.Position));
        return count;
    }

    /// <summary>Reads one instruction.</summary>
    internal Operation Next()
    {
        Previous = Start;
        Start = _reader.Position;
        var opcode = _reader.ReadByte();
        var (immediates, operation) = Opcodes.Single[opcode];
        switch (immediates)
        {
            case Immediates.None:
                return operation;
            case Immediates.Index:
                _reader.SkipLeb(5);
                return operation;
            case Immediates.Int32:
                _reader.SkipLeb(5);
                return operation;
            case Immediates.MemoryArgument:
                SkipMemoryArgument();
                return operation;
            case Immediates.Label:
                First = _reader.ReadU32();
                return operation;
            case Immediates.Function:
                ReadFunction();
                return operation;
            case Immediates.Prefix:
                return opcode == Opcodes.MiscPrefix ? ReadMisc() : ReadPrefixed(opcode);
            default:
                ReadRare(immediates, opcode);
                return operation;
        }
    }

    private Operation ReadMisc()
    {
        var number = _reader.ReadU32();
        if (number >= (uint)Opcodes.Misc.Length) throw UnknownOpcode(Opcodes.MiscPrefix, number);
        var (immediates, operation) = Opcodes.Misc[number];
        if (immediates != Immediates.None) ReadRare(immediates, Opcodes.MiscPrefix, number);
        return operation;
    }

    private Operation ReadPrefixed(byte prefix)
    {
        var number = _reader.ReadU32();
        var table = prefix == Opcodes.VectorPrefix ? Opcodes.Vector : Opcodes.Atomic;
        if (number >= (uint)table.Length) throw UnknownOpcode(prefix, number);
        if (table[number] == Immediates.MemoryArgument) SkipMemoryArgument();
        else if (table[number] != Immediates.None) ReadRare(table[number], prefix, number);
        return Operation.Plain;
    }

    private void ReadRare(Immediates immediates, byte opcode, uint number = 0)
    {
        switch (immediates)
        {
            case Immediates.None: break;
            case Immediates.Index: _reader.SkipLeb(5); break;
            case Immediates.TwoIndices: _reader.SkipLeb(5); _reader.SkipLeb(5); break;
            case Immediates.BlockType: TypeReader.SkipBlockType(ref _reader, _shape); break;
            case Immediates.LabelTable: SkipLabels(); break;
            case Immediates.TypeAndTable: CheckType(); _reader.SkipLeb(5); break;
            case Immediates.Type: CheckType(); break;
            case Immediates.Types: SkipTypes(); break;
            case Immediates.HeapType: TypeReader.SkipHeapType(ref _reader, _shape.Types); break;
            case Immediates.Catches: SkipCatches(); break;
            case Immediates.Memory: First = ReadMemory(); break;
            case Immediates.Int64: _reader.SkipLeb(10); break;
            case Immediates.Bytes1: _reader.Skip(1); break;
            case Immediates.Bytes4: _reader.Skip(4); break;
            case Immediates.Bytes8: _reader.Skip(8); break;
            case Immediates.Bytes16: _reader.Skip(16); break;
            case Immediates.MemoryArgumentAndLane: SkipMemoryArgument(); _reader.Skip(1); break;
            case Immediates.DataAndMemory: Second = ReadData(); First = ReadMemory(); break;
            case Immediates.TwoMemories: First = ReadMemory(); Second = ReadMemory(); break;
            case Immediates.Data: ReadData(); break;
            default: throw UnknownOpcode(opcode, number);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipMemoryArgument()
    {
        const uint hasMemory = 0x40;
        var flags = _reader.ReadU32();
        if (flags < hasMemory)
        {
            if (_shape.Memories.Count == 0) ThrowNoMemory(); // the guard would become memory 0
        }
        else
        {
            if (flags >= 2 * hasMemory) ThrowBadFlags(flags);
            ReadMemory();
        }

        _reader.SkipLeb(10); // 64-bit memories have offsets of 64 bits
    }

    private readonly void ThrowNoMemory() => throw new ModuleFormatException("memory 0 does not exist: there are 0", Start);

    private readonly void ThrowBadFlags(uint flags) => throw new ModuleFormatException($"a memory access with flags 0x{flags:X}", Start);

    private uint ReadMemory()
    {
        var offset = _reader.Position;
        var index = _reader.ReadU32();
        TypeReader.CheckIndex(index, _shape.Memories.Count, "memory", offset);
        return index;
    }

    private void ReadFunction()
    {
        var offset = _reader.Position;
        First = _reader.ReadU32();
        TypeReader.CheckIndex(First, _shape.Functions, "function", offset);
    }

    private uint ReadData()
    {
        var offset = _reader.Position;
        var index = _reader.ReadU32();
        TypeReader.CheckIndex(index, Math.Max(_shape.DeclaredData, 0), "data segment", offset);
        return index;
    }

    private void CheckType()
    {
        var offset = _reader.Position;
        TypeReader.CheckIndex(_reader.ReadU32(), _shape.Types, "type", offset);
    }

    private void SkipTypes()
    {
        for (var count = _reader.ReadCount("types of a select", 1000); count > 0; count--) TypeReader.SkipValueType(ref _reader, _shape.Types);
    }

    private void SkipLabels()
    {
        TargetsAt = _reader.Position;
        for (var count = _reader.ReadCount("labels of a br_table", MaxBranchTable) + 1; count > 0; count--) _reader.SkipLeb(5);
    }

    private void SkipCatches()
    {
        TypeReader.SkipBlockType(ref _reader, _shape);
        TargetsAt = _reader.Position;
        for (var count = _reader.ReadCount("catches of a try_table", MaxBranchTable, leastBytes: 2); count > 0; count--)
        {
            var kind = _reader.ReadByte();
            if (kind > 3) throw new ModuleFormatException($"a catch of kind {kind}", _reader.Position - 1);
            if (kind < 2) _reader.SkipLeb(5); // tag
            _reader.SkipLeb(5); // label
        }
    }

    private readonly ModuleFormatException UnknownOpcode(byte opcode, uint number) => new(
        opcode >= Opcodes.MiscPrefix ? $"opcode 0x{opcode:X2} {number} is not known" : $"opcode 0x{opcode:X2} is not known", Start, unsupported: true);
}
