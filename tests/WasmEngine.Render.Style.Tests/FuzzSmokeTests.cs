using WasmEngine.Fuzz.Css;
using WasmEngine.Fuzz.Style;

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

    [Fact]
    public void StyleFuzzer_FiveHundredIterations_FindsNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var reached = StyleFuzzer.Run(500, seed);
        output.WriteLine(reached);
        Assert.DoesNotContain("elements 0,", reached, StringComparison.Ordinal);
    }
}
