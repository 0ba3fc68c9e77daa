using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>
/// The second pass, over guarded functions only: follows the cost since the last guard along all paths and plans a guard wherever
/// it would pass the budget (see <see cref="CostModel"/>). Where paths meet, the dearest counts.
/// </summary>
internal sealed class GuardPlanner
{
    private const int Unknown = -1;
    private readonly ModuleScan _scan;
    private readonly CallGraph _graph;
    private readonly int[] _atExit;
    private Frame[] _frames = new Frame[64];
    private int _depth;
    private int _cost;
    private int _function;

    internal GuardPlanner(ModuleScan scan, CallGraph graph)
    {
        _scan = scan;
        _graph = graph;
        _atExit = new int[scan.Shape.DefinedFunctions];
        Array.Fill(_atExit, Unknown);
        Patches = new PatchList(scan.Shape.DefinedFunctions);
    }

    /// <summary>All changes of guarded functions: those of the scan, and the planned guards.</summary>
    internal PatchList Patches { get; }

    private struct Frame
    {
        /// <summary>The dearest path that leads to the frame's end, or, at its start, from a jump.</summary>
        internal int Merged;

        /// <summary>Cost before an if, for its other arm.</summary>
        internal int Before;

        internal Operation Kind;
    }

    /// <summary>Plans one function; those that it calls come first, but for cycles.</summary>
    internal void Plan(ReadOnlySpan<byte> module, int function)
    {
        var body = _scan.Shape.Bodies[function];
        var first = Patches.Count;
        _function = function;
        _depth = 0;
        _cost = 0;
        Push(Operation.Block);
        Patches.Add(Patch.Guard(body.Code));
        var code = new CodeReader(module[..body.End], body.Code, _scan.Shape);
        var old = _scan.Patches.Of(function);
        while (_depth > 0)
        {
            _cost += code.SkipSimple(CostModel.Budget - _cost);
            var operation = code.Next();
            if (operation is Operation.Plain or Operation.MemorySize) Spend(1, code.Start);
            else if (!TryFollowCall(operation, ref code)) FollowControl(operation, ref code, module);
            if (old.Length > 0 && old[0].Offset < code.Position + (old[0].IsBehind ? 1 : 0))
            {
                Patches.Add(old[0]);
                old = old[1..];
            }
        }

        _atExit[function] = _cost;
        Patches.Finish(function, first);
    }

    private void Spend(int units, int offset)
    {
        if (_cost + units > CostModel.Budget) Guard(offset);
        _cost = Math.Min(_cost + units, CostModel.Budget);
    }

    private void Guard(int offset)
    {
        Patches.Add(Patch.Guard(offset));
        _cost = 0;
    }

    /// <summary>Calls and what else takes long. False for anything else.</summary>
    private bool TryFollowCall(Operation operation, ref CodeReader code)
    {
        switch (operation)
        {
            case Operation.Call or Operation.ReturnCall:
                Call(code.First, code.Start);
                break;
            case Operation.CallIndirect or Operation.ReturnCallIndirect:
                if (_cost >= CostModel.Budget - CostModel.Slack) Guard(code.Start);
                _cost = CostModel.Budget - CostModel.Slack;
                break;
            case Operation.MemoryCopy or Operation.MemoryFill or Operation.MemoryInit:
                _cost = CostModel.BulkMemory; // the injected function has a guard at its entry
                return true;
            case Operation.TableBulk:
                Spend(CostModel.TableBulk, code.Start);
                return true;
            case Operation.MemoryGrow:
                Spend(CostModel.MemoryGrow, code.Start);
                return true;
            default:
                return false;
        }

        if (operation is Operation.ReturnCall or Operation.ReturnCallIndirect) Jump((uint)_depth - 1, dead: true, code.Start);
        return true;
    }

    private void Call(uint index, int offset)
    {
        var callee = (int)index - _scan.Shape.ImportedFunctions;
        if (callee < 0)
        {
            Spend(CostModel.ImportedCall, offset);
            return;
        }

        if (!_graph.Guarded[callee])
        {
            Spend(1 + _graph.Weights[callee], offset);
            return;
        }

        Spend(1, offset);
        var known = _graph.Components[callee] != _graph.Components[_function] && _atExit[callee] != Unknown;
        _cost = known ? _atExit[callee] : CostModel.Budget - CostModel.Slack;
    }

    private void FollowControl(Operation operation, ref CodeReader code, ReadOnlySpan<byte> module)
    {
        switch (operation)
        {
            case Operation.Block or Operation.If or Operation.Try:
                Spend(1, code.Start);
                Push(operation);
                break;
            case Operation.Loop:
                Spend(1, code.Start);
                Push(operation);
                _cost = 0; // the scan put a guard at the header
                break;
            case Operation.TryTable:
                Spend(1, code.Start);
                FollowCatches(new WasmReader(module[..code.Position], code.TargetsAt), code.Start);
                Push(operation);
                break;
            case Operation.Else or Operation.Catch:
                EnterArm(operation, code.Start);
                break;
            case Operation.End or Operation.Delegate:
                Pop();
                break;
            case Operation.BranchIf:
                Spend(1, code.Start);
                Jump(code.First, dead: false, code.Start);
                break;
            case Operation.Branch:
                Spend(1, code.Start);
                Jump(code.First, dead: true, code.Start);
                break;
            case Operation.BranchTable:
                Spend(1, code.Start);
                FollowLabels(new WasmReader(module[..code.Position], code.TargetsAt), code.Start);
                break;
            case Operation.Return:
                Spend(1, code.Start);
                Jump((uint)_depth - 1, dead: true, code.Start);
                break;
            default: // unreachable, throw
                Spend(1, code.Start);
                _cost = 0;
                break;
        }
    }

    private void Push(Operation kind)
    {
        if (_depth == _frames.Length) Array.Resize(ref _frames, _depth * 2);
        _frames[_depth++] = new Frame { Kind = kind, Before = _cost };
    }

    private void Pop()
    {
        ref var frame = ref _frames[--_depth];
        _cost = Math.Max(_cost, frame.Merged);
        if (frame.Kind == Operation.If) _cost = Math.Max(_cost, frame.Before); // no else: the condition may be false
    }

    private void EnterArm(Operation operation, int offset)
    {
        ref var frame = ref _frames[_depth - 1];
        if (operation == Operation.Else && frame.Kind != Operation.If) throw new ModuleFormatException("else outside of if", offset);
        frame.Merged = Math.Max(frame.Merged, _cost);
        frame.Kind = Operation.Block;
        _cost = operation == Operation.Else ? frame.Before : CostModel.Budget; // a throw may come from anywhere
    }

    private void Jump(uint label, bool dead, int offset)
    {
        if (label >= (uint)_depth) throw new ModuleFormatException($"label {label} does not exist: there are {_depth}", offset);
        ref var frame = ref _frames[_depth - 1 - (int)label];
        if (frame.Kind != Operation.Loop) frame.Merged = Math.Max(frame.Merged, _cost);
        if (dead) _cost = 0; // nothing that follows is reached from here
    }

    private void FollowLabels(WasmReader reader, int offset)
    {
        for (var count = (long)reader.ReadU32() + 1; count > 0; count--) Jump(reader.ReadU32(), dead: false, offset);
        _cost = 0;
    }

    private void FollowCatches(WasmReader reader, int offset)
    {
        var cost = _cost;
        _cost = CostModel.Budget; // a throw may come from anywhere
        for (var count = reader.ReadU32(); count > 0; count--)
        {
            if (reader.ReadByte() < 2) reader.SkipLeb(5);
            Jump(reader.ReadU32(), dead: false, offset);
        }

        _cost = cost;
    }
}
