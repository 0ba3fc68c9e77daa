using Xunit;

namespace WasmEngine.Cli.Tests.Building;

/// <summary>What keeps an app from being built is named, with what to do about it.</summary>
public sealed class BuildRefusalTests
{
    [Fact]
    public async Task Build_FolderWithoutManifest_IsRefused()
    {
        using var app = GuestFolder.Of("{}");
        File.Delete(Path.Combine(app.Path, "wasmengine.json"));
        await AssertRefusedAsync(app, "MANIFEST_MISSING", app.Path);
    }

    [Theory]
    [InlineData("[]", "JSON object")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"id":"app"}""", "\"module\"")]
    [InlineData("""{"id":"app","module":"../app.wasm"}""", "\"module\"")]
    [InlineData("""{"id":"app","module":"/app.wasm"}""", "\"module\"")]
    [InlineData("""{"id":"app","module":"app.exe"}""", "\"module\"")]
    [InlineData("""{"id":"App","module":"app.wasm"}""", "\"id\"")]
    [InlineData("""{"id":"app","module":"app.wasm","toolchain":"gcc"}""", "\"toolchain\"")]
    [InlineData("""{"id":"app","module":"app.wasm","toolchain":1}""", "\"toolchain\"")]
    public async Task Build_BadManifest_NamesTheField(string manifest, string expected)
    {
        using var app = GuestFolder.Of(manifest, ("src/a.c", ""));
        await AssertRefusedAsync(app, "MANIFEST_INVALID", expected);
    }

    [Fact]
    public async Task Build_WithoutSources_SaysWhereTheyBelong()
    {
        using var app = GuestFolder.Of();
        Assert.Contains("src/lib.rs", await AssertRefusedAsync(app, "NO_SOURCES", "no sources"), StringComparison.Ordinal);
        app.Write("Cargo.toml", "[package]");
        await AssertRefusedAsync(app, "NO_SOURCES", "Cargo.toml");
        app.Write("src/lib.rs", "");
        app.Write("src/a.c", "");
        await AssertRefusedAsync(app, "NO_SOURCES", "both Rust and C");
    }

    [Fact]
    public async Task Build_WithoutClang_NamesThePackages()
    {
        using var app = GuestFolder.Of(("src/a.c", ""));
        using var tools = GuestFolder.Of();
        var result = await Cli.Start(["build", app.Path, "--json"], ("PATH", tools.Path)).EndAsync();
        Assert.Equal(ExitCodes.Refused, result.ExitCode);
        Assert.Equal("TOOLCHAIN_MISSING", result.ErrorReason);
        Assert.Contains("apt-get install clang lld", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/a.c", "", "wasi-libc")]
    [InlineData("src/a.cpp", "libc.a", "libc++-dev-wasm32")]
    [InlineData("src/a.cpp", "libc.a libc++.a", "libclang-rt-dev-wasm32")]
    public async Task Build_WithoutALibrary_NamesItsPackage(string source, string libraries, string package)
    {
        using var app = GuestFolder.Of((source, ""));
        using var tools = GuestFolder.Of();
        // A clang that answers as the real one does, but has only some libraries.
        foreach (var tool in new[] { "clang", "clang++", "wasm-ld" })
        {
            tools.Write(tool, $"#!/bin/sh\nname=${{2#-print-file-name=}}\ncase \" {libraries} \" in *\" $name \"*) echo \"/usr/lib/$name\" ;; *) echo \"$name\" ;; esac\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(tools.Path, tool), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var result = await Cli.Start(["build", app.Path, "--json"], ("PATH", tools.Path)).EndAsync();
        Assert.Equal("TOOLCHAIN_MISSING", result.ErrorReason);
        Assert.Contains(package, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_WithoutPackages_NamesTheVariable()
    {
        Needs.Wasi();
        using var app = GuestFolder.Of(("src/a.c", ""));
        var result = await Cli.Start(["build", app.Path, "--json"], ("WASMENGINE_PACKAGES", app.Path)).EndAsync();
        Assert.Equal("PACKAGES_MISSING", result.ErrorReason);
        Assert.Contains("WASMENGINE_PACKAGES", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_IntoAFolderThatCannotBe_IsRefused()
    {
        Needs.Wasi();
        using var app = GuestFolder.Of(("src/a.c", ""), ("build", "a file"));
        await AssertRefusedAsync(app, "FILE_UNWRITABLE", app.Module);
    }

    [Fact]
    public async Task Build_DebugAndRelease_ExcludeEachOther()
    {
        using var app = GuestFolder.Of();
        var result = await app.BuildAsync("--debug", "--release");
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }

    private static async Task<string> AssertRefusedAsync(GuestFolder app, string reason, string named)
    {
        var result = await app.BuildAsync();
        Assert.Equal(ExitCodes.Refused, result.ExitCode);
        Assert.Equal(reason, result.ErrorReason);
        Assert.Contains(named, result.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        return result.Output;
    }
}
