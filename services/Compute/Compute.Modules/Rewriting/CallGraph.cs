namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>
/// Strongly connected components of the graph of direct calls (Tarjan 1972, with a stack of its own: the depth is the guest's to choose),
/// and from them which functions need a guard at their entry.
/// </summary>
internal sealed class CallGraph
{
    private const int Unseen = -1;
    private readonly ModuleScan _scan;
    private readonly int[] _order, _low;
    private readonly bool[] _open;
    private readonly Stack<int> _component = new();
    private readonly Stack<(int Function, int Next)> _path = new();
    private int _seen, _finished, _components;

    internal CallGraph(ModuleScan scan)
    {
        _scan = scan;
        var count = scan.Shape.DefinedFunctions;
        _order = new int[count];
        _low = new int[count];
        _open = new bool[count];
        CalleesFirst = new int[count];
        Components = new int[count];
        Weights = new int[count];
        Guarded = new bool[count];
        Array.Fill(_order, Unseen);
        for (var i = 0; i < count; i++)
        {
            if (_order[i] == Unseen) Visit(i);
        }
    }

    /// <summary>All functions, callees before callers but for cycles.</summary>
    internal int[] CalleesFirst { get; }

    /// <summary>The component of each function.</summary>
    internal int[] Components { get; }

    /// <summary>Units of each function with all it calls, the budget at most.</summary>
    internal int[] Weights { get; }

    /// <summary>Whether each function has a guard at its entry.</summary>
    internal bool[] Guarded { get; }

    private void Visit(int root)
    {
        Open(root);
        while (_path.TryPop(out var at))
        {
            var callees = _scan.Callees(at.Function);
            var next = at.Next;
            for (; next < callees.Length; next++)
            {
                var callee = callees[next];
                if (_order[callee] == Unseen) break;
                if (_open[callee]) _low[at.Function] = Math.Min(_low[at.Function], _order[callee]);
            }

            if (next < callees.Length)
            {
                _path.Push((at.Function, next)); // looks at this callee again, when it is finished
                Open(callees[next]);
                continue;
            }

            if (_path.TryPeek(out var caller)) _low[caller.Function] = Math.Min(_low[caller.Function], _low[at.Function]);
            if (_low[at.Function] == _order[at.Function]) Close(at.Function);
        }
    }

    private void Open(int function)
    {
        _order[function] = _low[function] = _seen++;
        _open[function] = true;
        _component.Push(function);
        _path.Push((function, 0));
    }

    private void Close(int root)
    {
        var first = _finished;
        int member;
        do
        {
            member = _component.Pop();
            _open[member] = false;
            Components[member] = _components;
            CalleesFirst[_finished++] = member;
        }
        while (member != root);
        _components++;
        if (_finished - first == 1 && !_scan.Callees(root).Contains(root))
        {
            Weigh(root);
            return;
        }

        for (var i = first; i < _finished; i++)
        {
            Weights[CalleesFirst[i]] = CostModel.Budget;
            Guarded[CalleesFirst[i]] = true;
        }
    }

    private void Weigh(int function)
    {
        var weight = (long)_scan.Weights[function];
        foreach (var callee in _scan.Callees(function)) weight += Weights[callee];
        Guarded[function] = weight > CostModel.Budget;
        Weights[function] = (int)Math.Min(weight, CostModel.Budget);
    }
}
