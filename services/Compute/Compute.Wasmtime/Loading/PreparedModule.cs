namespace WasmEngine.Compute.Wasmtime;

/// <summary>A module within its limits, ready to be compiled.</summary>
/// <param name="Bytes">What is compiled: the module made preemptible, or as it was.</param>
/// <param name="Functions">Functions that its author defined.</param>
internal sealed record PreparedModule(ReadOnlyMemory<byte> Bytes, int Functions)
{
    /// <summary>Index of the guard memory that was added; null: the module runs with epochs.</summary>
    internal int? GuardMemoryIndex { get; init; }

    /// <summary>Why it runs with epochs; empty if it does not.</summary>
    internal string EpochsBecause { get; init; } = "";

    /// <summary>Where code of the prepared module was in the author's; empty: at the same place.</summary>
    internal ReadOnlyMemory<byte> Offsets { get; init; }

    /// <summary>Which kind of engine compiles and runs it.</summary>
    internal bool UsesEpochs => GuardMemoryIndex is null;
}

/// <summary>What is done with a module before it is compiled. Thread-safe.</summary>
internal interface IModulePreparation
{
    /// <summary>All that its results depend on besides the module.</summary>
    string Fingerprint { get; }

    /// <summary>Checks a module's limits and makes it preemptible.</summary>
    /// <exception cref="Core.ModuleException">It is malformed or over a limit; the message does not name the file.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    PreparedModule Prepare(ReadOnlyMemory<byte> module, CancellationToken cancel);
}
