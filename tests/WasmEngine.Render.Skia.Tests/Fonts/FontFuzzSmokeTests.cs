using WasmEngine.Fuzz;

namespace WasmEngine.Render.Skia.Tests.Fonts;

public sealed class FontFuzzSmokeTests(ITestOutputHelper output)
{
    [Fact]
    public void FontFuzzer_ThreeHundredFonts_FindsNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var reached = FontFuzzer.Run(300, seed);
        output.WriteLine(reached);
        Assert.Contains("TrueType shaped", reached, StringComparison.Ordinal);
        Assert.Contains("TrueType refused", reached, StringComparison.Ordinal);
    }
}
