using WasmEngine.Fuzz;

namespace WasmEngine.Memory.Tests;

public sealed class FuzzSmokeTests(ITestOutputHelper output)
{
    [Fact]
    public void MemoryFuzzer_TwentyThousandIterations_FindsNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var reached = MemoryFuzzer.Run(20_000, seed);
        output.WriteLine(reached);
        Assert.Contains("Ring works", reached, StringComparison.Ordinal);
        Assert.Contains("FrameChain Corrupt", reached, StringComparison.Ordinal);
        Assert.Contains("surface decoded", reached, StringComparison.Ordinal);
    }
}
