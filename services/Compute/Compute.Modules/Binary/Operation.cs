namespace WasmEngine.Compute.Modules.Binary;

/// <summary>What an instruction is to whoever follows the control flow; the rest is <see cref="Plain"/>.</summary>
internal enum Operation : byte
{
    Plain,
    Unreachable,
    Block,
    Loop,
    If,
    Else,
    End,

    /// <summary>The legacy exceptions' try, catch or catch_all, delegate.</summary>
    Try,
    Catch,
    Delegate,
    TryTable,

    /// <summary>throw, rethrow, throw_ref: what follows is not reached.</summary>
    Throw,
    Branch,

    /// <summary>br_if, br_on_null, br_on_non_null.</summary>
    BranchIf,
    BranchTable,
    Return,
    Call,

    /// <summary>Through a table or a reference.</summary>
    CallIndirect,
    ReturnCall,
    ReturnCallIndirect,
    MemoryInit,
    MemoryCopy,
    MemoryFill,

    /// <summary>Runs for long in Wasmtime's own code: bulk operations on tables.</summary>
    TableBulk,
    MemoryGrow,
    MemorySize,
}

/// <summary>What follows an opcode.</summary>
internal enum Immediates : byte
{
    None,
    Unknown,
    BlockType,
    Index,
    TwoIndices,
    Label,
    LabelTable,
    Function,

    /// <summary>A type, then a table.</summary>
    TypeAndTable,
    Type,
    Types,
    HeapType,
    Catches,
    MemoryArgument,
    Memory,
    Int32,
    Int64,
    Bytes1,
    Bytes4,
    Bytes8,
    Bytes16,
    MemoryArgumentAndLane,
    DataAndMemory,
    TwoMemories,
    Data,
    Prefix,
}
