using WasmEngine.GuestToolchain;
using Xunit;

namespace WasmEngine.Cli.Tests.Building;

/// <summary>The crate builds for both targets of Debian's rustc, without a warning.</summary>
public sealed class GuestCrateTests
{
    [Theory]
    [InlineData("wasm32-wasi")]
    [InlineData("wasm32-unknown-unknown")]
    public void Crate_ForEachTarget_BuildsWithoutWarnings(string target)
    {
        Needs.Rust();
        using var folder = GuestFolder.Copy("packages/guest-rust");
        string[] common = ["--target", target, "--edition", "2021", "-D", "warnings", "-O"];
        AssertBuilds(folder.Path, [.. common, "--crate-name", "wasmengine", "--crate-type", "rlib", "src/lib.rs", "-o", "libwasmengine.rlib"]);
        foreach (var example in new[] { "ripples", "statistics-job" })
        {
            AssertBuilds(folder.Path, [
                .. common, "--crate-name", example.Replace('-', '_'), "--crate-type", "cdylib", "--extern", "wasmengine=libwasmengine.rlib",
                $"examples/{example}/src/lib.rs", "-o", example + ".wasm"]);
        }
    }

    private static void AssertBuilds(string folder, string[] arguments)
    {
        var (exitCode, output) = Toolchain.Run(Toolchain.RustcPath, folder, arguments);
        Assert.True(exitCode == 0, output);
    }
}
