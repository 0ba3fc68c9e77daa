using WasmEngine.Compute.Modules.Binary;
using WasmEngine.Compute.Modules.Rewriting;

namespace WasmEngine.Compute.Modules;

/// <summary>
/// Makes modules stoppable at any time at native speed: adds a one-page memory, and accesses to it wherever much time may pass. Revoking that page
/// makes the next access trap. It does not validate: whoever compiles the result does; an invalid module stays invalid.
/// </summary>
/// <remarks>Takes time and memory linear in the module's size. Thread-safe.</remarks>
public static class ModuleRewriter
{
    /// <summary>Changes with each change of what comes out; part of the key under which compiled code is kept.</summary>
    public const int Version = 2;

    private const int ReportEvery = 256;

    /// <summary>Rewrites a module.</summary>
    /// <param name="module">The module in the binary format, of any origin.</param>
    /// <param name="limits">What it may have at most.</param>
    /// <param name="functionsDone">Told how many function bodies are read, now and then and at last.</param>
    /// <param name="cancellation">Gives up between two functions.</param>
    /// <exception cref="ArgumentException">The limits are not allowed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RewriteResult Rewrite(ReadOnlyMemory<byte> module, ModuleLimits limits, IProgress<int>? functionsDone = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        try
        {
            return Rewrite(module.Span, limits, functionsDone, cancellation);
        }
        catch (ModuleFormatException e)
        {
            return e.IsUnsupported ? new RewriteResult.Unsupported(e.Message, e.Offset) : new RewriteResult.Refused(e.Message, e.Offset);
        }
    }

    private static RewriteResult.Rewritten Rewrite(ReadOnlySpan<byte> module, ModuleLimits limits, IProgress<int>? functionsDone, CancellationToken cancellation)
    {
        var shape = ModuleParser.Parse(module, limits);
        var scan = new ModuleScan(shape, limits);
        for (var i = 0; i < shape.DefinedFunctions; i++)
        {
            if (i % ReportEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                functionsDone?.Report(i);
            }

            scan.Scan(module, i);
        }

        var graph = new CallGraph(scan);
        var planner = new GuardPlanner(scan, graph);
        for (var i = 0; i < shape.DefinedFunctions; i++)
        {
            if (i % ReportEvery == 0) cancellation.ThrowIfCancellationRequested();
            var function = graph.CalleesFirst[i];
            if (graph.Guarded[function]) planner.Plan(module, function);
        }

        var emitter = new ModuleEmitter(scan, graph, planner.Patches);
        var (bytes, map) = emitter.Emit(module, limits);
        functionsDone?.Report(shape.DefinedFunctions);
        return new RewriteResult.Rewritten(
            bytes, (int)emitter.GuardIndex, emitter.GuardCount, shape.DefinedFunctions, scan.Bulk.Count, map, shape.Memories.Contains(true));
    }
}
