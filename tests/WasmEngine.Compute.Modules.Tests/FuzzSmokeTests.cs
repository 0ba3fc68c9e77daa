using WasmEngine.Fuzz.Rewriter;

namespace WasmEngine.Compute.Modules.Tests;

public sealed class FuzzSmokeTests(ITestOutputHelper output)
{
    [Fact]
    public void RewriterFuzzer_FiveThousandIterations_FindsNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var reached = RewriterFuzzer.Run(5_000, seed);
        output.WriteLine(reached);
        Assert.Contains(", valid ", reached, StringComparison.Ordinal);
        Assert.Contains("invalid ", reached, StringComparison.Ordinal);
        Assert.Contains("refused ", reached, StringComparison.Ordinal);
        Assert.Contains("unsupported ", reached, StringComparison.Ordinal);
    }
}
