using System.Globalization;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Modules;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Makes modules preemptible through a guard memory; what the rewriter does not know stays as it is and runs with epochs.</summary>
internal sealed class RewriterPreparation(ModuleLimits limits) : IModulePreparation
{
    /// <inheritdoc/>
    public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"rewriter {ModuleRewriter.Version}; {limits}");

    /// <inheritdoc/>
    public PreparedModule Prepare(ReadOnlyMemory<byte> module, CancellationToken cancel) => ModuleRewriter.Rewrite(module, limits, cancellation: cancel) switch
    {
        RewriteResult.Rewritten done => new PreparedModule(done.Bytes, done.Functions) { GuardMemoryIndex = done.GuardMemoryIndex, Offsets = done.Offsets.ToBytes() },
        RewriteResult.Unsupported other => new PreparedModule(module, 0) { EpochsBecause = At(other.Reason, other.Offset) },
        RewriteResult.Refused refused => throw new ModuleException(At(refused.Reason, refused.Offset)),
        var unknown => throw new InvalidOperationException($"the rewriter answered {unknown}"),
    };

    private static string At(string reason, int offset) => string.Create(CultureInfo.InvariantCulture, $"{Names.OneLine(reason)} (at offset 0x{offset:x})");
}
