using WasmEngine.Compute.Modules.Binary;
using WasmEngine.Compute.Modules.Rewriting;

namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>
/// Follows the control flow of a rewritten module along random ways, as if conditions and callees were random, and measures the work
/// between two guard accesses. It shares the decoder with the rewriter, but not the planning.
/// </summary>
internal sealed class CodeWalk
{
    /// <summary>Frames at which a walk ends.</summary>
    public const int MostFrames = 16;

    private readonly ModuleShape _shape;
    private readonly int _originalFunctions;
    private readonly List<Step>[] _functions;
    private readonly Random _random;
    private readonly Stack<Frame> _frames = new();
    private int _cost;

    public CodeWalk(byte[] rewritten, int injectedFunctions, Random random)
    {
        _shape = ModuleParser.Parse(rewritten, ModuleLimits.Default);
        _originalFunctions = _shape.Functions - injectedFunctions;
        _random = random;
        var guard = GuardMemory.Access((uint)_shape.Memories.Count - 1);
        var flag = new WasmWriter(16);
        GuardMemory.Load(flag, (uint)_shape.Memories.Count - 1, GuardMemory.WindowsFlagOffset);
        _functions = [.. _shape.Bodies.Take(_shape.DefinedFunctions - injectedFunctions).Select(b => Decode(rewritten, b, guard, flag.ToArray()))];
    }

    /// <summary>The most work between two guards so far.</summary>
    public int Most { get; private set; }

    public int GuardsMet { get; private set; }

    private sealed record Step(Operation Operation, uint First, bool IsGuard, uint[] Targets)
    {
        /// <summary>Index of the block's end; for an if, of its else.</summary>
        public int End { get; set; }

        public int Else { get; set; } = -1;
    }

    private sealed class Frame(List<Step> code)
    {
        public List<Step> Code => code;

        public int At { get; set; }

        /// <summary>Indices of the steps that opened the blocks around.</summary>
        public List<int> Blocks { get; } = [];
    }

    private List<Step> Decode(byte[] module, FunctionBody body, byte[] guard, byte[] flag)
    {
        var steps = new List<Step>();
        var open = new Stack<int>();
        var code = new CodeReader(module.AsSpan(0, body.End), body.Content + 1, _shape); // functions without locals
        while (!code.AtEnd)
        {
            var isGuard = module.AsSpan(code.Position).StartsWith(guard);
            var isFlag = module.AsSpan(code.Position).StartsWith(flag); // in the same page: as good as a guard
            if (isGuard || isFlag) code.Next();
            if (isGuard) code.Next();
            isGuard |= isFlag;
            var operation = code.Next();
            if (operation is Operation.End && open.Count > 0) steps[open.Pop()].End = steps.Count;
            if (operation is Operation.Else) steps[open.Peek()].Else = steps.Count;
            if (operation is Operation.Block or Operation.Loop or Operation.If or Operation.TryTable) open.Push(steps.Count);
            steps.Add(new Step(operation, code.First, isGuard, Targets(module, operation, code.TargetsAt)));
        }

        return steps;
    }

    private static uint[] Targets(byte[] module, Operation operation, int at)
    {
        if (operation is not (Operation.BranchTable or Operation.TryTable)) return [];
        var reader = new WasmReader(module, at);
        var targets = new uint[reader.ReadU32() + (operation == Operation.BranchTable ? 1 : 0)];
        for (var i = 0; i < targets.Length; i++)
        {
            if (operation == Operation.TryTable && reader.ReadByte() < 2) reader.ReadU32();
            targets[i] = reader.ReadU32();
        }

        return targets;
    }

    /// <summary>Walks from a function's entry.</summary>
    public void Run(int function, int steps)
    {
        _frames.Clear();
        _cost = 0;
        _frames.Push(new Frame(_functions[function]));
        for (; steps > 0 && _frames.Count is > 0 and < MostFrames; steps--) Go();
    }

    private void Spend(int units)
    {
        _cost += units;
        Most = Math.Max(Most, _cost);
    }

    private void Go()
    {
        var frame = _frames.Peek();
        var step = frame.Code[frame.At];
        if (step.IsGuard)
        {
            GuardsMet++;
            _cost = 0;
            frame.At++;
            return;
        }

        if (step.Operation is not (Operation.End or Operation.Else)) Spend(step.Operation == Operation.MemoryGrow ? CostModel.MemoryGrow : 1);
        switch (step.Operation)
        {
            case Operation.Block or Operation.Loop or Operation.TryTable:
                frame.Blocks.Add(frame.At++);
                break;
            case Operation.If when _random.Next(2) == 0:
                frame.At = step.Else >= 0 ? Enter(frame, step.Else + 1) : step.End + 1;
                break;
            case Operation.If:
                frame.At = Enter(frame, frame.At + 1);
                break;
            case Operation.Else:
                frame.At = frame.Code[frame.Blocks[^1]].End;
                break;
            case Operation.End when frame.Blocks.Count == 0:
                _frames.Pop();
                break;
            case Operation.End:
                frame.Blocks.RemoveAt(frame.Blocks.Count - 1);
                frame.At++;
                break;
            case Operation.Branch:
                Jump(frame, step.First);
                break;
            case Operation.BranchIf when _random.Next(2) == 0:
                Jump(frame, step.First);
                break;
            case Operation.BranchTable:
                Jump(frame, step.Targets[_random.Next(step.Targets.Length)]);
                break;
            case Operation.Return:
                _frames.Pop();
                break;
            case Operation.Throw:
                Unwind();
                break;
            case Operation.Call or Operation.CallIndirect or Operation.ReturnCall or Operation.ReturnCallIndirect:
                Call(frame, step);
                break;
            default:
                frame.At++;
                break;
        }
    }

    private static int Enter(Frame frame, int at)
    {
        frame.Blocks.Add(frame.At);
        return at;
    }

    private void Jump(Frame frame, uint label)
    {
        var block = frame.Blocks.Count - 1 - (int)label;
        if (block < 0)
        {
            _frames.Pop();
            return;
        }

        var start = frame.Blocks[block];
        var isLoop = frame.Code[start].Operation == Operation.Loop;
        frame.Blocks.RemoveRange(block + (isLoop ? 1 : 0), frame.Blocks.Count - block - (isLoop ? 1 : 0));
        frame.At = (isLoop ? start : frame.Code[start].End) + 1;
    }

    /// <summary>To the nearest try_table, here or in a caller.</summary>
    private void Unwind()
    {
        for (; _frames.TryPeek(out var frame); _frames.Pop())
        {
            while (frame.Blocks.Count > 0)
            {
                var block = frame.Code[frame.Blocks[^1]];
                frame.Blocks.RemoveAt(frame.Blocks.Count - 1);
                if (block.Operation != Operation.TryTable) continue;
                Jump(frame, block.Targets[0]);
                return;
            }
        }
    }

    private void Call(Frame frame, Step step)
    {
        frame.At++;
        var callee = step.Operation is Operation.CallIndirect or Operation.ReturnCallIndirect
            ? _random.Next(_functions.Length)
            : (int)step.First - _shape.ImportedFunctions;
        if (step.Operation is Operation.ReturnCall or Operation.ReturnCallIndirect) _frames.Pop();
        if (callee < 0)
        {
            Spend(CostModel.ImportedCall - 1);
        }
        else if (callee >= _originalFunctions - _shape.ImportedFunctions)
        {
            _cost = 0; // injected: loads the flag, which is in the guard's page
            GuardsMet++;
            Spend(CostModel.BulkMemory);
        }
        else
        {
            _frames.Push(new Frame(_functions[callee]));
        }
    }
}
