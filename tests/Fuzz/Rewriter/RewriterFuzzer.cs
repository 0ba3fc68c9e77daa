using System.Globalization;
using WasmEngine.Compute.Modules;
using Wasmtime;

namespace WasmEngine.Fuzz.Rewriter;

/// <summary>
/// Mutates modules and holds the rewriter against Wasmtime's validator: what is valid stays valid, what is invalid stays invalid, what is
/// refused is invalid or over a limit, and what comes out is not much larger than what went in.
/// </summary>
public static class RewriterFuzzer
{
    private const int MostGrowth = 4, InjectedBytes = 1024;

    /// <summary>Names that the module does without a limit, and Wasmtime does not: these refusals are no find.</summary>
    private static readonly string[] LimitWords = ["the limit is", "a shared memory is not allowed", "which can't be handed to or from outside"];

    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        var random = new Random(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var engine = CreateEngine();
        var corpus = Corpus.Load(out var description).Select(m => new ModuleMutation(m)).ToList();
        for (var i = 0; i < iterations; i++)
        {
            // The first are small; one in sixteen is any of them.
            var mutation = corpus[random.Next(i % 16 == 0 ? corpus.Count : Math.Min(corpus.Count, HandWritten.Texts.Length + 1))];
            var module = mutation.Next(random);
            for (var more = random.Next(3); more > 0 && TryMutation(module) is { } next; more--) module = next.Next(random);
            try
            {
                MemoryFuzzer.Count(outcomes, Check(engine, module));
            }
            catch (Exception exception)
            {
                var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"rewriter-{seed}-{i}.wasm"));
                File.WriteAllBytes(file, module);
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"found at iteration {i} of seed {seed}, kept in {file}: {exception.Message}"), exception);
            }
        }

        return $"{description}: " + string.Join(", ", outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value}")));
    }

    private static Engine CreateEngine() => new(new Config()
        .WithSIMD(true).WithRelaxedSIMD(true, false).WithBulkMemory(true).WithReferenceTypes(true).WithMultiValue(true).WithTailCalls(true)
        .WithWasmThreads(true).WithMemory64(true).WithMultiMemory(true).WithFunctionReferences(true).WithGc(true).WithExceptions(true)
        .WithWideArithmetic(true));

    /// <summary>A mutant that still has its form can be mutated with care once more.</summary>
    private static ModuleMutation? TryMutation(byte[] module) =>
        ModuleRewriter.Rewrite(module, ModuleLimits.Default) is RewriteResult.Rewritten ? new ModuleMutation(module) : null;

    private static string Check(Engine engine, byte[] module)
    {
        var fault = Wasmtime.Module.Validate(engine, module);
        switch (ModuleRewriter.Rewrite(module, ModuleLimits.Default))
        {
            case RewriteResult.Rewritten rewritten:
                Require(Wasmtime.Module.Validate(engine, rewritten.Bytes) is var after && after is null == fault is null, $"was {fault ?? "valid"}, is {after ?? "valid"}");
                // A loop of three bytes gets a guard of eight.
                Require(rewritten.Bytes.Length <= (MostGrowth * module.Length) + (InjectedBytes * (rewritten.InjectedFunctions + 1)), $"grew from {module.Length} to {rewritten.Bytes.Length}");
                Require(OffsetMap.TryParse(rewritten.Offsets.ToBytes())?.ToOriginal(0) == 0, "the offset map does not come back");
                return fault is null ? "valid" : "invalid";
            case RewriteResult.Unsupported unsupported:
                Require(unsupported.Offset >= 0 && unsupported.Offset <= module.Length, "an offset out of range");
                return fault is null ? "unsupported but valid" : "unsupported";
            case RewriteResult.Refused refused:
                Require(refused.Offset >= 0 && refused.Offset <= module.Length, "an offset out of range");
                Require(fault is not null || LimitWords.Any(w => refused.Reason.Contains(w, StringComparison.Ordinal)), $"is valid, and refused: {refused.Reason} at {refused.Offset}");
                return fault is null ? "over a limit" : "refused";
            default:
                throw new InvalidOperationException("a result that is none");
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition) throw new InvalidOperationException(otherwise);
    }
}
