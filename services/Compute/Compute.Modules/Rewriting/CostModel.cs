namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>
/// How much work may pass between two guard accesses. One unit is one plain instruction.
/// </summary>
/// <remarks>
/// Let a function be <em>guarded</em> if it has a guard at its entry. Guarded are the functions in a cycle of the graph of
/// direct calls, and those whose weight is over the budget: the weight sums the costs of all instructions, with callees'
/// weights, and a call through a table or reference, or of a guarded function, costs the whole budget. So what can recurse
/// at all is guarded. In a function that is not guarded at most the budget passes, as each backward branch meets the guard
/// at a loop's header. In guarded ones <see cref="GuardPlanner"/> follows the cost since the last guard along every path and
/// puts a guard where it would pass the budget.
/// <para>
/// On any path of execution at most 2 * <see cref="Budget"/> units lie between two guards, plus <see cref="Slack"/> for each
/// frame of recursion that returns: a depth that the stack bounds. The callee of an indirect call may be a function that is not
/// guarded, hence the factor 2. A bulk memory operation meets a guard and adds at most <see cref="BulkFunctions.ChunkBytes"/> bytes.
/// </para>
/// </remarks>
internal static class CostModel
{
    /// <summary>Units that may pass.</summary>
    internal const int Budget = 10_000;

    /// <summary>What may follow a call of unknown depth until its caller returns, without a guard of its own.</summary>
    internal const int Slack = 64;

    /// <summary>A call of an imported function; host functions look for a stop by themselves.</summary>
    internal const int ImportedCall = 256;

    /// <summary>A bulk memory operation of ordinary size.</summary>
    internal const int BulkMemory = 256;

    /// <summary>memory.grow: the host changes mappings.</summary>
    internal const int MemoryGrow = 2_000;

    /// <summary>table.fill, copy, init, grow: up to the limit of table elements in host code.</summary>
    internal const int TableBulk = Budget;
}
