namespace WasmEngine.Compute.Modules;

/// <summary>What became of a module.</summary>
public abstract record RewriteResult
{
    private RewriteResult()
    {
    }

    /// <summary>The module can be stopped at any time through its guard memory.</summary>
    /// <param name="Bytes">The rewritten module. Its validity is the original's: whoever compiles it validates.</param>
    /// <param name="GuardMemoryIndex">Index of the guard memory, the last one; it is defined, not imported, and not exported.</param>
    /// <param name="GuardCount">Guard accesses that were put between the module's own instructions.</param>
    /// <param name="Functions">Functions with a body that the module came with.</param>
    /// <param name="InjectedFunctions">Functions that were appended for bulk memory operations.</param>
    /// <param name="Offsets">From places in the rewritten module to places in the original.</param>
    /// <param name="HasMemory64">A memory has 64-bit addresses.</param>
    public sealed record Rewritten(
        byte[] Bytes, int GuardMemoryIndex, int GuardCount, int Functions, int InjectedFunctions, OffsetMap Offsets, bool HasMemory64) : RewriteResult;

    /// <summary>The module uses what the rewriter does not know; it may be valid and may run with epochs.</summary>
    /// <param name="Reason">What it is, for people.</param>
    /// <param name="Offset">Where, in bytes from the module's beginning.</param>
    public sealed record Unsupported(string Reason, int Offset) : RewriteResult;

    /// <summary>The module is malformed or over a limit and must not run.</summary>
    /// <param name="Reason">What is wrong, for people.</param>
    /// <param name="Offset">Where, in bytes from the module's beginning.</param>
    public sealed record Refused(string Reason, int Offset) : RewriteResult;
}
