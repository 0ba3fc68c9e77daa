using WasmEngine.Fuzz;

namespace WasmEngine.Compute.Wasi.Tests;

public sealed class FuzzSmokeTests(ITestOutputHelper output)
{
    [Fact]
    public void WasiFuzzer_FourThousandCalls_FindsNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var reached = WasiFuzzer.Run(4_000, seed);
        output.WriteLine(reached);
        foreach (var name in (string[])["PathOpen", "PathUnlinkFile", "PathFilestatGet", "FdReaddir"]) Assert.Contains(name + " ", reached, StringComparison.Ordinal);
    }
}
