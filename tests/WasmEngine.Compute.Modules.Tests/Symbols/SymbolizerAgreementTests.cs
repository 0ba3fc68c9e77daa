using System.Globalization;
using System.Text.RegularExpressions;
using WasmEngine.Compute.Modules.Symbols;
using WasmEngine.GuestToolchain;

namespace WasmEngine.Compute.Modules.Tests.Symbols;

/// <summary>An independent reader of DWARF, LLVM's symbolizer, finds the same places at every address.</summary>
public sealed partial class SymbolizerAgreementTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("-O0", "-gdwarf-4")]
    [InlineData("-O0", "-gdwarf-5")]
    [InlineData("-O2", "-gdwarf-4")]
    [InlineData("-O2", "-gdwarf-5")]
    public void CppPlaces_AtEveryAddress_AreThoseOfTheSymbolizer(string optimization, string format)
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        Compare(Toolchain.Clang("guest.cpp", Sources.Cpp, "--target=wasm32", "-nostdlib", "-Wl,--no-entry", optimization, format), step: 1);
    }

    [Fact]
    public void RustPlaces_AtManyAddresses_AreThoseOfTheSymbolizer()
    {
        Assert.SkipWhen(Toolchain.NoRustc is not null, Toolchain.NoRustc ?? "");
        Compare(Toolchain.Rustc("guest.rs", Sources.Rust, "--target", "wasm32-wasi", "-g", "-C", "opt-level=2"), step: 3);
    }

    private void Compare(byte[] module, int step)
    {
        var symbolizer = Toolchain.Find("llvm-symbolizer");
        Assert.SkipWhen(symbolizer is null, "llvm-symbolizer is missing (Debian package llvm)");
        var map = new ModuleMap(module);
        var symbols = ModuleSymbols.Read(module);
        var addresses = Enumerable.Range(0, map.CodeEnd - map.CodeStart).Where(a => a % step == 0).ToList();
        var folder = Directory.CreateTempSubdirectory("wasmengine-symbolizer-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "m.wasm"), module);
            var answers = Toolchain.Run(symbolizer!, folder.FullName, ["--obj=m.wasm"], string.Concat(addresses.Select(a => a.ToString(CultureInfo.InvariantCulture) + "\n"))).Output.Split("\n\n");
            var compared = 0;
            foreach (var (address, answer) in addresses.Zip(answers))
            {
                // Function and place take turns.
                var expected = answer.Split('\n').Where((_, i) => i % 2 == 1).Select(Tidy).ToList();
                if (expected.Count == 0 || expected[0].StartsWith("??", StringComparison.Ordinal)) continue;
                var found = symbols.Find((uint)(map.CodeStart + address))!.Frames.Select(f => Tidy(f.Source?.ToString() ?? "")).ToList();
                Assert.Equal(expected, found);
                compared++;
            }

            output.WriteLine($"{compared} addresses compared");
            Assert.True(compared > 20);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>It prints zeros for what is not known, and leaves dots in paths.</summary>
    private static string Tidy(string place) => Zeros().Replace(place.Replace("/./", "/", StringComparison.Ordinal), "");

    [GeneratedRegex(@":0(:\d+)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Zeros();
}
