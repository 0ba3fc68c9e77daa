using Xunit;

namespace WasmEngine.Cli.Tests.Building;

/// <summary>The command with the compilers of this machine.</summary>
public sealed class BuildCommandTests
{
    private const string Add = "#include \"wasmengine.h\"\nWE_EXPORT(add) int32_t add(int32_t a, int32_t b) { return a + b; }\n";

    [Theory]
    [InlineData("packages/guest-c/examples/minimal", "c", "clang, freestanding")]
    [InlineData("packages/guest-c/examples/sparks", "cpp", "clang, wasi")]
    [InlineData("packages/guest-rust/examples/ripples", "rust", "rustc, wasi")]
    public async Task Build_ExampleApp_ExportsAnApp(string example, string language, string toolchain)
    {
        Require(language);
        using var app = GuestFolder.Copy(example);
        var report = (await app.BuiltAsync()).Json;

        var module = report.GetProperty("module").GetString()!;
        Assert.Equal(language, report.GetProperty("language").GetString());
        Assert.Equal(toolchain, report.GetProperty("toolchain").GetString());
        Assert.Equal("release", report.GetProperty("mode").GetString());
        Assert.False(report.GetProperty("upToDate").GetBoolean());
        Assert.Equal(new FileInfo(module).Length, report.GetProperty("sizeBytes").GetInt64());
        string[] expected = ["memory", "wasmengine_abi_version", "wasmengine_init", "wasmengine_frame", "wasmengine_event"];
        Assert.Subset(GuestFolder.Exports(module).ToHashSet(), expected.ToHashSet());
        Assert.True(GuestFolder.HasSection(module, "name"));
        Assert.False(GuestFolder.HasSection(module, ".debug_line"));
    }

    [Theory]
    [InlineData("packages/guest-c/examples/mandelbrot-job", "c", "render", "brightness")]
    [InlineData("packages/guest-rust/examples/statistics-job", "rust", "histogram", "scale", "words")]
    public async Task Build_ExampleJobs_ExportTheirFunctions(string example, string language, params string[] functions)
    {
        Require(language);
        using var app = GuestFolder.Copy(example);
        var module = (await app.BuiltAsync()).Json.GetProperty("module").GetString()!;
        Assert.Subset(GuestFolder.Exports(module).ToHashSet(), functions.ToHashSet());
    }

    [Theory]
    [InlineData("packages/guest-c/examples/sparks", "cpp")]
    [InlineData("packages/guest-rust/examples/statistics-job", "rust")]
    public async Task Build_Debug_KeepsLines(string example, string language)
    {
        Require(language);
        using var app = GuestFolder.Copy(example);
        var report = (await app.BuiltAsync("--debug")).Json;
        Assert.Equal("debug", report.GetProperty("mode").GetString());
        Assert.True(GuestFolder.HasSection(report.GetProperty("module").GetString()!, ".debug_line"));
    }

    [Fact]
    public async Task Build_Again_IsUpToDateUntilSomethingChanges()
    {
        Needs.Wasi();
        using var app = GuestFolder.Of(("src/a.c", Add), ("src/a.h", ""));
        Assert.False(await UpToDateAsync(app));
        Assert.True(await UpToDateAsync(app));

        Assert.False(await UpToDateAsync(app, "--debug"));
        Assert.True(await UpToDateAsync(app, "--debug"));
        Assert.False(await UpToDateAsync(app));

        app.Write("src/a.h", "/* longer */");
        Assert.False(await UpToDateAsync(app));
        app.Write("src/deep/b.c", Add.Replace("add", "sum", StringComparison.Ordinal));
        Assert.False(await UpToDateAsync(app));
        Assert.Contains("sum", GuestFolder.Exports(app.Module));
        Assert.True(await UpToDateAsync(app));

        File.AppendAllText(app.Module, "x");
        Assert.False(await UpToDateAsync(app));
        File.Delete(app.Module);
        Assert.False(await UpToDateAsync(app));
        Assert.Equal(["app.wasm", "app.wasm.stamp"], Directory.GetFileSystemEntries(Path.GetDirectoryName(app.Module)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Build_AfterThePackageChanged_IsDoneAgain()
    {
        Needs.Wasi();
        using var packages = GuestFolder.Copy("packages");
        using var app = GuestFolder.Of(("src/a.c", Add));
        async Task<bool> BuildAsync()
        {
            var result = await Cli.Start(["build", app.Path, "--json"], ("WASMENGINE_PACKAGES", packages.Path)).EndAsync();
            return result.Json.GetProperty("upToDate").GetBoolean();
        }

        Assert.False(await BuildAsync());
        Assert.True(await BuildAsync());
        File.AppendAllText(Path.Combine(packages.Path, "guest-c/include/wasmengine.h"), "/* newer */\n");
        Assert.False(await BuildAsync());
    }

    [Theory]
    [InlineData("src/a.c", "int f(void) {\n  return nonsense;\n}", "a.c:2:10")]
    [InlineData("src/a.cpp", "int f() {\n  return nonsense;\n}", "a.cpp:2:10")]
    [InlineData("src/lib.rs", "fn f() -> i32 {\n  nonsense\n}", "lib.rs:2:3")]
    public async Task Build_OfFaultySources_SaysWhereAndKeepsTheModule(string name, string text, string place)
    {
        Require(Path.GetExtension(name)[1..]);
        using var app = GuestFolder.Of((name, text), ("build/app.wasm", "earlier"));
        var result = await app.BuildAsync();

        Assert.Equal(ExitCodes.Refused, result.ExitCode);
        Assert.Equal("BUILD_FAILED", result.ErrorReason);
        Assert.Contains(place, result.Error, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(app.Module));
        Assert.Equal(["app.wasm"], Directory.GetFileSystemEntries(Path.GetDirectoryName(app.Module)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Build_WithWarnings_ShowsThem()
    {
        Needs.Wasi();
        using var app = GuestFolder.Of(("src/a.c", Add + "static int unused;"));
        Assert.Contains("unused", (await app.BuiltAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_CAndCpp_AreLinkedTogether()
    {
        Needs.Wasi();
        using var app = GuestFolder.Of(
            ("src/a.c", Add),
            ("src/b.cc", "#include \"wasmengine.h\"\n#include <string>\nextern \"C\" int32_t add(int32_t, int32_t);\nWE_EXPORT(length) int32_t length(int32_t a) { return add(int32_t(std::to_string(a).size()), 1); }"));
        await app.BuiltAsync();
        Assert.Subset(GuestFolder.Exports(app.Module).ToHashSet(), new HashSet<string> { "add", "length", "_initialize" });
    }

    [Theory]
    [InlineData("src/main.c", "int main(void) { return 7; }")]
    [InlineData("src/main.cpp", "int main() { return 7; }")]
    [InlineData("src/main.rs", "fn main() { std::process::exit(7) }")]
    public async Task Build_WithAMainFunction_MakesACommand(string name, string text)
    {
        Require(Path.GetExtension(name)[1..]);
        using var app = GuestFolder.Of((name, text));
        await app.BuiltAsync();
        Assert.Contains("_start", GuestFolder.Exports(app.Module));
        Assert.DoesNotContain("_initialize", GuestFolder.Exports(app.Module));
    }

    [Fact]
    public async Task Build_RustLibrary_SetsUpOnce()
    {
        Needs.Rust();
        using var app = GuestFolder.Of(("src/lib.rs", "#[no_mangle] pub extern \"C\" fn f() { println!(\"f\") }"));
        await app.BuiltAsync();
        Assert.Contains("_initialize", GuestFolder.Exports(app.Module));
        // What the linker calls the wrappers that would set up at each call.
        Assert.DoesNotContain("command_export", File.ReadAllText(app.Module), StringComparison.Ordinal);
    }

    private static async Task<bool> UpToDateAsync(GuestFolder app, params string[] options) => (await app.BuiltAsync(options)).Json.GetProperty("upToDate").GetBoolean();

    private static void Require(string language)
    {
        if (language is "rust" or "rs") Needs.Rust();
        else Needs.Wasi();
    }
}
