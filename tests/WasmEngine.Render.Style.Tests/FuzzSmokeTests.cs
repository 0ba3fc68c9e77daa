using WasmEngine.Fuzz.Css;

namespace WasmEngine.Render.Style.Tests;

public sealed class FuzzSmokeTests(ITestOutputHelper output)
{
    [Fact]
    public void CssFuzzer_ThreeThousandIterations_FindsNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var reached = CssFuzzer.Run(3000, seed);
        output.WriteLine(reached);
        Assert.Contains("unparsed", reached, StringComparison.Ordinal);
        Assert.Contains("declarations", reached, StringComparison.Ordinal);
    }
}
