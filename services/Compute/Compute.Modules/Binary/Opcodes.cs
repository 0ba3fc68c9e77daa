using static WasmEngine.Compute.Modules.Binary.Immediates;

namespace WasmEngine.Compute.Modules.Binary;

/// <summary>
/// What follows each opcode, for the proposals that are understood (WebAssembly specification, "Instructions", and the proposals
/// for threads, legacy exceptions and wide arithmetic). Opcodes that no proposal here has are <see cref="Unknown"/>.
/// </summary>
internal static class Opcodes
{
    internal const byte End = 0x0B, Call = 0x10, MiscPrefix = 0xFC, VectorPrefix = 0xFD, AtomicPrefix = 0xFE;

    /// <summary>By opcode of one byte.</summary>
    internal static readonly (Immediates Immediates, Operation Operation)[] Single = CreateSingle();

    /// <summary>Bytes of each plain instruction whose immediates take no or one byte each, by opcode; 0 for all others.</summary>
    internal static readonly byte[] SimpleLengths = [.. Single.Select(o => o switch
    {
        (None, Operation.Plain) => (byte)1,
        (Immediates.Index or Immediates.Int32, Operation.Plain) => (byte)2,
        (MemoryArgument, Operation.Plain) => (byte)3,
        _ => (byte)0,
    })];

    /// <summary>By the number behind 0xFC.</summary>
    internal static readonly (Immediates Immediates, Operation Operation)[] Misc = CreateMisc();

    /// <summary>By the number behind 0xFD.</summary>
    internal static readonly Immediates[] Vector = CreateVector();

    /// <summary>By the number behind 0xFE.</summary>
    internal static readonly Immediates[] Atomic = CreateAtomic();

    private static (Immediates, Operation)[] CreateSingle()
    {
        var table = new (Immediates, Operation)[256];
        Array.Fill(table, (Unknown, Operation.Plain));
        foreach (var (opcode, immediates, operation) in Control()) table[opcode] = (immediates, operation);
        void Set(int first, int last, Immediates immediates) => Array.Fill(table, (immediates, Operation.Plain), first, last - first + 1);
        Set(0x1A, 0x1B, None); // drop, select
        Set(0x1C, 0x1C, Types); // select with types
        Set(0x20, 0x26, Immediates.Index); // local.*, global.*, table.get, table.set
        Set(0x28, 0x3E, MemoryArgument); // loads and stores
        table[0x3F] = (Memory, Operation.MemorySize);
        Set(0x41, 0x41, Immediates.Int32);
        Set(0x42, 0x42, Immediates.Int64);
        Set(0x43, 0x43, Bytes4);
        Set(0x44, 0x44, Bytes8);
        Set(0x45, 0xC4, None); // numeric, with sign extension
        Set(0xD0, 0xD0, HeapType); // ref.null
        Set(0xD1, 0xD1, None); // ref.is_null
        Set(0xD2, 0xD2, Function); // ref.func
        Set(0xD3, 0xD4, None); // ref.eq, ref.as_non_null
        Set(MiscPrefix, AtomicPrefix, Prefix);
        return table;
    }

    private static (byte, Immediates, Operation)[] Control() =>
    [
        (0x00, None, Operation.Unreachable), (0x01, None, Operation.Plain), (0x02, BlockType, Operation.Block), (0x03, BlockType, Operation.Loop),
        (0x04, BlockType, Operation.If), (0x05, None, Operation.Else), (0x06, BlockType, Operation.Try), (0x07, Immediates.Index, Operation.Catch),
        (0x08, Immediates.Index, Operation.Throw), (0x09, Immediates.Index, Operation.Throw), (0x0A, None, Operation.Throw), (End, None, Operation.End),
        (0x0C, Label, Operation.Branch), (0x0D, Label, Operation.BranchIf), (0x0E, LabelTable, Operation.BranchTable), (0x0F, None, Operation.Return),
        (Call, Function, Operation.Call), (0x11, TypeAndTable, Operation.CallIndirect), (0x12, Function, Operation.ReturnCall),
        (0x13, TypeAndTable, Operation.ReturnCallIndirect), (0x14, Immediates.Type, Operation.CallIndirect), (0x15, Immediates.Type, Operation.ReturnCallIndirect),
        (0x18, Label, Operation.Delegate), (0x19, None, Operation.Catch), (0x1F, Catches, Operation.TryTable),
        (0x40, Memory, Operation.MemoryGrow), (0xD5, Label, Operation.BranchIf), (0xD6, Label, Operation.BranchIf),
    ];

    private static (Immediates, Operation)[] CreateMisc()
    {
        var table = new (Immediates, Operation)[0x17];
        Array.Fill(table, (Unknown, Operation.Plain));
        for (var i = 0; i <= 7; i++) table[i] = (None, Operation.Plain); // saturating conversions
        table[0x08] = (DataAndMemory, Operation.MemoryInit);
        table[0x09] = (Data, Operation.Plain);
        table[0x0A] = (TwoMemories, Operation.MemoryCopy);
        table[0x0B] = (Memory, Operation.MemoryFill);
        table[0x0C] = (TwoIndices, Operation.TableBulk); // table.init
        table[0x0D] = (Immediates.Index, Operation.Plain); // elem.drop
        table[0x0E] = (TwoIndices, Operation.TableBulk); // table.copy
        table[0x0F] = (Immediates.Index, Operation.TableBulk); // table.grow
        table[0x10] = (Immediates.Index, Operation.Plain); // table.size
        table[0x11] = (Immediates.Index, Operation.TableBulk); // table.fill
        for (var i = 0x13; i <= 0x16; i++) table[i] = (None, Operation.Plain); // wide arithmetic
        return table;
    }

    private static Immediates[] CreateVector()
    {
        var table = new Immediates[0x114];
        void Set(int first, int last, Immediates immediates) => Array.Fill(table, immediates, first, last - first + 1);
        Set(0x00, 0x0B, MemoryArgument);
        Set(0x0C, 0x0D, Bytes16); // v128.const, i8x16.shuffle
        Set(0x15, 0x22, Bytes1); // lanes
        Set(0x54, 0x5B, MemoryArgumentAndLane);
        Set(0x5C, 0x5D, MemoryArgument);
        foreach (var gap in (ReadOnlySpan<int>)[0x9A, 0xA2, 0xA5, 0xA6, 0xAF, 0xB0, 0xB2, 0xB3, 0xB4, 0xBB, 0xC2, 0xC5, 0xC6, 0xCF, 0xD0, 0xD2, 0xD3, 0xD4, 0xE2, 0xEE])
            table[gap] = Unknown;
        return table;
    }

    private static Immediates[] CreateAtomic()
    {
        var table = new Immediates[0x4F];
        Array.Fill(table, Unknown);
        Array.Fill(table, MemoryArgument, 0x00, 3); // notify, wait
        table[0x03] = Bytes1; // fence
        Array.Fill(table, MemoryArgument, 0x10, 0x4F - 0x10);
        return table;
    }
}
