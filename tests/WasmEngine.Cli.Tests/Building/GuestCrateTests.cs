using System.Text.RegularExpressions;
using WasmEngine.GuestToolchain;
using Xunit;

namespace WasmEngine.Cli.Tests.Building;

/// <summary>The crate builds for both targets of Debian's rustc, without a warning.</summary>
public sealed partial class GuestCrateTests
{
    [Fact]
    public void Crate_AndHeader_ImportTheSameFunctions()
    {
        var header = File.ReadAllText(Path.Combine(GuestFolder.Tree, "packages/guest-c/include/wasmengine.h"));
        var crate = File.ReadAllText(Path.Combine(GuestFolder.Tree, "packages/guest-rust/src/sys.rs"));
        var inHeader = HeaderImport().Matches(header).Select(m => m.Groups["name"].Value).Where(n => n != "name").Order().ToList();
        var inCrate = CrateImport().Matches(crate).Select(m => m.Groups["name"].Value).Order().ToList();

        Assert.Equal(29, inHeader.Count);
        Assert.Equal(inHeader, inCrate);
    }

    [GeneratedRegex(@"WE_IMPORT\((?<name>\w+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HeaderImport();

    [GeneratedRegex(@"pub fn (?<name>\w+)\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CrateImport();

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
