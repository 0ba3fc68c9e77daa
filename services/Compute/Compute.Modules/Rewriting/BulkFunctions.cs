using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>One injected function: an operation with its memories and segment.</summary>
/// <param name="Operation">memory.copy, fill or init.</param>
/// <param name="Memory">The memory written.</param>
/// <param name="Source">The memory read, the segment, or 0.</param>
internal readonly record struct BulkFunction(Operation Operation, int Memory, int Source);

/// <summary>
/// The functions that take the place of bulk memory instructions, made on demand. Wasmtime runs those instructions in host code,
/// which can't be stopped, and where a fault on a protected page would end the process.
/// </summary>
internal sealed class BulkFunctions(ModuleShape shape, int limit)
{
    /// <summary>Bytes that one bulk instruction handles at most.</summary>
    internal const int ChunkBytes = 1 << 20;

    private readonly Dictionary<BulkFunction, int> _indices = [];
    private readonly List<BulkFunction> _functions = [];

    internal int Count => _functions.Count;

    /// <summary>The position of a function among the injected ones.</summary>
    internal int Require(Operation operation, uint memory, uint source, int offset)
    {
        var key = new BulkFunction(operation, (int)memory, operation == Operation.MemoryFill ? 0 : (int)source);
        if (_indices.TryGetValue(key, out var index)) return index;
        if (_functions.Count == limit)
            throw new ModuleFormatException($"more than {limit} kinds of bulk memory operations (memories times segments)", offset, unsupported: true);
        _indices[key] = _functions.Count;
        _functions.Add(key);
        return _functions.Count - 1;
    }

    /// <summary>Appends the type of each function: what the instruction takes, no result.</summary>
    internal void WriteTypes(WasmWriter output)
    {
        foreach (var function in _functions)
        {
            output.Bytes(0x60, 3);
            foreach (var wide in BulkFunctionWriter.ParametersOf(function, shape)) output.Byte(BulkFunctionWriter.TypeOf(wide));
            output.Byte(0);
        }
    }

    /// <summary>Appends the bodies, with their lengths.</summary>
    internal void WriteBodies(WasmWriter output, uint guardMemory)
    {
        foreach (var function in _functions)
        {
            var body = BulkFunctionWriter.Write(function, shape, guardMemory);
            output.U32((uint)body.Length).Bytes(body);
        }
    }

    /// <summary>Appends entries of a name map.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="firstIndex">Index of the first injected function.</param>
    internal void WriteNames(WasmWriter output, uint firstIndex)
    {
        foreach (var function in _functions)
        {
            output.U32(firstIndex++).Name(function.Operation switch
            {
                Operation.MemoryCopy => "wasmengine.memory.copy"u8,
                Operation.MemoryFill => "wasmengine.memory.fill"u8,
                _ => "wasmengine.memory.init"u8,
            });
        }
    }
}
