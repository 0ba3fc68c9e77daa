using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>A module as machine code, and what running it needs to know besides.</summary>
/// <param name="Module">The code; belongs to this module.</param>
internal sealed record CompiledModule(Module Module)
{
    /// <summary>Index of the guard memory that the rewriter added, the last one; null: the module runs with epochs, in an engine with epochs.</summary>
    internal int? GuardMemoryIndex { get; init; }

    /// <summary>Describes a frame of a trap for its author, "name" or "name at file:line"; null: by name or code offset.</summary>
    internal Func<TrapFrame, string>? DescribeFrame { get; init; }
}
