using WasmEngine.Fuzz;
using WasmEngine.GuestToolchain;

namespace WasmEngine.Compute.Modules.Tests.Symbols;

public sealed class SymbolFuzzSmokeTests(ITestOutputHelper output)
{
    [Fact]
    public void SymbolFuzzer_TwoThousandModules_FindsNothing()
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var reached = SymbolFuzzer.Run(2_000, seed);
        output.WriteLine(reached);
        Assert.Contains("with lines", reached, StringComparison.Ordinal);
        Assert.Contains("inlined", reached, StringComparison.Ordinal);
    }
}
