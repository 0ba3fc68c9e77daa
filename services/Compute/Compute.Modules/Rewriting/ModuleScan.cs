using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>
/// The first pass over all function bodies: decodes every instruction once and notes loop headers, bulk operations, direct calls and
/// the weight of what is not a direct call.
/// </summary>
internal sealed class ModuleScan
{
    private readonly ModuleShape _shape;
    private readonly ModuleLimits _limits;
    private readonly (int First, int End)[] _calls;
    private readonly List<int> _callees = [];

    internal ModuleScan(ModuleShape shape, ModuleLimits limits)
    {
        _shape = shape;
        _limits = limits;
        Bulk = new BulkFunctions(shape, limits.InjectedFunctions);
        Patches = new PatchList(shape.DefinedFunctions);
        Weights = new int[shape.DefinedFunctions];
        _calls = new (int, int)[shape.DefinedFunctions];
    }

    internal ModuleShape Shape => _shape;

    internal BulkFunctions Bulk { get; }

    /// <summary>Guards at loop headers, and bulk operations.</summary>
    internal PatchList Patches { get; }

    /// <summary>Units of each function without its direct calls of defined functions, at most the budget and one.</summary>
    internal int[] Weights { get; }

    /// <summary>Defined functions that a function calls directly, as often as it does, counted without imports.</summary>
    internal ReadOnlySpan<int> Callees(int function)
    {
        var (first, end) = _calls[function];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_callees)[first..end];
    }

    /// <summary>Reads one body.</summary>
    internal void Scan(ReadOnlySpan<byte> module, int function)
    {
        var body = _shape.Bodies[function];
        var bytes = module[..body.End];
        var start = SkipLocals(bytes, body.Content);
        _shape.Bodies[function] = body with { Code = start };
        var patches = Patches.Count;
        var calls = _callees.Count;
        var code = new CodeReader(bytes, start, _shape);
        Weights[function] = (int)Math.Min(ScanCode(bytes, ref code), CostModel.Budget + 1);
        if (!code.AtEnd) throw new ModuleFormatException("instructions behind the end of a function", code.Position);
        if (Patches.Count > _limits.GuardPoints) throw new ModuleFormatException($"{Patches.Count} loops and bulk memory operations, the limit is {_limits.GuardPoints}", body.Start);
        Patches.Finish(function, patches);
        _calls[function] = (calls, _callees.Count);
    }

    private int SkipLocals(ReadOnlySpan<byte> bytes, int position)
    {
        var reader = new WasmReader(bytes, position);
        var total = 0L;
        for (var groups = reader.ReadCount("groups of locals", _limits.Locals, leastBytes: 2); groups > 0; groups--)
        {
            total += reader.ReadU32();
            if (total > _limits.Locals) throw new ModuleFormatException($"a function with {total} locals, the limit is {_limits.Locals}", position);
            TypeReader.SkipValueType(ref reader, _shape.Types);
        }

        return reader.Position;
    }

    private long ScanCode(ReadOnlySpan<byte> bytes, ref CodeReader code)
    {
        var depth = 0;
        var weight = 0L;
        while (true)
        {
            weight += code.SkipSimple(int.MaxValue);
            var operation = code.Next();
            if (operation == Operation.Plain)
            {
                weight++;
                continue;
            }

            weight += WeightOf(operation, bytes, ref code);
            if (operation is Operation.Block or Operation.Loop or Operation.If or Operation.Try or Operation.TryTable)
            {
                if (++depth > _limits.NestingDepth) throw new ModuleFormatException($"blocks are nested {depth} deep, the limit is {_limits.NestingDepth}", code.Start);
            }
            else if (operation is Operation.End or Operation.Delegate && --depth < 0)
            {
                if (operation == Operation.Delegate) throw new ModuleFormatException("delegate outside of try", code.Start);
                return weight;
            }
        }
    }

    /// <summary>Also notes what is to be changed or remembered.</summary>
    private int WeightOf(Operation operation, ReadOnlySpan<byte> bytes, ref CodeReader code)
    {
        switch (operation)
        {
            case Operation.Loop:
                Patches.Add(Patch.Guard(code.Position));
                return 1;
            case Operation.Call or Operation.ReturnCall:
                if (code.First < (uint)_shape.ImportedFunctions) return CostModel.ImportedCall;
                _callees.Add((int)code.First - _shape.ImportedFunctions);
                return 1;
            case Operation.CallIndirect or Operation.ReturnCallIndirect:
                return CostModel.Budget;
            case Operation.MemoryCopy or Operation.MemoryFill or Operation.MemoryInit:
                var injected = Bulk.Require(operation, code.First, code.Second, code.Start);
                Patches.Add(Patch.Call(code.Start, code.Position - code.Start, injected, IsShort(bytes, code.Previous)));
                return CostModel.BulkMemory;
            case Operation.TableBulk:
                return CostModel.TableBulk;
            case Operation.MemorySize:
                if (code.First == 0 && !_shape.Memories[0]) Patches.Add(Patch.Size(code.Position));
                return 1;
            case Operation.MemoryGrow:
                return CostModel.MemoryGrow;
            default:
                return 1;
        }
    }

    /// <summary>Whether a length is a constant of one chunk at most; compilers copy structures so, and Wasmtime needs no call for it.</summary>
    private static bool IsShort(ReadOnlySpan<byte> bytes, int operand)
    {
        const byte i32Const = 0x41, i64Const = 0x42;
        if (operand == 0 || bytes[operand] is not (i32Const or i64Const)) return false;
        return new WasmReader(bytes, operand + 1).ReadSigned(64) is >= 0 and <= BulkFunctions.ChunkBytes;
    }
}
