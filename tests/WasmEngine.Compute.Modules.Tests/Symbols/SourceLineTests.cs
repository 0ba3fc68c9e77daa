using System.Collections.Immutable;
using WasmEngine.Compute.Modules.Symbols;
using WasmEngine.GuestToolchain;

namespace WasmEngine.Compute.Modules.Tests.Symbols;

/// <summary>Guests trap in Wasmtime; the symbols of the trap's addresses name the marked lines.</summary>
public sealed class SourceLineTests
{
    private static readonly string[] Freestanding = ["--target=wasm32", "-nostdlib", "-Wl,--no-entry"];

    [Theory]
    [InlineData("-O0", "-gdwarf-2")]
    [InlineData("-O0", "-gdwarf-3")]
    [InlineData("-O0", "-gdwarf-4")]
    [InlineData("-O0", "-gdwarf-5")]
    public void CFrames_Unoptimized_HaveFunctionFileAndLine(string optimization, string format)
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var frames = TrappedGuest.Run(Toolchain.Clang("guest.c", Sources.C, [.. Freestanding, optimization, format]), 7);

        AssertFrame(frames[0]!.Frames[0], "divide", "guest.c", Sources.Line(Sources.C, "divide"));
        AssertFrame(frames[1]!.Frames[0], "run", "guest.c", Sources.Line(Sources.C, "run"));
        Assert.All(frames, f => Assert.Single(f!.Frames));
    }

    [Theory]
    [InlineData("-gdwarf-4")]
    [InlineData("-gdwarf-5")]
    public void CFrames_Optimized_AreInlined(string format)
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var source = Sources.C.Replace("a - a", "a", StringComparison.Ordinal);
        var frames = Assert.Single(TrappedGuest.Run(Toolchain.Clang("guest.c", source, [.. Freestanding, "-O2", format]), 0))!.Frames;

        Assert.Equal(2, frames.Length);
        AssertFrame(frames[0], "divide", "guest.c", Sources.Line(source, "divide"), inlined: true);
        AssertFrame(frames[1], "run", "guest.c", Sources.Line(source, "run"));
    }

    [Theory]
    [InlineData("-O0", "-gdwarf-4")]
    [InlineData("-O0", "-gdwarf-5")]
    [InlineData("-O1", "-gdwarf-5")]
    public void CppFrames_AsFunctionsOrInlined_AreTheSamePlaces(string optimization, string format)
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var symbols = TrappedGuest.Run(Toolchain.Clang("guest.cpp", Sources.Cpp, [.. Freestanding, optimization, format]), 9);
        ImmutableArray<SymbolFrame> frames = [.. symbols.SelectMany(s => s!.Frames)];

        Assert.Equal(3, frames.Length);
        Assert.StartsWith("geometry::Point::at", frames[0].Function, StringComparison.Ordinal);
        Assert.Contains("geometry::twice<geometry::Point>", frames[1].Function, StringComparison.Ordinal);
        Assert.Equal("run", frames[2].Function);
        Assert.All(frames, f => Assert.EndsWith("/guest.cpp", f.Source!.File, StringComparison.Ordinal));
        Assert.Equal(["at", "twice", "run"], frames.Select(f => Mark(f.Source!.Line)));
        Assert.Equal(optimization == "-O0" ? [false, false, false] : [true, true, false], frames.Select(f => f.IsInlined));
    }

    [Fact]
    public void CppFrames_WithTheStandardLibrary_NameItsFunctions()
    {
        Assert.SkipWhen(Toolchain.NoWasi is not null, Toolchain.NoWasi ?? "");
        const string Source = """
            #include <algorithm>
            #include <vector>
            extern "C" __attribute__((export_name("run"))) int run(int a)
            {
                std::vector<int> values{3, 1, a};
                std::for_each(values.begin(), values.end(), [&](int &v) {
                    if (v == a) __builtin_trap(); // MARK:lambda
                });
                return values[0]; // MARK:run
            }
            """;
        var module = Toolchain.Clang("guest.cpp", Source, "--target=wasm32-wasi", "-mexec-model=reactor", "-fno-exceptions", "-O0", "-g");
        var frames = TrappedGuest.Run(module, 2).Select(s => s!.Frames[^1]).ToList();

        Assert.Contains("operator()", frames[0].Function, StringComparison.Ordinal);
        Assert.Equal(Sources.Line(Source, "lambda"), frames[0].Source!.Line);
        Assert.Contains(frames, f => f.Function.Contains("for_each", StringComparison.Ordinal) && f.Source!.File.EndsWith("/for_each.h", StringComparison.Ordinal));
        Assert.Equal("run", frames[^1].Function);
    }

    [Theory]
    [InlineData("legacy", "0", "2")]
    [InlineData("legacy", "2", "2")]
    [InlineData("v0", "0", "2")]
    [InlineData("legacy", "0", "1")] // 1: lines only
    public void RustFrames_OfAPanic_HaveReadableNamesAndLines(string mangling, string optimization, string debug)
    {
        Assert.SkipWhen(Toolchain.NoRustc is not null, Toolchain.NoRustc ?? "");
        string[] unstable = mangling == "legacy" ? [] : ["-C", "symbol-mangling-version=v0"];
        var module = Toolchain.Rustc("guest.rs", Sources.Rust, ["--target", "wasm32-wasi", "-C", "opt-level=" + optimization, "-C", "debuginfo=" + debug, .. unstable]);
        ImmutableArray<SymbolFrame> frames = [.. TrappedGuest.Run(module, 3).SelectMany(s => s!.Frames)];

        var cell = Assert.Single(frames, f => f.Function is "guest::shapes::Grid::cell" or "<guest::shapes::Grid>::cell");
        Assert.EndsWith("/guest.rs", cell.Source!.File, StringComparison.Ordinal);
        Assert.Equal(Sources.Line(Sources.Rust, "cell"), cell.Source.Line);
        var run = Assert.Single(frames, f => f.Function == "run");
        Assert.Equal(Sources.Line(Sources.Rust, "run"), run.Source!.Line);
        Assert.Contains(frames, f => f.Function == "core::panicking::panic_bounds_check");
    }

    [Fact]
    public void Frames_WithoutDebugInfo_HaveNamesAlone()
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var frames = TrappedGuest.Run(Toolchain.Clang("guest.c", Sources.C, [.. Freestanding, "-O0"]), 7);

        Assert.Equal(["divide", "run"], frames.Select(f => f!.ToString()));
        Assert.All(frames, f => Assert.Null(f!.Source));
    }

    [Fact]
    public void Frames_OfAStrippedModule_HaveExportsOrNumbers()
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var frames = TrappedGuest.Run(Toolchain.Clang("guest.c", Sources.C, [.. Freestanding, "-O0", "-Wl,--strip-all"]), 7);

        Assert.Equal($"wasm-function[{frames[0]!.FunctionIndex}]", frames[0]!.Function);
        Assert.Equal("run", frames[1]!.Function);
    }

    [Fact]
    public void Find_OutsideOfBodies_IsNull()
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var module = Toolchain.Clang("guest.c", Sources.C, [.. Freestanding, "-O0", "-g"]);
        var symbols = ModuleSymbols.Read(module);

        Assert.Null(symbols.Find(0));
        Assert.Null(symbols.Find((uint)module.Length));
        Assert.Null(symbols.Find(uint.MaxValue));
        Assert.Contains(Enumerable.Range(0, module.Length), i => symbols.Find((uint)i) is not null);
    }

    [Fact]
    public void Find_FromManyThreads_AnswersTheSame()
    {
        Assert.SkipWhen(Toolchain.NoClang is not null, Toolchain.NoClang ?? "");
        var module = Toolchain.Clang("guest.cpp", Sources.Cpp, [.. Freestanding, "-O2", "-g"]);
        var offsets = Enumerable.Range(0, module.Length).Select(i => (uint)i).ToArray();
        var alone = ModuleSymbols.Read(module);
        var expected = offsets.Select(o => alone.Find(o)?.ToString()).ToArray();

        var shared = ModuleSymbols.Read(module);
        var found = offsets.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(o => shared.Find(o)?.ToString()).ToArray();
        Assert.Equal(expected, found);
    }

    private static string Mark(int line) => new[] { "at", "twice", "run" }.Single(m => Sources.Line(Sources.Cpp, m) == line);

    private static void AssertFrame(SymbolFrame frame, string function, string file, int line, bool inlined = false)
    {
        Assert.Equal(function, frame.Function);
        Assert.EndsWith("/" + file, frame.Source!.File, StringComparison.Ordinal);
        Assert.StartsWith("/", frame.Source.File, StringComparison.Ordinal);
        Assert.Equal(line, frame.Source.Line);
        Assert.True(frame.Source.Column > 0);
        Assert.Equal(inlined, frame.IsInlined);
    }
}
